/* SPDX-License-Identifier: ISC */
/*
 * Reading the table of weights. Numbers are parsed here because strtod follows the locale.
 */
#include "weights.h"

#include <string.h>

static const char built_in[] =
#include "data/weights.inc"
    ;

typedef struct field {
    const char *text;
    size_t length;
} field;

static bool equals(field f, const char *text)
{
    return text && strlen(text) == f.length && memcmp(f.text, text, f.length) == 0;
}

/* A decimal number such as -0.0123; false when the field is none. */
static bool parse_number(field f, double *number)
{
    size_t i = f.length && f.text[0] == '-';
    double value = 0, unit = 1;
    bool digits = false, fraction = false;
    for (size_t at = i; at < f.length; at++) {
        char c = f.text[at];
        if (c == '.' && !fraction) {
            fraction = true;
        } else if (c >= '0' && c <= '9') {
            value = value * 10 + (c - '0');
            unit = fraction ? unit * 10 : unit;
            digits = true;
        } else {
            return false;
        }
    }
    *number = (i ? -value : value) / unit;
    return digits;
}

static double *find_selection(selection_weights *s, field name)
{
    return equals(name, "decay")        ? &s->decay
           : equals(name, "pair-decay") ? &s->pair_decay
           : equals(name, "pairs")      ? &s->pairs
           : equals(name, "sentence")   ? &s->sentence
           : equals(name, "allowance")  ? &s->allowance
           : equals(name, "lead")       ? &s->lead
                                        : NULL;
}

static double *find_weight(weights *w, field model, field name)
{
    static const char *const sets[] = {
        [FEATURES_WORD] = "word", [FEATURES_PAIR] = "pair", [FEATURES_SENTENCE] = "sentence"};
    if (equals(model, "selection"))
        return find_selection(&w->selection, name);
    for (feature_set set = 0; set < FEATURES_SETS; set++)
        for (size_t i = 0; equals(model, sets[set]) && feature_name(set, i); i++)
            if (equals(name, feature_name(set, i)))
                return &w->value[set][i];
    return NULL;
}

static bool read_line(weights *w, const char *line, const char *end, const char *length)
{
    field fields[4] = {{0}};
    for (size_t i = 0; i < 4; i++) {
        const char *tab = memchr(line, '\t', (size_t)(end - line)), *stop = tab ? tab : end;
        if (!tab != (i == 3))
            return false;
        fields[i] = (field){line, (size_t)(stop - line)};
        line = tab ? tab + 1 : end;
    }
    double number, *weight = find_weight(w, fields[1], fields[2]);
    if (!weight || !parse_number(fields[3], &number))
        return false;
    if (equals(fields[0], length))
        *weight = number;
    return true;
}

dp_status weights_read(weights *w, const char *table, const char *length, dp_error *error)
{
    memset(w, 0, sizeof *w);
    size_t number = 1;
    for (const char *line = table ? table : built_in, *end; (end = strchr(line, '\n')); line = end + 1, number++)
        if (*line != '#' && end > line && !read_line(w, line, end, length))
            return dp_error_set(error, DP_BAD_INPUT,
                                "line %zu of the weights: a length, a model, a feature and a number are wanted",
                                number);
    return DP_OK;
}

double weights_apply(const weights *w, feature_set set, const double *row)
{
    double sum = 0;
    for (size_t i = 0; feature_name(set, i); i++)
        sum += w->value[set][i] * row[i];
    return sum;
}
