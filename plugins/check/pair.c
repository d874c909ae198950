/* SPDX-License-Identifier: ISC */
/*
 * What the checks know, and the order in which they look at a sentence.
 */
#include "pair.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char german_numbers[] =
#include "data/german_numbers.inc"
    ;
static const char english_numbers[] =
#include "data/english_numbers.inc"
    ;
static const char number_part_lines[] =
#include "data/german_number_parts.inc"
    ;
static const char number_ending_lines[] =
#include "data/german_number_endings.inc"
    ;
static const char scale_lines[] =
#include "data/scales.inc"
    ;
static const char calendar_lines[] =
#include "data/calendar.inc"
    ;
static const char negation_lines[] =
#include "data/negations.inc"
    ;
static const char unit_lines[] =
#include "data/units.inc"
    ;
static const char german_small_word_lines[] =
#include "data/german_small_words.inc"
    ;
static const char german_word_lines[] =
#include "data/german_words.inc"
    ;
static const char lexicon_lines[] =
#include "data/lexicon.inc"
    ;
static const char name_lines[] =
#include "data/names.inc"
    ;
static const char name_weight_lines[] =
#include "data/name_weights.inc"
    ;
static const char doubt_weight_lines[] =
#include "data/doubt_weights.inc"
    ;
static const char name_shape_lines[] =
#include "data/name_shapes.inc"
    ;
static const char rendering_lines[] =
#include "data/renderings.inc"
    ;
static const char english_word_lines[] =
#include "data/english_words.inc"
    ;

/* The second column of a table of weights. */
static void read_weights(const char *at, double *weights, size_t count)
{
    for (size_t i = 0; i < count && (at = strchr(at, '\t')); i++)
        weights[i] = strtod(++at, NULL);
}

dp_status knowledge_open(knowledge *k)
{
    *k = (knowledge){0};
    dp_status status = sounds_open(&k->sounds);
    const struct {
        table *into;
        const char *lines;
    } all[] = {{&k->numbers[GERMAN], german_numbers}, {&k->numbers[ENGLISH], english_numbers},
               {&k->number_parts, number_part_lines}, {&k->number_endings, number_ending_lines},
               {&k->scales, scale_lines},             {&k->calendar, calendar_lines},
               {&k->negations, negation_lines},       {&k->german_words, german_word_lines},
               {&k->english_words, english_word_lines}, {&k->names, name_lines},
               {&k->name_shapes, name_shape_lines},   {&k->units, unit_lines},
               {&k->german_small_words, german_small_word_lines}, {&k->lexicon, lexicon_lines},
               {&k->renderings, rendering_lines}};
    for (size_t i = 0; status == DP_OK && i < sizeof all / sizeof *all; i++)
        status = table_add_lines(all[i].into, all[i].lines);
    read_weights(name_weight_lines, k->name_weights, NAME_FEATURES);
    read_weights(doubt_weight_lines, k->doubt_weights, DOUBT_FEATURES);
    if (status != DP_OK)
        knowledge_close(k);
    return status;
}

void knowledge_close(knowledge *k)
{
    table *const all[] = {&k->numbers[GERMAN], &k->numbers[ENGLISH], &k->number_parts,  &k->number_endings,
                          &k->scales,          &k->calendar,         &k->negations,     &k->german_words,
                          &k->english_words,   &k->names,            &k->name_shapes,
                          &k->units,           &k->german_small_words, &k->lexicon, &k->renderings};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        table_free(all[i]);
    sounds_close(&k->sounds);
}

const table_row *pair_find(const table *t, side of, const token *word)
{
    char key[64];
    if (word->fold_length + 3 > sizeof key)
        return NULL;
    memcpy(key, of == GERMAN ? "de-" : "en-", 3);
    memcpy(key + 3, word->fold, word->fold_length);
    return table_find(t, key, word->fold_length + 3);
}

void pair_add(pair *p, const char *code, bool error, dp_span span, const char *format, ...)
{
    va_list arguments;
    if (p->count == FINDINGS_MAX)
        return;
    va_start(arguments, format);
    dp_error line = {0};
    dp_error_setv(&line, DP_FAILED, format, arguments);
    va_end(arguments);
    finding *f = &p->findings[p->count++];
    *f = (finding){.code = code, .error = error, .span = span};
    p->failed = dp_text_puts(&f->message, line.text) != DP_OK || p->failed;
}

dp_status pair_read(pair *p, const knowledge *k, const char *german, size_t german_length, const char *english,
                    size_t english_length, const context *around)
{
    *p = (pair){.known = k, .context = around ? *around : (context){0}};
    dp_status status = tokens_read(&p->sides[GERMAN], &k->sounds, german, german_length, PAIR_WORDS + 1);
    return status == DP_OK ? tokens_read(&p->sides[ENGLISH], &k->sounds, english, english_length, PAIR_WORDS + 1) : status;
}

bool pair_is_long(const pair *p)
{
    return p->sides[GERMAN].count > PAIR_WORDS || p->sides[ENGLISH].count > PAIR_WORDS;
}

dp_status pair_check(pair *p, const knowledge *k, const char *german, size_t german_length, const char *english,
                     size_t english_length, const context *around)
{
    if (pair_read(p, k, german, german_length, english, english_length, around) != DP_OK)
        return DP_NO_MEMORY;
    if (pair_is_long(p)) {
        pair_add(p, "length", false, (dp_span){0, 0}, "The sentence has too many words to be checked.");
        return p->failed ? DP_NO_MEMORY : DP_OK;
    }
    check_shape(p);
    if (p->sides[ENGLISH].count > 0) {
        check_numbers(p);
        check_names(p);
        check_negation(p);
        check_marks(p);
        check_units(p);
        check_speakers(p);
        check_left_over(p);
    }
    return p->failed ? DP_NO_MEMORY : DP_OK;
}

void pair_free(pair *p)
{
    for (size_t i = 0; i < p->count; i++)
        dp_text_free(&p->findings[i].message);
    tokens_free(&p->sides[GERMAN]);
    tokens_free(&p->sides[ENGLISH]);
}
