/* SPDX-License-Identifier: ISC */
/*
 * What stands in each section of a briefing, and how sentences, quotes and names are chosen for it.
 */
#include "briefing.h"

#include <stdlib.h>
#include <string.h>

/* ---- Choosing sentences ---- */

typedef struct ranked {
    size_t rank, sentence;
} ranked;

static int compare_ranks(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->sentence > y->sentence) - (x->sentence < y->sentence);
}

/* Read a decimal number; false for anything else. */
static bool read_number(const char *text, size_t *number)
{
    size_t length = text ? strspn(text, "0123456789") : 0;
    if (length == 0 || length > 9 || text[length] != '\0')
        return false;
    *number = 0;
    for (; *text; text++)
        *number = *number * 10 + (size_t)(*text - '0');
    return true;
}

static bool is_prose(const briefing *b, size_t sentence)
{
    return sentence < dp_doc_sentence_count(b->doc) && !dp_doc_sentence(b->doc, sentence).headline;
}

/* The sentence a note names, or the one its span begins in; DP_NONE for none. */
static size_t sentence_of(const briefing *b, const dp_note *note)
{
    size_t sentence;
    dp_span span = dp_note_span(note);
    if (read_number(dp_note_get(note, "sentence"), &sentence))
        return sentence < dp_doc_sentence_count(b->doc) ? sentence : DP_NONE;
    return span.begin < span.end ? dp_doc_sentence_at(b->doc, span.begin) : DP_NONE;
}

static void choose_summary(briefing *b, size_t wanted)
{
    size_t count = dp_doc_note_count(b->doc, "summary"), found = 0;
    ranked *all = calloc(count, sizeof *all);
    if (!all) {
        briefing_no_memory(b);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const dp_note *note = dp_doc_note(b->doc, "summary", i);
        size_t sentence = sentence_of(b, note), rank;
        if (is_prose(b, sentence))
            all[found++] = (ranked){read_number(dp_note_get(note, "rank"), &rank) ? rank : i + 1, sentence};
    }
    qsort(all, found, sizeof *all, compare_ranks);
    for (size_t i = 0; i < found && b->chosen_count < wanted; i++) {
        if (b->used[all[i].sentence])
            continue;
        b->used[all[i].sentence] = true;
        b->chosen[b->chosen_count++] = all[i].sentence;
    }
    free(all);
}

/* Without a summary, the beginning: German news has the most important first. */
static void choose_lead(briefing *b, size_t wanted)
{
    for (size_t i = 0; i < dp_doc_sentence_count(b->doc) && b->chosen_count < wanted; i++) {
        if (!is_prose(b, i))
            continue;
        b->used[i] = true;
        b->chosen[b->chosen_count++] = i;
    }
}

/* ---- Choosing quotes ---- */

typedef struct rated_quote {
    const dp_note *note;
    size_t class, order;
} rated_quote;

static bool is_true(const char *value)
{
    return value && strcmp(value, "true") == 0;
}

/* A pronoun that nobody is known behind names no speaker. */
static bool is_attributed(const dp_note *quote)
{
    const char *kind = dp_note_get(quote, "speaker-kind");
    if (dp_note_get(quote, "speaker"))
        return true;
    return (!kind || strcmp(kind, "pronoun") != 0) &&
           (dp_note_get(quote, "speaker-text") || dp_note_span_count(quote, "speaker") > 0);
}

/* Somebody's very words, what somebody said in other words, and that something was said. */
static size_t class_of_type(const dp_note *quote)
{
    const char *type = dp_note_get(quote, "type");
    if (!type || strcmp(type, "Reported") == 0)
        return 2;
    return strcmp(type, "Direct") == 0 ? 0 : 1;
}

/* Lower is better: somebody's very words before what is reported; what the key points do not say already; with a speaker
 * before without; and a few words in quotation marks, which often only distance the writer from a word, last. */
static size_t class_of(const briefing *b, const dp_note *quote)
{
    dp_span span = dp_note_span(quote), word;
    size_t words = 0, at = 0, type = class_of_type(quote), sentence = sentence_of(b, quote);
    while (words < 4 && dp_word_next(b->source + span.begin, span.end - span.begin, &at, &word))
        words++;
    bool said = type > 0 && sentence != DP_NONE && b->used[sentence];
    return (words < 4 ? 12u : 0u) + (is_attributed(quote) ? 0u : 6u) + (said ? 3u : 0u) + type;
}

static int compare_classes(const void *a, const void *b)
{
    const rated_quote *x = a, *y = b;
    if (x->class != y->class)
        return x->class < y->class ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static int compare_places(const void *a, const void *b)
{
    const dp_note *const *x = a, *const *y = b;
    size_t p = dp_note_span(*x).begin, q = dp_note_span(*y).begin;
    if (p != q)
        return p < q ? -1 : 1;
    return (dp_note_id(*x) > dp_note_id(*y)) - (dp_note_id(*x) < dp_note_id(*y));
}

static void choose_quotes(briefing *b)
{
    size_t count = dp_doc_note_count(b->doc, "quotes"), found = 0;
    rated_quote *all = calloc(count ? count : 1, sizeof *all);
    b->quotes = calloc(b->plan->items, sizeof *b->quotes);
    if (!all || !b->quotes) {
        briefing_no_memory(b);
        free(all);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const dp_note *note = dp_doc_note(b->doc, "quotes", i);
        if (!is_true(dp_note_get(note, "nested")))
            all[found++] = (rated_quote){note, class_of(b, note), i};
    }
    qsort(all, found, sizeof *all, compare_classes);
    for (size_t i = 0; i < found && b->quote_count < b->plan->items; i++) {
        size_t sentence = sentence_of(b, all[i].note);
        b->quotes[b->quote_count++] = all[i].note;
        if (sentence != DP_NONE)
            b->used[sentence] = true;
    }
    qsort(b->quotes, b->quote_count, sizeof *b->quotes, compare_places);
    free(all);
}

static bool is_planned(const briefing *b, section which)
{
    for (size_t i = 0; i < b->plan->section_count; i++)
        if (b->plan->sections[i] == which)
            return true;
    return false;
}

void briefing_choose(briefing *b)
{
    size_t wanted = (is_planned(b, SECTION_BOTTOM_LINE) ? b->plan->bottom_lines : 0) +
                    (is_planned(b, SECTION_KEY_POINT) ? b->plan->length : 0);
    b->used = calloc(dp_doc_sentence_count(b->doc) + 1, sizeof *b->used);
    b->chosen = calloc(wanted + 1, sizeof *b->chosen);
    if (!b->used || !b->chosen) {
        briefing_no_memory(b);
        return;
    }
    if (dp_doc_note_count(b->doc, "summary") > 0)
        choose_summary(b, wanted);
    else
        choose_lead(b, wanted);
    if (is_planned(b, SECTION_QUOTE))
        choose_quotes(b);
}

/* ---- Wording ---- */

/* Set text, language and German wording: English where there is some, else the German and that it is German. */
static void set_wording(briefing *b, dp_note *item, const char *english, dp_text *german)
{
    const char *text = german->data ? german->data : "";
    briefing_set(b, item, "text", english ? english : text);
    briefing_set(b, item, "language", english ? "en" : "de");
    if (english && strcmp(english, text) != 0)
        briefing_set(b, item, "german", text);
    if (german->failed)
        briefing_no_memory(b);
    dp_text_free(german);
}

static void add_sentence(briefing *b, section where, size_t sentence)
{
    dp_span span = dp_doc_sentence(b->doc, sentence).span;
    dp_note *item = briefing_add(b, where, span);
    dp_text german = {0};
    wording_german(b, span, &german);
    set_wording(b, item, wording_sentence(b->doc, sentence), &german);
    briefing_set_number(b, item, "sentence", sentence);
}

/* ---- Headline and source ---- */

void briefing_headline(briefing *b)
{
    const char *title = dp_doc_field(b->doc, DP_FIELD_TITLE);
    if (!title)
        return;
    dp_translation translation = dp_doc_field_translation(b->doc, DP_FIELD_TITLE);
    bool english = translation.status == DP_TRANSLATED || translation.status == DP_COPIED;
    size_t sentence = 0;
    while (sentence < dp_doc_sentence_count(b->doc) &&
           dp_doc_block(b->doc, dp_doc_sentence(b->doc, sentence).block).kind != DP_BLOCK_TITLE)
        sentence++;
    bool there = dp_doc_field_in_source(b->doc, DP_FIELD_TITLE) && sentence < dp_doc_sentence_count(b->doc);
    dp_note *item = briefing_add(b, SECTION_HEADLINE, there ? dp_doc_sentence(b->doc, sentence).span : (dp_span){0, 0});
    dp_text german = {0};
    dp_text_puts(&german, title);
    set_wording(b, item, english ? translation.text : NULL, &german);
    if (there)
        briefing_set_number(b, item, "sentence", sentence);
}

static void add_part(dp_text *line, const char *before, const char *part)
{
    if (line->length > 0)
        dp_text_puts(line, " · ");
    dp_text_puts(line, before);
    dp_text_puts(line, part);
}

static void add_translation_part(const briefing *b, dp_text *line)
{
    if (b->english == 0)
        add_part(line, "not translated", "");
    else if (b->english < b->prose)
        add_part(line, "machine translation, incomplete", "");
    else
        add_part(line, "machine translation", "");
    if (b->english > 0 && b->engine)
        dp_text_printf(line, " (%s)", b->engine);
}

void briefing_source(briefing *b)
{
    const char *outlet = dp_doc_field(b->doc, DP_FIELD_OUTLET), *date = dp_doc_field(b->doc, DP_FIELD_DATE);
    const char *author = dp_doc_field(b->doc, DP_FIELD_AUTHOR), *id = dp_doc_field(b->doc, DP_FIELD_SOURCE_ID);
    const char *language = dp_doc_field(b->doc, DP_FIELD_LANGUAGE);
    dp_text line = {0};
    add_part(&line, outlet ? outlet : "Outlet not stated", "");
    add_part(&line, date ? date : "date not stated", "");
    if (author)
        add_part(&line, "by ", author);
    if (id)
        add_part(&line, "", id);
    if (!language || strcmp(language, "de") == 0)
        add_part(&line, "", "German");
    else
        add_part(&line, "language ", language);
    add_translation_part(b, &line);
    dp_note *item = briefing_add(b, SECTION_SOURCE, (dp_span){0, 0});
    briefing_set_text(b, item, "text", &line);
    briefing_set(b, item, "language", "en");
}

/* ---- Sentences ---- */

static size_t bottom_line_count(const briefing *b)
{
    size_t count = is_planned(b, SECTION_BOTTOM_LINE) ? b->plan->bottom_lines : 0;
    return count < b->chosen_count ? count : b->chosen_count;
}

void briefing_bottom_line(briefing *b)
{
    for (size_t i = 0; i < bottom_line_count(b); i++)
        add_sentence(b, SECTION_BOTTOM_LINE, b->chosen[i]);
}

void briefing_key_points(briefing *b)
{
    for (size_t i = bottom_line_count(b); i < b->chosen_count; i++)
        add_sentence(b, SECTION_KEY_POINT, b->chosen[i]);
}

/* ---- Quotes ---- */

/* Whether "er" or "die Ministerin" stands for somebody whose name is known. */
static bool stands_for_name(const dp_note *quote)
{
    const char *kind = dp_note_get(quote, "speaker-kind"), *name = dp_note_get(quote, "speaker");
    const char *as = dp_note_get(quote, "speaker-text");
    return kind && name && (strcmp(kind, "pronoun") == 0 || (strcmp(kind, "function") == 0 && as && !strstr(as, name)));
}

/* Whether a speaker is described in German rather than named. Where the quotes stage says nothing, and for pronouns, a word in
 * lower case tells: "Jake Sullivan" has none, "die Sprecherin" has. */
static bool is_described(const dp_note *quote, const char *speaker)
{
    const char *kind = dp_note_get(quote, "speaker-kind");
    if (kind && !stands_for_name(quote))
        return strcmp(kind, "name") != 0;
    size_t length = strlen(speaker), at = 0;
    dp_span word;
    while (dp_word_next(speaker, length, &at, &word))
        if (dp_is_lower(dp_utf8_next(speaker, length, &word.begin)))
            return kind == NULL || strcmp(kind, "pronoun") == 0;
    return false;
}

/* What the layer entities calls a place or an organisation in English that is the speaker, or null. */
static const char *english_name(const briefing *b, dp_span speaker)
{
    for (size_t i = 0; i < dp_doc_note_count(b->doc, "entities"); i++) {
        const dp_note *note = dp_doc_note(b->doc, "entities", i);
        const char *kind = dp_note_get(note, "kind"), *english = dp_note_get(note, "english");
        dp_span span = dp_note_span(note);
        bool speaks = kind && (strcmp(kind, "place") == 0 || strcmp(kind, "organisation") == 0);
        if (speaks && english && speaker.begin <= span.begin && span.begin < span.end && span.end == speaker.end)
            return english;
    }
    return NULL;
}

/* A label begins with a capital, which English words from the middle of a sentence have not. */
static void begin_large(dp_text *label)
{
    if (label->length > 0 && label->data[0] >= 'a' && label->data[0] <= 'z')
        label->data[0] = (char)(label->data[0] - 'a' + 'A');
}

static void add_speaker(const briefing *b, const dp_note *quote, dp_text *label)
{
    dp_span span;
    dp_text text = {0};
    const char *speaker = dp_note_get(quote, "speaker"), *kind = dp_note_get(quote, "speaker-kind");
    bool place = dp_note_get_span(quote, "speaker", 0, &span, NULL);
    const char *english = dp_note_get(quote, "speaker-english");
    bool pronoun = kind && strcmp(kind, "pronoun") == 0; /* that has English stands for a body: "Police" */
    bool named = (kind && strcmp(kind, "name") == 0) || (stands_for_name(quote) && !(pronoun && english));
    if (!speaker)
        speaker = dp_note_get(quote, "speaker-text");
    const char *institution = kind && strcmp(kind, "institution") == 0 && place ? english_name(b, span) : NULL;
    if (institution) {
        dp_text_puts(label, institution);
        return;
    }
    if (!named && (english || (place && wording_english(b, span, label)))) {
        dp_text_puts(label, english);
        begin_large(label);
        return;
    }
    if (speaker)
        dp_text_puts(&text, speaker);
    else if (place)
        wording_german(b, span, &text);
    if (text.length > 0 && is_described(quote, text.data))
        dp_text_puts(label, "[German] ");
    dp_text_puts(label, text.length > 0 ? text.data : "Unattributed");
    label->failed = label->failed || text.failed;
    dp_text_free(&text);
}

/* Whether a speaker is a person of that name, with or without a title before it: "Dr. Eva Muster". */
static bool is_person(const char *speaker, const char *name)
{
    size_t length = strlen(speaker), size = strlen(name);
    return length >= size && strcmp(speaker + length - size, name) == 0 &&
           (length == size || speaker[length - size - 1] == ' ');
}

/* Append what the layer entities calls the function of a speaker in English, or else what the translation does. */
static bool english_function(const briefing *b, const dp_note *quote, dp_text *out)
{
    dp_span place;
    const char *speaker = dp_note_get(quote, "speaker");
    size_t count = speaker ? dp_doc_note_count(b->doc, "entities") : 0;
    for (size_t i = 0; i < count; i++) {
        const dp_note *note = dp_doc_note(b->doc, "entities", i);
        const char *kind = dp_note_get(note, "kind"), *name = dp_note_get(note, "name");
        const char *function = dp_note_get(note, "function-english");
        if (!kind || !name || strcmp(kind, "person") != 0 || !is_person(speaker, name))
            continue;
        if (function)
            return dp_text_puts(out, function) == DP_OK;
        if (dp_note_get_span(note, "function", 0, &place, NULL) && wording_english(b, place, out))
            return true;
    }
    const char *translated = dp_note_get(quote, "function-english");
    return translated && dp_text_puts(out, translated) == DP_OK;
}

static void set_speaker(briefing *b, dp_note *item, const dp_note *quote)
{
    dp_text label = {0}, english = {0};
    const char *function = dp_note_get(quote, "function");
    add_speaker(b, quote, &label);
    if (function && english_function(b, quote, &english) && english.data)
        dp_text_printf(&label, ", %s", english.data);
    else if (function)
        dp_text_printf(&label, ", [German] %s", function);
    label.failed = label.failed || english.failed;
    dp_text_free(&english);
    briefing_set_text(b, item, "label", &label);
}

/* Set the wording of a quote. Where it cannot be told what the English of just these words is, the reader gets the whole
 * sentence, which says who is speaking too, and is told so. */
static void set_quote_wording(briefing *b, dp_note *item, const dp_note *quote)
{
    dp_span span = dp_note_span(quote);
    const char *wording = dp_note_get(quote, "german"), *own = dp_note_get(quote, "english");
    const char *scope = dp_note_get(quote, "english-scope");
    dp_text german = {0}, english = {0};
    if (scope && strcmp(scope, "sentence") == 0)
        own = NULL;
    dp_text_puts(&english, own);
    bool parts = dp_note_span_count(quote, "quote") > 1; /* what stands between them is not part of the quote */
    if (!own && (parts || !wording_english(b, span, &english)) && wording_whole(b, span, &german, &english))
        briefing_set(b, item, "detail", "given as the whole sentence");
    if (german.length == 0 && wording)
        dp_text_puts(&german, wording);
    else if (german.length == 0)
        wording_german(b, span, &german);
    if (english.failed)
        briefing_no_memory(b);
    set_wording(b, item, english.length > 0 ? english.data : NULL, &german);
    dp_text_free(&english);
}

static void add_quote(briefing *b, const dp_note *quote)
{
    size_t sentence = sentence_of(b, quote);
    dp_note *item = briefing_add(b, SECTION_QUOTE, dp_note_span(quote));
    set_quote_wording(b, item, quote);
    set_speaker(b, item, quote);
    if (sentence != DP_NONE)
        briefing_set_number(b, item, "sentence", sentence);
}

void briefing_quotes(briefing *b)
{
    for (size_t i = 0; i < b->quote_count; i++)
        add_quote(b, b->quotes[i]);
}

/* ---- Names, dates, figures and terms ---- */

/* A note and what it is grouped by. */
typedef struct mention {
    const char *first, *second;
    const dp_note *note;
    size_t order;
} mention;

/* Notes that say the same, as a stretch of the sorted mentions. */
typedef struct group {
    const mention *mentions;
    size_t count;
} group;

static int compare_mentions(const void *a, const void *b)
{
    const mention *x = a, *y = b;
    int order = strcmp(x->first, y->first);
    order = order ? order : strcmp(x->second, y->second);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

/* The most frequent first; among equals the one that comes first in the text. */
static int compare_groups(const void *a, const void *b)
{
    const group *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return (x->mentions->order > y->mentions->order) - (x->mentions->order < y->mentions->order);
}

typedef bool accept_function(const briefing *b, const dp_note *note, mention *as);
typedef void write_function(briefing *b, section where, const group *all);

static size_t make_groups(group *groups, mention *mentions, size_t count)
{
    size_t made = 0;
    qsort(mentions, count, sizeof *mentions, compare_mentions);
    for (size_t i = 0; i < count; i++) {
        const mention *last = made ? groups[made - 1].mentions : NULL;
        if (last && strcmp(last->first, mentions[i].first) == 0 && strcmp(last->second, mentions[i].second) == 0)
            groups[made - 1].count++;
        else
            groups[made++] = (group){&mentions[i], 1};
    }
    qsort(groups, made, sizeof *groups, compare_groups);
    return made;
}

/* Write the most frequent groups of the notes of a layer that are accepted. */
static void add_groups(briefing *b, section where, const char *layer, accept_function *accept, write_function *write)
{
    size_t count = dp_doc_note_count(b->doc, layer), found = 0;
    mention *mentions = calloc(count + 1, sizeof *mentions);
    group *groups = calloc(count + 1, sizeof *groups);
    if (!mentions || !groups)
        briefing_no_memory(b);
    for (size_t i = 0; i < count && b->status == DP_OK; i++) {
        mention as = {.first = "", .second = "", .note = dp_doc_note(b->doc, layer, i), .order = i};
        if (accept(b, as.note, &as))
            mentions[found++] = as;
    }
    if (b->status == DP_OK) {
        size_t made = make_groups(groups, mentions, found);
        for (size_t i = 0; i < made && i < b->plan->items; i++)
            write(b, where, &groups[i]);
    }
    free(mentions);
    free(groups);
}

static void add_sources(briefing *b, dp_note *item, const group *all)
{
    for (size_t i = 1; i < all->count; i++)
        briefing_add_source(b, item, dp_note_span(all->mentions[i].note));
}

static bool accept_kind(const dp_note *note, mention *as, const char *kind, const char *other)
{
    const char *is = dp_note_get(note, "kind"), *name = dp_note_get(note, "name");
    as->first = name ? name : "";
    return name && is && (strcmp(is, kind) == 0 || strcmp(is, other) == 0);
}

/* "am Samstag" and "Samstag" are the same to the reader. */
static bool accept_value(const dp_note *note, mention *as, const char *kind)
{
    const char *value = dp_note_get(note, "value"), *english = dp_note_get(note, "english");
    bool good = accept_kind(note, as, kind, kind);
    as->first = english ? english : as->first;
    as->second = value ? value : "";
    return good;
}

static bool accept_who(const briefing *b, const dp_note *note, mention *as)
{
    (void)b;
    return accept_kind(note, as, "person", "organisation");
}

static bool accept_where(const briefing *b, const dp_note *note, mention *as)
{
    (void)b;
    return accept_kind(note, as, "place", "place");
}

static bool accept_when(const briefing *b, const dp_note *note, mention *as)
{
    (void)b;
    return accept_value(note, as, "date");
}

static bool accept_figure(const briefing *b, const dp_note *note, mention *as)
{
    (void)b;
    return accept_value(note, as, "figure");
}

static bool accept_gloss(const briefing *b, const dp_note *note, mention *as)
{
    (void)b;
    return accept_kind(note, as, "gloss", "gloss");
}

/* A name is no term for the reader: it stands under who or where. */
static bool accept_term(const briefing *b, const dp_note *note, mention *as)
{
    const char *english = dp_note_get(note, "english"), *german = dp_note_get(note, "german");
    as->first = english ? english : "";
    as->second = german ? german : "";
    return english != NULL && !b->named[dp_note_span(note).begin];
}

static void mark_names(briefing *b)
{
    for (size_t i = 0; i < dp_doc_note_count(b->doc, "entities"); i++) {
        const dp_note *note = dp_doc_note(b->doc, "entities", i);
        mention as;
        if (accept_who(b, note, &as) || accept_where(b, note, &as))
            b->named[dp_note_span(note).begin] = true;
    }
}

/* The first value that any of the notes has under a key. */
static const char *any_value(const group *all, const char *key)
{
    const char *value = NULL;
    for (size_t i = 0; i < all->count && !value; i++)
        value = dp_note_get(all->mentions[i].note, key);
    return value;
}

/* A name needs no translation; anything else without English is German. */
static void write_name(briefing *b, section where, const group *all)
{
    const dp_note *note = all->mentions->note;
    const char *english = any_value(all, "english"), *function = any_value(all, "function");
    bool name = where == SECTION_WHO || where == SECTION_WHERE;
    dp_note *item = briefing_add(b, where, dp_note_span(note));
    dp_text german = {0}, detail = {0};
    dp_text_puts(&german, all->mentions->first);
    set_wording(b, item, name && !english ? all->mentions->first : english, &german);
    const char *known = any_value(all, "function-english");
    dp_span place;
    if (known)
        dp_text_puts(&detail, known);
    else if (function && !(dp_note_get_span(note, "function", 0, &place, NULL) && wording_english(b, place, &detail)))
        dp_text_printf(&detail, "[German] %s", function);
    briefing_set_text(b, item, "detail", &detail);
    add_sources(b, item, all);
}

/* "Landrat: elected head of the administration of a rural district" */
static void write_gloss(briefing *b, section where, const group *all)
{
    dp_note *item = briefing_add(b, where, dp_note_span(all->mentions->note));
    dp_text german = {0};
    dp_text_puts(&german, all->mentions->first);
    set_wording(b, item, any_value(all, "english"), &german);
    briefing_set(b, item, "label", all->mentions->first);
    add_sources(b, item, all);
}

/* A date or figure: as it stands, and the value that was made of it. */
static void write_value(briefing *b, section where, const group *all)
{
    const dp_note *note = all->mentions->note;
    const char *value = any_value(all, "value"), *english = any_value(all, "english");
    dp_note *item = briefing_add(b, where, dp_note_span(note));
    dp_text german = {0};
    wording_german(b, dp_note_span(note), &german);
    set_wording(b, item, english, &german);
    bool said = english && (where == SECTION_FIGURE || strchr(english, '(') || value);
    briefing_set(b, item, "detail", said ? NULL : value ? value : where == SECTION_WHEN ? "date not stated" : NULL);
    add_sources(b, item, all);
}

static void add_words(dp_text *detail, const char *before, const char *words)
{
    if (!words)
        return;
    dp_text_puts(detail, detail->length ? "; " : "");
    dp_text_puts(detail, before);
    dp_text_puts(detail, words);
}

static void write_term(briefing *b, section where, const group *all)
{
    const dp_note *note = all->mentions->note;
    dp_note *item = briefing_add(b, where, dp_note_span(note));
    dp_text german = {0}, detail = {0};
    if (*all->mentions->second)
        dp_text_puts(&german, all->mentions->second);
    else
        wording_german(b, dp_note_span(note), &german);
    set_wording(b, item, any_value(all, "english"), &german);
    add_words(&detail, "glossary ", any_value(all, "glossary"));
    add_words(&detail, "", any_value(all, "status"));
    briefing_set_text(b, item, "detail", &detail);
    add_sources(b, item, all);
}

void briefing_who(briefing *b)
{
    add_groups(b, SECTION_WHO, "entities", accept_who, write_name);
}

void briefing_where(briefing *b)
{
    add_groups(b, SECTION_WHERE, "entities", accept_where, write_name);
}

void briefing_when(briefing *b)
{
    add_groups(b, SECTION_WHEN, "entities", accept_when, write_value);
}

void briefing_figures(briefing *b)
{
    add_groups(b, SECTION_FIGURE, "entities", accept_figure, write_value);
}

void briefing_terms(briefing *b)
{
    size_t length;
    dp_doc_source(b->doc, &length);
    b->named = calloc(length + 1, sizeof *b->named);
    if (!b->named) {
        briefing_no_memory(b);
        return;
    }
    mark_names(b);
    add_groups(b, SECTION_TERM, "terms", accept_term, write_term);
    free(b->named);
    b->named = NULL;
    add_groups(b, SECTION_TERM, "entities", accept_gloss, write_gloss);
}

/* ---- Coverage ---- */

void briefing_coverage(briefing *b)
{
    size_t used = 0;
    for (size_t i = 0; i < dp_doc_sentence_count(b->doc); i++)
        used += is_prose(b, i) && b->used[i];
    dp_note *item = briefing_add(b, SECTION_COVERAGE, (dp_span){0, 0});
    dp_text text = {0};
    dp_text_printf(&text, "This briefing rests on %zu of the article's %zu sentences; ", used, b->prose);
    if (b->english == b->prose || b->english == 0)
        dp_text_printf(&text, "%s of them in English.", b->english ? "all" : "none");
    else
        dp_text_printf(&text, "%zu of them in English.", b->english);
    briefing_set_text(b, item, "text", &text);
    briefing_set(b, item, "language", "en");
}
