/* SPDX-License-Identifier: ISC */
/*
 * The plugin "check": what in a translation does not agree with its source, whichever engine made it, and a verdict on the
 * whole. Sentences without a translation cost nothing.
 */
#include <depesche/plugin.h>

#include "doubt.h"

#include <stdlib.h>
#include <string.h>

/* A stage. */
typedef struct checker {
    knowledge known;
    bool ask;
} checker;

/* Codes of findings; no more are told apart. */
#define CODES_MAX 16

/* What was found in a document. */
typedef struct tally {
    size_t checked;  /* translated sentences */
    size_t wrong;    /* of those, with an error */
    size_t doubtful; /* of those, with warnings only */
    size_t given_up;
    const char *codes[CODES_MAX];
    size_t counts[CODES_MAX]; /* sentences with a finding of the code */
    size_t code_count;
} tally;

static void count_code(tally *all, const char *code)
{
    size_t i = 0;
    while (i < all->code_count && strcmp(all->codes[i], code) != 0)
        i++;
    if (i == CODES_MAX)
        return;
    all->code_count += i == all->code_count;
    all->codes[i] = code;
    all->counts[i]++;
}

static dp_status add_note(dp_doc *doc, dp_span span, const char *code, const char *severity, double score,
                          const char *message, dp_note **out, dp_error *error)
{
    dp_note *note = dp_doc_add_note(doc, "checks", span, score, error);
    *out = note;
    dp_status status = note ? dp_note_set(note, "code", code, error) : DP_FAILED;
    if (status == DP_OK)
        status = dp_note_set(note, "severity", severity, error);
    if (status == DP_OK)
        status = dp_note_set(note, "message", message, error);
    return status;
}

static dp_status write_findings(dp_doc *doc, size_t index, const pair *p, tally *all, dp_error *error)
{
    dp_span sentence = dp_doc_sentence(doc, index).span;
    bool wrong = false;
    dp_status status = DP_OK;
    for (size_t i = 0; i < p->count && status == DP_OK; i++) {
        const finding *f = &p->findings[i];
        dp_span span = {sentence.begin + f->span.begin, sentence.begin + f->span.end};
        dp_note *note;
        status = add_note(doc, f->span.begin < f->span.end ? span : sentence, f->code, f->error ? "error" : "warning", -1,
                          f->message.data, &note, error);
        if (status == DP_OK)
            status = dp_note_setf(note, "sentence", error, "%zu", index);
        wrong = wrong || f->error;
        count_code(all, f->code);
    }
    all->checked++;
    all->wrong += wrong;
    all->doubtful += p->count > 0 && !wrong;
    return status;
}

/* The verdict says what was found; its score, the share of sentences that can be relied on, is never said alone. */
static dp_status write_verdict(dp_doc *doc, const tally *all, dp_error *error)
{
    size_t tried = all->checked + all->given_up;
    double score = 1 - ((double)(all->wrong + all->given_up) + 0.5 * (double)all->doubtful) / (double)tried;
    dp_text text = {0};
    dp_text_printf(&text, "Of %zu translated sentence%s, %zu passed every check", all->checked, all->checked == 1 ? "" : "s",
                   all->checked - all->wrong - all->doubtful);
    if (all->wrong)
        dp_text_printf(&text, "; %zu ha%s an error", all->wrong, all->wrong == 1 ? "s" : "ve");
    if (all->doubtful)
        dp_text_printf(&text, "; %zu ha%s a doubtful place", all->doubtful, all->doubtful == 1 ? "s" : "ve");
    if (all->given_up)
        dp_text_printf(&text, "; %zu could not be translated", all->given_up);
    for (size_t i = 0; i < all->code_count; i++)
        dp_text_printf(&text, "%s%s %zu", i ? ", " : ". Found: ", all->codes[i], all->counts[i]);
    dp_text_puts(&text, ".");
    dp_note *note;
    dp_status status = text.failed ? dp_error_set(error, DP_NO_MEMORY, "out of memory")
                                   : add_note(doc, (dp_span){0, 0}, "verdict", "note", score, text.data, &note, error);
    dp_text_free(&text);
    return status;
}

static int compare_spans(const void *a, const void *b)
{
    size_t one = ((const dp_span *)a)->begin, other = ((const dp_span *)b)->begin;
    return (one > other) - (one < other);
}

/* Spans of a document in order, of which those behind the present sentence are left. */
typedef struct span_list {
    dp_span *all; /* owned */
    dp_span *next;
    size_t left;
} span_list;

static bool is_applied(const dp_note *note, dp_span *span)
{
    const char *status = dp_note_get(note, "status");
    *span = dp_note_span(note);
    return status && strcmp(status, "applied") == 0;
}

static bool has_named_speaker(const dp_note *note, dp_span *span)
{
    const char *kind = dp_note_get(note, "speaker-kind");
    return kind && (strcmp(kind, "name") == 0 || strcmp(kind, "pronoun") == 0) &&
           dp_note_get_span(note, "speaker", 0, span, NULL);
}

/* Collect a span of each note of a layer that has one. */
static bool list_open(span_list *list, const dp_doc *doc, const char *layer, bool (*wanted)(const dp_note *, dp_span *))
{
    size_t most = dp_doc_note_count(doc, layer);
    *list = (span_list){.all = calloc(most + 1, sizeof *list->all)};
    list->next = list->all;
    for (size_t i = 0; list->all && i < most; i++)
        list->left += wanted(dp_doc_note(doc, layer, i), &list->all[list->left]);
    if (list->all)
        qsort(list->all, list->left, sizeof *list->all, compare_spans);
    return list->all != NULL;
}

/* The spans of the list that begin in a sentence, as bytes of it; the list is moved on behind them. */
static const dp_span *list_in(span_list *list, dp_span sentence, size_t *count)
{
    for (; list->left > 0 && list->next->begin < sentence.begin; list->next++)
        list->left--;
    dp_span *first = list->next;
    for (*count = 0; *count < list->left && first[*count].begin < sentence.end; ++*count) {
        first[*count].begin -= sentence.begin;
        first[*count].end -= sentence.begin;
    }
    list->next += *count;
    list->left -= *count;
    return first;
}

/* What each translated sentence has of the names. */
static dp_status read_article(const knowledge *k, const dp_doc *doc, article *out)
{
    const char *source = dp_doc_source(doc, NULL);
    dp_status status = DP_OK;
    for (size_t i = 0; i < dp_doc_sentence_count(doc) && status == DP_OK; i++) {
        dp_translation english = dp_doc_translation(doc, i);
        dp_span span = dp_doc_sentence(doc, i).span;
        if (english.status != DP_TRANSLATED)
            continue;
        pair p;
        status = pair_read(&p, k, source + span.begin, span.end - span.begin, english.text, strlen(english.text), NULL);
        if (status == DP_OK && !pair_is_long(&p))
            status = article_add(out, &p, i);
        pair_free(&p);
    }
    article_seal(out);
    return status;
}

/* Sentences whose doubtful words are asked for together: enough that the engine works in full batches. */
#define ASKED_TOGETHER 64u

/* What is known of the document beside a sentence and its English. */
typedef struct surroundings {
    span_list terms, speakers;
    article article;
    bool ask;      /* an engine is there and may be asked */
    doubts doubts; /* of the sentences that are checked together */
} surroundings;

/* A sentence that is checked, or none when it is not translated. */
typedef struct subject {
    size_t index;
    bool translated;
    context around;
} subject;

static dp_status read_subject(const knowledge *k, const dp_doc *doc, const subject *s, bool check, pair *out)
{
    dp_translation english = dp_doc_translation(doc, s->index);
    dp_span span = dp_doc_sentence(doc, s->index).span;
    const char *german = dp_doc_source(doc, NULL) + span.begin;
    return (check ? pair_check : pair_read)(out, k, german, span.end - span.begin, english.text, strlen(english.text),
                                            &s->around);
}

static dp_status add_doubts(const knowledge *k, const dp_doc *doc, const subject *s, doubts *into)
{
    pair p;
    dp_status status = read_subject(k, doc, s, false, &p);
    if (status == DP_OK && !pair_is_long(&p))
        status = doubts_add(into, &p, s->index);
    pair_free(&p);
    return status;
}

static dp_status ask_engine(void *doc, dp_scored *pairs, size_t count, dp_error *error)
{
    return dp_doc_score(doc, pairs, count, error);
}

/* When the engine fails, the words are judged as they are. */
static dp_status settle_doubts(const knowledge *k, dp_doc *doc, const subject *subjects, size_t count, doubts *into)
{
    dp_status status = DP_OK;
    dp_error none = {0};
    doubts_clear(into);
    for (size_t i = 0; i < count && status == DP_OK; i++)
        if (subjects[i].translated)
            status = add_doubts(k, doc, &subjects[i], into);
    return status == DP_OK && doubts_ask(into, ask_engine, doc, &none) == DP_NO_MEMORY ? DP_NO_MEMORY : status;
}

static subject next_subject(const dp_doc *doc, size_t index, surroundings *known)
{
    dp_span span = dp_doc_sentence(doc, index).span;
    subject s = {.index = index, .translated = dp_doc_translation(doc, index).status == DP_TRANSLATED};
    s.around = (context){.article = &known->article, .sentence = index};
    s.around.settled = list_in(&known->terms, span, &s.around.settled_count);
    s.around.speakers = list_in(&known->speakers, span, &s.around.speaker_count);
    return s;
}

static dp_status check_some(const knowledge *k, dp_doc *doc, subject *subjects, size_t count, surroundings *known, tally *all,
                            dp_error *error)
{
    dp_status status = known->ask ? settle_doubts(k, doc, subjects, count, &known->doubts) : DP_OK;
    if (status != DP_OK)
        return dp_error_set(error, status, "out of memory while looking for doubtful words");
    for (size_t i = 0; i < count && status == DP_OK; i++) {
        subject *s = &subjects[i];
        all->given_up += dp_doc_translation(doc, s->index).status == DP_GIVEN_UP;
        if (!s->translated)
            continue;
        pair p;
        s->around.doubts = doubts_in(&known->doubts, s->index, &s->around.doubt_count);
        status = read_subject(k, doc, s, true, &p);
        if (status == DP_OK)
            status = write_findings(doc, s->index, &p, all, error);
        else
            dp_error_set(error, status, "out of memory while checking sentence %zu", s->index);
        pair_free(&p);
    }
    return status;
}

static dp_status check_sentences(const knowledge *k, dp_doc *doc, surroundings *known, tally *all, dp_error *error)
{
    subject subjects[ASKED_TOGETHER];
    size_t total = dp_doc_sentence_count(doc), count;
    dp_status status = DP_OK;
    for (size_t begin = 0; begin < total && status == DP_OK; begin += count) {
        for (count = 0; count < ASKED_TOGETHER && begin + count < total; count++)
            subjects[count] = next_subject(doc, begin + count, known);
        status = check_some(k, doc, subjects, count, known, all, error);
    }
    return status;
}

static dp_status check_process(void *state, dp_doc *doc, dp_error *error)
{
    const checker *c = state;
    tally all = {0};
    dp_error none = {0};
    surroundings known = {.ask = c->ask && dp_doc_score(doc, NULL, 0, &none) == DP_OK};
    dp_status status = DP_NO_MEMORY;
    if (list_open(&known.terms, doc, "term-report", is_applied) && list_open(&known.speakers, doc, "quotes", has_named_speaker))
        status = read_article(&c->known, doc, &known.article);
    status = status == DP_OK ? check_sentences(&c->known, doc, &known, &all, error)
                             : dp_error_set(error, status, "out of memory");
    free(known.terms.all);
    free(known.speakers.all);
    article_free(&known.article);
    doubts_free(&known.doubts);
    return status == DP_OK && all.checked + all.given_up > 0 ? write_verdict(doc, &all, error) : status;
}

static dp_status check_open(const dp_options *options, void **state, dp_error *error)
{
    checker *c = calloc(1, sizeof *c);
    if (!c || knowledge_open(&c->known) != DP_OK) {
        free(c);
        return dp_error_set(error, DP_NO_MEMORY, "out of memory");
    }
    c->ask = dp_options_boolean(options, "ask");
    *state = c;
    return DP_OK;
}

static void check_close(void *state)
{
    checker *c = state;
    knowledge_close(&c->known);
    free(c);
}

static const dp_option options_table[] = {
    {.name = "ask",
     .type = DP_OPTION_BOOLEAN,
     .fallback = "true",
     .help = "Ask the translating engine about doubtful words: finds more names and negations that were lost, and takes two "
             "fifths of the time of translating"},
};

static const char *const reads[] = {"sentences", NULL};
static const char *const uses[] = {"translation", "term-report", "quotes", NULL};
static const char *const writes[] = {"checks", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    .abi_version = DP_ABI_VERSION,
    .struct_size = sizeof(dp_plugin),
    .option_size = sizeof(dp_option),
    .id = "check",
    .version = "1.0.0",
    .summary = "says where a translation does not agree with its source",
    .reads = reads,
    .uses = uses,
    .writes = writes,
    .options = options_table,
    .option_count = sizeof options_table / sizeof *options_table,
    .open = check_open,
    .process = check_process,
    .close = check_close,
};
