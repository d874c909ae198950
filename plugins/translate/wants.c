/* SPDX-License-Identifier: ISC */
/*
 * Terms of a document as wants of its sentences' parts.
 */
#include "config.h"

#include "wants.h"

#include "german_number.h"
#include "transcribe.h"

#include <stdlib.h>
#include <string.h>

/* Terms of a part that are looked after: each missing one costs a translation of its part. */
#define MOST_WANTS 64u

static bool is_match(const dp_note *term, const char *match)
{
    const char *value = dp_note_get(term, "match");
    return value && strcmp(value, match) == 0;
}

/* Whether a term begins an unbroken compound and English can say it before another noun: "cryptocurrency funds". Names
 * and what is not to be translated are mostly rendered by adjectives there ("federal election"). */
static bool is_modifier(const dp_note *term)
{
    dp_span compound, span = dp_note_span(term);
    const char *english = dp_note_get(term, "english");
    if (!dp_note_get_span(term, "compound", 0, &compound, NULL) || compound.begin != span.begin ||
        compound.end < span.end + 3 || dp_note_get(term, "keep") || strstr(english, " of ") || strstr(english, " for "))
        return false;
    for (const char *at = english; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            return false;
    return true;
}

/* Whether the English form can be asked for. */
static bool asks(const dp_note *term)
{
    const char *english = dp_note_get(term, "english");
    return english && *english && (!is_match(term, "compound") || dp_note_get(term, "hyphen") || is_modifier(term));
}

/* The first byte of the prepared text that stood at a place of the source or behind it. */
static size_t prepared_at(const prepared *p, size_t place)
{
    size_t low = 0, high = p->text.length;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->origin[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static dp_status add_want(part *p, wanted w, dp_error *error)
{
    if (p->want_count == MOST_WANTS)
        return DP_OK;
    wanted *grown = realloc(p->wants, (p->want_count + 1) * sizeof *grown);
    if (!grown)
        return dp_error_set(error, DP_NO_MEMORY, "no memory for the terms of a sentence");
    size_t at = p->want_count++;
    p->wants = grown;
    for (; at > 0 && grown[at - 1].german.begin > w.german.begin; at--)
        grown[at] = grown[at - 1];
    grown[at] = w;
    return DP_OK;
}

/* Give a want to the part that its place in the source lies in, unless something else is asked for there already. */
static dp_status place_want(sentence *s, dp_span from, wanted w, dp_error *error)
{
    if (s->part_count == 0)
        return DP_OK;
    dp_span span = {prepared_at(&s->german, from.begin), prepared_at(&s->german, from.end)};
    for (size_t i = 0; i < s->part_count; i++) {
        part *p = &s->parts[i];
        if (span.begin >= p->span.begin && span.end <= p->span.end && span.begin < span.end) {
            w.german = (dp_span){span.begin - p->span.begin, span.end - p->span.begin};
            if (w.rest.end > 0)
                w.rest = (dp_span){w.german.end, prepared_at(&s->german, w.rest.end) - p->span.begin};
            for (size_t j = 0; j < p->want_count; j++)
                if (dp_span_overlaps(p->wants[j].german, w.german))
                    return DP_OK;
            return add_want(p, w, error);
        }
    }
    return DP_OK;
}

/* ---- Names ---- */

/* The surname of a full name: its last word, and the small ones before it ("von der Leyen", which a model takes for "of the"). */
static const char *surname_of(const char *name)
{
    const char *space = strrchr(name, ' '), *surname = space ? space + 1 : name;
    while (surname > name) {
        const char *word = surname - 1;
        while (word > name && word[-1] != ' ')
            word--;
        size_t at = 0;
        if (word == name || !dp_is_lower(dp_utf8_next(word, strlen(word), &at)))
            break;
        surname = word;
    }
    return surname;
}

/* Set what a want asks for to the surname of a person whom the layer entities knows, as it has to stand in English: the
 * same, or of a name from Cyrillic what transcribe.h makes of it. False when there is none that is sure. */
static bool ask_surname(const dp_note *entity, bool transcribe, wanted *w)
{
    const char *kind = dp_note_get(entity, "kind"), *name = dp_note_get(entity, "name");
    if (!kind || !name || strcmp(kind, "person") != 0)
        return false;
    const char *last = surname_of(name);
    dp_span span = dp_note_span(entity);
    if (strchr(last, ' ') && span.end - span.begin == strlen(name))
        last = name; /* small words and first name stand or fall together */
    dp_text english = {0};
    if (transcribe)
        transcribe_surname(&english, name);
    bool made = !english.failed && english.length > 0 && english.length < sizeof w->number;
    if (made)
        memcpy(w->number, english.data, english.length + 1);
    else
        w->english = last;
    dp_text_free(&english);
    return made || (strlen(last) > 2 && !transcribe_concerns(last));
}

/* ---- Numbers ---- */

static size_t digits(const char *text, size_t length)
{
    size_t count = 0;
    while (count < length && text[count] >= '0' && text[count] <= '9')
        count++;
    return count;
}

/* Write a German number as English writes it: groups of thousands, then perhaps decimals. False for what is none, is a
 * time or a date, or so small that English may spell it out. */
static bool english_number(const char *text, size_t length, char out[NUMBER_ROOM])
{
    size_t at = digits(text, length), made = at;
    if (length >= NUMBER_ROOM || at == 0 || (at < 2 && at == length))
        return false;
    memcpy(out, text, at);
    while (at < length && text[at] == '.' && made <= 3 + 4 * (at / 4) && digits(text + at + 1, length - at - 1) == 3) {
        out[made++] = ',';
        memcpy(out + made, text + at + 1, 3);
        made += 3;
        at += 4;
    }
    if (at < length && text[at] == ',') {
        size_t decimals = digits(text + at + 1, length - at - 1);
        out[made++] = '.';
        memcpy(out + made, text + at + 1, decimals);
        made += decimals;
        at += 1 + decimals;
    }
    out[made] = '\0';
    return at == length && out[made - 1] != '.';
}

/* A number before a full stop may be an ordinal ("3. Mai"), which English writes in many ways. */
static dp_status collect_numbers(sentence *s, dp_error *error)
{
    dp_status status = DP_OK;
    dp_span word;
    for (size_t i = 0; i < s->part_count; i++) {
        part *p = &s->parts[i];
        const char *text = s->german.text.data;
        for (size_t at = p->span.begin; status == DP_OK && dp_word_next(text, p->span.end, &at, &word);) {
            wanted w = {.note = DP_NONE, .german = {word.begin - p->span.begin, word.end - p->span.begin}};
            bool ordinal = word.end < p->span.end && text[word.end] == '.' && word.end + 1 < p->span.end;
            if (!ordinal && english_number(text + word.begin, word.end - word.begin, w.number))
                status = add_want(p, w, error);
        }
    }
    return status;
}

static dp_status collect_names(const dp_doc *doc, bool transcribe, sentence *sentences, dp_error *error)
{
    dp_status status = DP_OK;
    size_t count = dp_doc_note_count(doc, "entities");
    for (size_t i = 0; i < count && status == DP_OK; i++) {
        const dp_note *entity = dp_doc_note(doc, "entities", i);
        wanted w = {.note = DP_NONE};
        size_t at = dp_doc_sentence_at(doc, dp_note_span(entity).begin);
        if (at != DP_NONE && ask_surname(entity, transcribe, &w))
            status = place_want(&sentences[at], dp_note_span(entity), w, error);
    }
    return status;
}

/* Notes behind a term of "Innen- und Außenminister" that are looked at for the one that ends it. */
#define FARTHEST_ENDING 6u

/* Ask for what English says before the word that two terms share: "interior" of "interior and foreign ministers". False
 * when the term that ends the German is not there, or ends otherwise in English. The term counts as no miss. */
static bool ask_shared(const dp_doc *doc, size_t index, wanted *w)
{
    const dp_note *term = dp_doc_note(doc, "terms", index);
    const char *english = dp_note_get(term, "english"), *last = strrchr(english, ' ');
    dp_span whole = {0, 0};
    if (!last || (size_t)(last - english) >= sizeof w->number || !dp_note_get_span(term, "compound", 0, &whole, NULL))
        return false;
    for (size_t i = index + 1; i <= index + FARTHEST_ENDING; i++) {
        const dp_note *other = dp_doc_note(doc, "terms", i);
        const char *ending = other ? dp_note_get(other, "english") : NULL, *end = ending ? strrchr(ending, ' ') : NULL;
        if (end && dp_note_span(other).end == whole.end && strcmp(end, last) == 0) {
            *w = (wanted){.note = DP_NONE};
            memcpy(w->number, english, (size_t)(last - english));
            return true;
        }
    }
    return false;
}

static wanted want_for(const dp_doc *doc, const dp_note *term, size_t index)
{
    bool keep = dp_note_get(term, "keep") != NULL, whole = !is_match(term, "compound") || dp_note_get(term, "hyphen");
    const char *letters = dp_note_get(term, "case");
    wanted w = {.english = dp_note_get(term, "english"),
                .inflect = whole && !keep && !dp_note_get(term, "inflect"),
                .exact = keep || (letters && strcmp(letters, "exact") == 0),
                .forbidden = dp_note_get(term, "forbidden"),
                .amount = german_amount(doc, term),
                .note = index};
    if (!whole)
        dp_note_get_span(term, "compound", 0, &w.rest, NULL);
    return w;
}

dp_status wants_collect(const dp_doc *doc, bool transcribe, sentence *sentences, dp_error *error)
{
    dp_status status = DP_OK;
    size_t count = dp_doc_note_count(doc, "terms");
    for (size_t i = 0; i < count && status == DP_OK; i++) {
        const dp_note *term = dp_doc_note(doc, "terms", i);
        size_t at = dp_doc_sentence_at(doc, dp_note_span(term).begin);
        wanted w = want_for(doc, term, i);
        if (at != DP_NONE && asks(term) && (!is_match(term, "elliptic") || ask_shared(doc, i, &w)))
            status = place_want(&sentences[at], dp_note_span(term), w, error);
    }
    for (size_t i = 0; i < dp_doc_sentence_count(doc) && status == DP_OK; i++)
        status = collect_numbers(&sentences[i], error);
    return status == DP_OK ? collect_names(doc, transcribe, sentences, error) : status;
}

static dp_status report(dp_doc *doc, size_t index, const wanted *w, dp_error *error)
{
    const dp_note *term = dp_doc_note(doc, "terms", w->note);
    dp_note *note = dp_doc_add_note(doc, "term-report", dp_note_span(term), -1, error);
    if (!note)
        return error->status;
    static const char *const keys[] = {"german", "english", "glossary"};
    dp_status status = DP_OK;
    for (size_t i = 0; i < sizeof keys / sizeof *keys && status == DP_OK; i++)
        if (dp_note_get(term, keys[i]))
            status = dp_note_set(note, keys[i], dp_note_get(term, keys[i]), error);
    if (status == DP_OK)
        status = dp_note_set(note, "status", "missed", error);
    if (status == DP_OK)
        status = dp_note_set(note, "reason", "rejected by score: the sentence would have become worse", error);
    return status == DP_OK ? dp_note_setf(note, "sentence", error, "%zu", index) : status;
}

dp_status wants_report(dp_doc *doc, const sentence *sentences, size_t count, dp_error *error)
{
    if (dp_doc_note_count(doc, "terms") == 0)
        return DP_OK;
    dp_note *engine = dp_doc_add_note(doc, "term-engine", (dp_span){0, 0}, -1, error);
    dp_status status = engine ? dp_note_set(engine, "constraints", "true", error) : DP_FAILED;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sentences[i].part_count; j++)
            for (size_t k = 0; k < sentences[i].parts[j].want_count && status == DP_OK; k++) {
                const wanted *w = &sentences[i].parts[j].wants[k];
                if (w->state == WANT_REJECTED && w->note != DP_NONE && w->rest.end == 0)
                    status = report(doc, i, w, error);
            }
    return status;
}
