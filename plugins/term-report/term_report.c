/* SPDX-License-Identifier: ISC */
/*
 * The stage term-report: says of every term whether the translation has it, where the engine has not said so itself,
 * and how many are applied and how consistently in the whole document.
 */
#include "english.h"

#include <depesche/plugin.h>

#include <stdlib.h>
#include <string.h>

/* Longest rendering that is told for a term that was missed, in words: more is no longer that of the term alone. */
#define LONGEST_RENDERING 6

/* Terms of one sentence that are looked for; the time grows with their number times the length of the sentence. */
#define MOST_TERMS 200

typedef struct state {
    bool exact;
} state;

/* How a term came out. */
typedef struct outcome {
    const char *german; /* borrowed from the document */
    char *form;         /* how it was rendered, for comparing; null when not known */
    bool applied;
} outcome;

typedef struct judging {
    const state *state;
    dp_doc *doc;
    dp_error *error;
    const dp_note **terms; /* in the order of their spans */
    size_t term_count;
    const dp_note **reports; /* those of other stages, likewise */
    size_t report_count;
    outcome *outcomes;
    size_t outcome_count;
    size_t unjudged;
    bool constrained; /* the engine puts terms into its translation */
    english_text sentence, term;
} judging;

/* ---- Notes by their span ---- */

static int compare_notes(const void *a, const void *b)
{
    const dp_note *const *x = a, *const *y = b;
    dp_span s = dp_note_span(*x), t = dp_note_span(*y);
    if (s.begin != t.begin)
        return s.begin < t.begin ? -1 : 1;
    if (s.end != t.end)
        return s.end < t.end ? -1 : 1;
    return (dp_note_id(*x) > dp_note_id(*y)) - (dp_note_id(*x) < dp_note_id(*y));
}

/* The notes of a layer in the order of their spans; null when memory ran out. */
static const dp_note **sorted_notes(const dp_doc *doc, const char *kind, size_t *count)
{
    *count = dp_doc_note_count(doc, kind);
    const dp_note **notes = calloc(*count ? *count : 1, sizeof *notes);
    for (size_t i = 0; notes && i < *count; i++)
        notes[i] = dp_doc_note(doc, kind, i);
    if (notes)
        qsort(notes, *count, sizeof *notes, compare_notes);
    return notes;
}

/* What an earlier stage says of the place of a term, or null. */
static const dp_note *report_of(const judging *j, const dp_note *term)
{
    dp_span span = dp_note_span(term);
    size_t low = 0, high = j->report_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        dp_span other = dp_note_span(j->reports[middle]);
        if (other.begin < span.begin || (other.begin == span.begin && other.end < span.end))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == j->report_count)
        return NULL;
    dp_span other = dp_note_span(j->reports[low]);
    return other.begin == span.begin && other.end == span.end ? j->reports[low] : NULL;
}

/* ---- One term ---- */

static dp_status set(dp_note *note, const char *key, const char *value, dp_error *error)
{
    return value ? dp_note_set(note, key, value, error) : DP_OK;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* The English that the alignment gives for the term: from the first byte to the last; empty when it gives none. */
static dp_span rendering_of(const judging *j, size_t sentence, dp_span term)
{
    dp_span from, into, hull = {0, 0};
    for (size_t i = 0; dp_doc_alignment(j->doc, sentence, i, &from, &into); i++) {
        if (!dp_span_overlaps(from, term))
            continue;
        bool first = hull.end == 0;
        hull.begin = first || into.begin < hull.begin ? into.begin : hull.begin;
        hull.end = into.end > hull.end ? into.end : hull.end;
    }
    return hull;
}

/* Make the form in which renderings of a term are compared; null when there is none, or memory ran out: `*failed`. */
static char *form_of(judging *j, bool applied, const char *rendering, bool *failed)
{
    dp_text form = {0};
    if (rendering && applied)
        dp_text_fold(&form, rendering, strlen(rendering));
    else if (rendering && (*failed = !english_read(&j->term, rendering, strlen(rendering))) == false)
        english_form(&form, &j->term);
    *failed = *failed || form.failed;
    return form.data;
}

/* Remember a judged term. `rendering` is its English in the translation; null when that is not known. */
static dp_status count(judging *j, const dp_note *term, bool applied, const char *rendering)
{
    bool failed = false;
    outcome *new = &j->outcomes[j->outcome_count++];
    *new = (outcome){.german = or_empty(dp_note_get(term, "german")), .applied = applied};
    new->form = form_of(j, applied, rendering, &failed);
    return failed ? dp_error_set(j->error, DP_NO_MEMORY, "out of memory judging terms") : DP_OK;
}

static dp_status write_form(judging *j, dp_note *note, const char *got)
{
    bool failed = false;
    char *form = form_of(j, false, got, &failed);
    dp_status status = failed ? dp_error_set(j->error, DP_NO_MEMORY, "out of memory judging terms")
                              : set(note, "form", form, j->error);
    free(form);
    return status;
}

/* Write the note. `got` is what the translation has instead, or null. */
static dp_status report(judging *j, const dp_note *term, size_t sentence, const char *status, const char *reason,
                        const char *got)
{
    dp_note *note = dp_doc_add_note(j->doc, "term-report", dp_note_span(term), -1, j->error);
    dp_status result = note ? DP_OK : DP_FAILED;
    if (result == DP_OK)
        result = set(note, "german", dp_note_get(term, "german"), j->error);
    if (result == DP_OK)
        result = set(note, "english", dp_note_get(term, "english"), j->error);
    if (result == DP_OK)
        result = dp_note_set(note, "status", status, j->error);
    if (result == DP_OK)
        result = set(note, "reason", reason, j->error);
    if (result == DP_OK)
        result = set(note, "glossary", dp_note_get(term, "glossary"), j->error);
    if (result == DP_OK)
        result = set(note, "got", got, j->error);
    if (result == DP_OK && got)
        result = write_form(j, note, got);
    return result == DP_OK ? dp_note_setf(note, "sentence", j->error, "%zu", sentence) : result;
}

/* Take over what another stage says. */
static dp_status adopt(judging *j, const dp_note *term, const dp_note *said)
{
    const char *status = or_empty(dp_note_get(said, "status")), *got = dp_note_get(said, "got");
    bool applied = strcmp(status, "applied") == 0;
    if (applied || strcmp(status, "missed") == 0)
        return count(j, term, applied, applied ? dp_note_get(term, "english") : got);
    j->unjudged++;
    return DP_OK;
}

static bool is_inside_compound(const dp_note *term)
{
    const char *match = or_empty(dp_note_get(term, "match"));
    return (strcmp(match, "compound") == 0 && !dp_note_get(term, "hyphen")) || strcmp(match, "elliptic") == 0;
}

static english_rules rules_for(const judging *j, const dp_note *term)
{
    bool keep = dp_note_get(term, "keep") != NULL;
    return (english_rules){.exact =
                               j->state->exact || keep || strcmp(or_empty(dp_note_get(term, "case")), "exact") == 0,
                           .fixed = keep || dp_note_get(term, "inflect") != NULL,
                           .shared = strcmp(or_empty(dp_note_get(term, "match")), "elliptic") == 0};
}

/* Append the first of the forms that the entry forbids and the sentence has. */
static bool find_forbidden(judging *j, const dp_note *term, dp_text *out)
{
    const char *forms = or_empty(dp_note_get(term, "forbidden"));
    for (size_t length; *forms && out->length == 0; forms += length + (forms[length] == '|')) {
        length = strcspn(forms, "|");
        if (!english_read(&j->term, forms, length))
            return false;
        if (english_take(&j->sentence, &j->term, (english_rules){0}))
            dp_text_append(out, forms, length);
    }
    return true;
}

/* Why a term is not there, as far as it can be said. */
static dp_status give_reason(judging *j, const dp_note *term, dp_text *reason)
{
    dp_text forbidden = {0};
    bool good = find_forbidden(j, term, &forbidden);
    if (forbidden.length > 0)
        dp_text_printf(reason, "forbidden form used: %s", forbidden.data);
    else
        dp_text_puts(reason, j->constrained ? "not found in the translation" : "engine lacks constraints");
    good = good && !forbidden.failed && !reason->failed;
    dp_text_free(&forbidden);
    return good ? DP_OK : dp_error_set(j->error, DP_NO_MEMORY, "out of memory judging terms");
}

static dp_status report_missed(judging *j, const dp_note *term, size_t sentence, const char *got)
{
    dp_text reason = {0};
    dp_status status = give_reason(j, term, &reason);
    if (status == DP_OK)
        status = report(j, term, sentence, "missed", reason.data, got);
    dp_text_free(&reason);
    return status == DP_OK ? count(j, term, false, got) : status;
}

static dp_status report_missing(judging *j, const dp_note *term, size_t sentence)
{
    dp_text got = {0};
    const char *english = dp_doc_translation(j->doc, sentence).text;
    dp_span span = rendering_of(j, sentence, dp_note_span(term));
    if (span.end > span.begin && english_read(&j->term, english + span.begin, span.end - span.begin) &&
        j->term.count <= LONGEST_RENDERING)
        dp_text_append(&got, english + span.begin, span.end - span.begin);
    dp_status status;
    if (is_inside_compound(term)) {
        j->unjudged++;
        status =
            report(j, term, sentence, "found", "part of a compound, which the translation renders otherwise", got.data);
    } else {
        status = report_missed(j, term, sentence, got.data);
    }
    if (got.failed)
        status = dp_error_set(j->error, DP_NO_MEMORY, "out of memory judging terms");
    dp_text_free(&got);
    return status;
}

static dp_status judge_term(judging *j, const dp_note *term, size_t sentence)
{
    const char *english = or_empty(dp_note_get(term, "english"));
    if (!english_read(&j->term, english, strlen(english)))
        return dp_error_set(j->error, DP_NO_MEMORY, "out of memory judging terms");
    if (!english_take(&j->sentence, &j->term, rules_for(j, term)))
        return report_missing(j, term, sentence);
    dp_status status = report(j, term, sentence, "applied", NULL, NULL);
    return status == DP_OK ? count(j, term, true, english) : status;
}

/* ---- Sentences ---- */

/* Judge the terms from `*next` on that lie in a sentence. Longer English first, so that "court" does not take a word of
 * "constitutional court". */
static dp_status judge_terms(judging *j, const dp_note **terms, size_t number, size_t sentence)
{
    for (size_t i = 1; i < number; i++) {
        const dp_note *term = terms[i];
        size_t length = strlen(or_empty(dp_note_get(term, "english"))), at = i;
        for (; at > 0 && strlen(or_empty(dp_note_get(terms[at - 1], "english"))) < length; at--)
            terms[at] = terms[at - 1];
        terms[at] = term;
    }
    dp_status status = DP_OK;
    for (size_t i = 0; status == DP_OK && i < number; i++) {
        const dp_note *said = report_of(j, terms[i]);
        status = said ? adopt(j, terms[i], said) : judge_term(j, terms[i], sentence);
    }
    return status;
}

static dp_status judge_sentence(judging *j, size_t sentence, size_t *next)
{
    dp_span span = dp_doc_sentence(j->doc, sentence).span;
    dp_translation translation = dp_doc_translation(j->doc, sentence);
    bool english = translation.status == DP_TRANSLATED || translation.status == DP_COPIED;
    const dp_note *terms[MOST_TERMS];
    size_t number = 0;
    for (; *next < j->term_count && dp_note_span(j->terms[*next]).begin < span.end; ++*next) {
        if (english && number < MOST_TERMS && dp_span_contains(span, dp_note_span(j->terms[*next])))
            terms[number++] = j->terms[*next];
        else
            j->unjudged++;
    }
    if (number > 0 && !english_read(&j->sentence, translation.text, strlen(translation.text)))
        return dp_error_set(j->error, DP_NO_MEMORY, "out of memory judging terms");
    return judge_terms(j, terms, number, sentence);
}

/* ---- The document ---- */

static int compare_outcomes(const void *a, const void *b)
{
    const outcome *x = a, *y = b;
    int order = strcmp(x->german, y->german);
    return order ? order : strcmp(or_empty(x->form), or_empty(y->form));
}

/* Of the occurrences of German terms that are rendered more than once in a known way: how many, and how many of them
 * have the most frequent rendering of their term. */
static void measure_consistency(judging *j, size_t *repeated, size_t *alike)
{
    *repeated = *alike = 0;
    qsort(j->outcomes, j->outcome_count, sizeof *j->outcomes, compare_outcomes);
    for (size_t i = 0; i < j->outcome_count;) {
        size_t most = 0, known = 0, run = 0, first = i;
        for (; i < j->outcome_count && strcmp(j->outcomes[first].german, j->outcomes[i].german) == 0; i++) {
            if (!j->outcomes[i].form)
                continue;
            bool same = known > 0 && strcmp(j->outcomes[i - 1].form, j->outcomes[i].form) == 0;
            run = same ? run + 1 : 1;
            most = run > most ? run : most;
            known++;
        }
        *repeated += known > 1 ? known : 0;
        *alike += known > 1 ? most : 0;
    }
}

static dp_status write_figures(judging *j)
{
    size_t applied = 0, judged = j->outcome_count, repeated, alike;
    for (size_t i = 0; i < judged; i++)
        applied += j->outcomes[i].applied;
    measure_consistency(j, &repeated, &alike);
    dp_note *note = dp_doc_add_note(j->doc, "term-figures", (dp_span){0, 0}, -1, j->error);
    dp_status status = note ? DP_OK : DP_FAILED;
    if (status == DP_OK)
        status = dp_note_setf(note, "terms", j->error, "%zu", judged + j->unjudged);
    if (status == DP_OK)
        status = dp_note_setf(note, "applied", j->error, "%zu", applied);
    if (status == DP_OK)
        status = dp_note_setf(note, "missed", j->error, "%zu", judged - applied);
    if (status == DP_OK && judged > 0)
        status = dp_note_setf(note, "success", j->error, "%.4f", (double)applied / (double)judged);
    if (status == DP_OK && repeated > 0)
        status = dp_note_setf(note, "consistency", j->error, "%.4f", (double)alike / (double)repeated);
    return status;
}

static dp_status judge_all(judging *j)
{
    dp_status status = DP_OK;
    size_t next = 0;
    for (size_t i = 0; status == DP_OK && i < dp_doc_sentence_count(j->doc); i++)
        status = judge_sentence(j, i, &next);
    return status == DP_OK ? write_figures(j) : status;
}

static dp_status term_report_process(void *context, dp_doc *doc, dp_error *error)
{
    judging j = {
        .state = context, .doc = doc, .error = error, .constrained = dp_doc_note_count(doc, "term-engine") > 0};
    j.terms = sorted_notes(doc, "terms", &j.term_count);
    j.reports = sorted_notes(doc, "term-report", &j.report_count);
    j.outcomes = calloc(j.term_count ? j.term_count : 1, sizeof *j.outcomes);
    dp_status status = DP_OK;
    if (!j.terms || !j.reports || !j.outcomes)
        status = dp_error_set(error, DP_NO_MEMORY, "out of memory judging terms");
    else if (j.term_count > 0)
        status = judge_all(&j);
    for (size_t i = 0; i < j.outcome_count; i++)
        free(j.outcomes[i].form);
    free(j.outcomes);
    free(j.terms);
    free(j.reports);
    english_free(&j.sentence);
    english_free(&j.term);
    return status;
}

static dp_status term_report_open(const dp_options *options, void **context, dp_error *error)
{
    state *s = calloc(1, sizeof *s);
    if (!s)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory");
    s->exact = strcmp(dp_options_string(options, "case"), "exact") == 0;
    *context = s;
    return DP_OK;
}

static const char *const reads[] = {"sentences", "terms", NULL};
static const char *const uses[] = {"translation", "term-report", "term-engine", NULL};
static const char *const writes[] = {"term-report", "term-figures", NULL};

static const dp_option options[] = {
    {.name = "case",
     .type = DP_OPTION_CHOICE,
     .fallback = "any",
     .choices = "any,exact",
     .help = "Whether capitals of the English must be those of the glossary"},
};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    .abi_version = DP_ABI_VERSION,
    .struct_size = sizeof(dp_plugin),
    .option_size = sizeof(dp_option),
    .id = "term-report",
    .version = "1.0.0",
    .summary = "says which terms of the glossary the translation has, and how consistently",
    .reads = reads,
    .uses = uses,
    .writes = writes,
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .open = term_report_open,
    .process = term_report_process,
    .close = free,
};
