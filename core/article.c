/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "article.h"

#include "alloc.h"
#include "date.h"

#include <stdlib.h>
#include <string.h>

void article_free(article *story)
{
    dp_text_free(&story->source);
    for (size_t i = 0; i < DP_FIELD_COUNT; i++)
        free(story->fields[i]);
    for (size_t i = 0; i < story->warning_count; i++)
        free(story->warnings[i]);
    for (size_t i = 0; i < story->reason_count; i++)
        free(story->reasons[i]);
    free(story->reasons);
    free(story->warnings);
    free(story->hints);
    memset(story, 0, sizeof *story);
}

void article_field(article *story, dp_field field, const char *text, size_t length)
{
    if (story->fields[field] || story->failed)
        return;
    dp_text flat = {0};
    dp_text_flatten(&flat, text, length);
    for (size_t i = 0; i < flat.length; i++)
        if (flat.data[i] == '\0') /* fields of one line; a NUL is as good as a space */
            flat.data[i] = ' ';
    story->failed = flat.failed;
    if (flat.length > 0 && !flat.failed)
        story->fields[field] = dp_text_take(&flat);
    dp_text_free(&flat);
}

/* ---- Dates ---- */

/* Text before the date, such as a day of the week or "Stand:", is passed over. */
static bool find_date(const char *text, size_t length, char *iso)
{
    date day;
    size_t at = 0;
    if (length > 64)
        length = 64;
    while (at < length && !(text[at] >= '0' && text[at] <= '9'))
        at++;
    return date_read(text, length, &at, &day) && date_write(&day, iso);
}

void article_date(article *story, const char *text, size_t length)
{
    char iso[DATE_SIZE];
    if (story->fields[DP_FIELD_DATE])
        return;
    if (!find_date(text, length, iso)) {
        dp_text flat = {0};
        dp_text_flatten(&flat, text, length < 40 ? length : 40);
        if (flat.length > 0)
            article_warn(story, "the date of the input is not understood: %s", flat.data);
        story->failed = story->failed || flat.failed;
        dp_text_free(&flat);
        return;
    }
    article_field(story, DP_FIELD_DATE, iso, strlen(iso));
}

/* ---- Hints and warnings ---- */

void article_hint(article *story, segment_hint_kind kind, dp_span span, const char *reason)
{
    if (story->failed || span.begin == span.end)
        return;
    if (!alloc_grow(&story->hints, &story->hint_capacity, story->hint_count + 1, sizeof *story->hints)) {
        story->failed = true;
        return;
    }
    story->hints[story->hint_count++] = (segment_hint){.kind = kind, .span = span, .reason = reason};
}

const char *article_reason(article *story, const char *text, size_t length)
{
    for (size_t i = 0; i < story->reason_count; i++)
        if (strlen(story->reasons[i]) == length && memcmp(story->reasons[i], text, length) == 0)
            return story->reasons[i];
    char *copy = story->failed ? NULL : alloc_copy(text, length);
    if (!copy || !alloc_grow(&story->reasons, &story->reason_capacity, story->reason_count + 1, sizeof *story->reasons)) {
        free(copy);
        story->failed = true;
        return NULL;
    }
    story->reasons[story->reason_count++] = copy;
    return copy;
}

void article_warn(article *story, const char *format, ...)
{
    dp_error message;
    va_list arguments;
    va_start(arguments, format);
    dp_error_setv(&message, DP_OK, format, arguments);
    va_end(arguments);
    char *copy = story->failed ? NULL : alloc_string(message.text);
    if (!copy || !alloc_grow(&story->warnings, &story->warning_capacity, story->warning_count + 1,
                             sizeof *story->warnings)) {
        free(copy);
        story->failed = true;
        return;
    }
    story->warnings[story->warning_count++] = copy;
}

/* ---- Comparing ---- */

dp_span article_trim(const article *story, dp_span span)
{
    const char *text = story->source.data;
    for (size_t next = span.begin; next < span.end && dp_is_space(dp_utf8_next(text, span.end, &next));)
        span.begin = next;
    for (size_t before = span.end; before > span.begin && dp_is_space(dp_utf8_previous(text, span.end, &before));)
        span.end = before;
    return span;
}

bool article_same_text(article *story, const char *a, size_t a_length, const char *b, size_t b_length)
{
    dp_text flat_a = {0}, flat_b = {0};
    dp_text_flatten(&flat_a, a, a_length);
    dp_text_flatten(&flat_b, b, b_length);
    story->failed = story->failed || flat_a.failed || flat_b.failed;
    bool same = flat_a.length == flat_b.length && flat_a.length > 0 &&
                memcmp(flat_a.data, flat_b.data, flat_a.length) == 0;
    dp_text_free(&flat_a);
    dp_text_free(&flat_b);
    return same;
}
