/* SPDX-License-Identifier: ISC */
/*
 * The plugin: translates the sentences of a document, and the fields that are not among them, from German to English.
 */
#include "config.h"

#include "constrain.h"
#include "model_place.h"
#include "score.h"
#include "wants.h"

#include <depesche/plugin.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_THREADS 64

typedef struct translator {
    char *engine; /* id of the model */
    model *model;
    vocab *vocab;
    shortlist *shortlist;
    sentence_options sentence;
    batch_options batch;
    batch_space space;
    bool terms;
    bool transcribe;
    double term_loss;
} translator;

/* What a sentence is: one of the document's, or a field. */
typedef struct target {
    bool field;
    size_t number; /* of the sentence, or the dp_field */
} target;

/* ---- Opening ---- */

static const dp_option options_table[] = {
    {.name = "model",
     .type = DP_OPTION_STRING,
     .help = "Id of an installed model, or a path with a slash: a model file or a directory that holds one; without "
             "it, the "
             "best installed model"},
    {.name = "vocab",
     .type = DP_OPTION_FILE,
     .help = "SentencePiece vocabulary; without it, vocab*.spm beside the model"},
    {.name = "shortlist", .type = DP_OPTION_FILE, .help = "Lexical shortlist; without it, lex*.bin beside the model"},
    {.name = "use-shortlist",
     .type = DP_OPTION_BOOLEAN,
     .fallback = "true",
     .help = "Choose English pieces from the shortlist only, if there is one"},
    {.name = "beam",
     .type = DP_OPTION_INTEGER,
     .fallback = "4",
     .minimum = 1,
     .maximum = 32,
     .help = "Hypotheses followed side by side; 1 is greedy and takes half the time"},
    {.name = "nbest",
     .type = DP_OPTION_INTEGER,
     .fallback = "1",
     .minimum = 1,
     .maximum = 32,
     .help = "Translations wanted of each sentence; more than 1 widens the beam and writes notes of the layer "
             "'alternatives'"},
    {.name = "threads",
     .type = DP_OPTION_INTEGER,
     .fallback = "0",
     .maximum = MOST_THREADS,
     .help = "Threads to compute with; 0: as many as there are processors, up to 8"},
    {.name = "batch",
     .type = DP_OPTION_INTEGER,
     .fallback = "1024",
     .minimum = 1,
     .maximum = 65536,
     .help = "Source pieces translated together; changes speed and memory, never the result"},
    {.name = "length-factor",
     .type = DP_OPTION_NUMBER,
     .fallback = "2",
     .minimum = 0.5,
     .maximum = 10,
     .help = "English pieces allowed per German piece"},
    {.name = "good-length",
     .type = DP_OPTION_INTEGER,
     .fallback = "0",
     .maximum = 500,
     .help = "Sentences of more pieces than this are cut at clause marks and translated in parts; 0: as the model "
             "bears"},
    {.name = "terms",
     .type = DP_OPTION_BOOLEAN,
     .fallback = "true",
     .help = "Make the translation show the terms of glossaries, as far as that does it no harm"},
    {.name = "term-loss",
     .type = DP_OPTION_NUMBER,
     .fallback = "4",
     .minimum = 0,
     .maximum = 100,
     .help = "Log probability per piece behind a term that a sentence may lose by it"},
    {.name = "transcribe",
     .type = DP_OPTION_BOOLEAN,
     .fallback = "true",
     .help = "Spell surnames that German transcribes from Cyrillic as English does, where their letters leave no doubt"},
    {.name = "raw",
     .type = DP_OPTION_BOOLEAN,
     .fallback = "false",
     .help = "Change nothing in a sentence before and after the model, and vouch for everything"},
    {.name = "kernels",
     .type = DP_OPTION_CHOICE,
     .fallback = "auto",
     .choices = "auto,scalar,avx2,avx512",
     .help = "Instruction set to compute with; changes speed, never the result"},
};

static size_t thread_count(const dp_options *options)
{
    int64_t asked = dp_options_integer(options, "threads");
    long there = sysconf(_SC_NPROCESSORS_ONLN);
    if (asked > 0)
        return (size_t)asked;
    return there < 1 ? 1 : there > 8 ? 8 : (size_t)there;
}

static const kernels *chosen_kernels(const dp_options *options)
{
    const char *name = dp_options_string(options, "kernels");
    return !name || strcmp(name, "auto") == 0 ? kernels_best() : kernels_named(name);
}

static void read_options(translator *t, const dp_options *options)
{
    size_t results = (size_t)dp_options_integer(options, "nbest");
    t->sentence = (sentence_options){
        .raw = dp_options_boolean(options, "raw"),
        .good_length = (size_t)dp_options_integer(options, "good-length"),
        .results = results,
    };
    t->batch = (batch_options){
        .search = {.beam = (size_t)dp_options_integer(options, "beam"),
                   .results = results,
                   .length_factor = dp_options_number(options, "length-factor"),
                   .alignment = true},
        .threads = thread_count(options),
        .pieces = (size_t)dp_options_integer(options, "batch"),
    };
    t->terms = dp_options_boolean(options, "terms") && !t->sentence.raw;
    t->transcribe = dp_options_boolean(options, "transcribe");
    t->term_loss = dp_options_number(options, "term-loss");
}

/* A vocabulary takes longer to open than a model, so they are opened side by side. */
typedef struct vocab_opening {
    const char *path;
    vocab *vocab;
    dp_status status;
    dp_error error;
} vocab_opening;

static void *open_vocab(void *argument)
{
    vocab_opening *v = argument;
    v->status = vocab_open(v->path, &v->vocab, &v->error);
    return NULL;
}

static dp_status open_model(translator *t, const model_place *place, const kernels *k, dp_error *error)
{
    dp_status status = model_open(place->model, k, place->shortlist == NULL, &t->model, error);
    if (status != DP_OK || !place->shortlist)
        return status;
    const model_options *o = &t->model->options;
    return shortlist_open(place->shortlist, o->source_pieces, o->target_pieces, o->shared_embedding, &t->shortlist,
                          error);
}

static dp_status open_files(translator *t, const model_place *place, const kernels *k, dp_error *error)
{
    vocab_opening v = {.path = place->vocab};
    pthread_t thread;
    bool threaded = pthread_create(&thread, NULL, open_vocab, &v) == 0;
    if (!threaded)
        open_vocab(&v);
    dp_status status = open_model(t, place, k, error);
    if (threaded)
        pthread_join(thread, NULL);
    t->vocab = v.vocab;
    if (status != DP_OK)
        return status;
    if (v.status != DP_OK)
        return dp_error_set(error, v.status, "%s", v.error.text);
    const model_options *o = &t->model->options;
    size_t pieces = vocab_size(t->vocab);
    if (pieces > o->source_pieces || pieces > o->target_pieces)
        return dp_error_set(error, DP_BAD_INPUT,
                            "%s: has %zu pieces, but the model %s has %zu; they do not belong together", place->vocab,
                            pieces, place->model, o->source_pieces);
    return DP_OK;
}

#define LEAST_GOOD_LENGTH 8
/* A raw sentence is only cut where it would take too much memory. */
#define RAW_GOOD_LENGTH 500

/* Settle what depends on the model. */
static void suit_model(translator *t)
{
    sentence_options *o = &t->sentence;
    search_options *search = &t->batch.search;
    if (search->beam < search->results)
        search->beam = search->results;
    if (o->good_length == 0)
        o->good_length = o->raw ? RAW_GOOD_LENGTH : t->model->options.good_length;
    if (o->good_length < LEAST_GOOD_LENGTH)
        o->good_length = LEAST_GOOD_LENGTH;
    o->most_length = o->good_length + o->good_length / 2;
}

static void translator_close(void *state)
{
    translator *t = state;
    if (!t)
        return;
    batch_space_free(&t->space);
    shortlist_free(t->shortlist);
    vocab_free(t->vocab);
    model_close(t->model);
    free(t->engine);
    free(t);
}

static dp_status translator_open(const dp_options *options, void **state, dp_error *error)
{
    const kernels *k = chosen_kernels(options);
    if (!k)
        return dp_error_set(error, DP_BAD_OPTION, "this processor cannot run the kernels '%s'",
                            dp_options_string(options, "kernels"));
    model_place place;
    dp_status status = model_place_find(options, &place, error);
    if (status != DP_OK)
        return status;
    translator *t = calloc(1, sizeof *t);
    if (t) {
        read_options(t, options);
        t->engine = strdup(place.id);
        status = batch_space_open(&t->space, t->batch.threads, error);
        if (status == DP_OK)
            status = open_files(t, &place, k, error);
        if (status == DP_OK)
            suit_model(t);
    }
    if (!t || !t->engine)
        status = dp_error_set(error, DP_NO_MEMORY, "no memory for the translation stage");
    model_place_free(&place);
    if (status == DP_OK)
        *state = t;
    else
        translator_close(t);
    return status;
}

/* ---- Translating ---- */

/* The parts of some sentences; with `again` only those to be translated once more. */
static size_t collect_parts(sentence *sentences, size_t count, bool again, part **parts)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sentences[i].part_count; j++)
            if (!again || part_doubtful(&sentences[i].parts[j]))
                parts[found++] = &sentences[i].parts[j];
    return found;
}

static dp_status search_parts(translator *t, const batch_options *options, part **parts, size_t count, dp_error *error)
{
    size_t most = options->search.results;
    search_job *jobs = calloc(count + 1, sizeof *jobs);
    hypothesis *results = calloc(count * most + 1, sizeof *results);
    dp_status status = jobs && results ? DP_OK : DP_NO_MEMORY;
    for (size_t i = 0; status == DP_OK && i < count; i++)
        jobs[i] = (search_job){.source = {parts[i]->ids, parts[i]->count}, .results = results + i * most};
    if (status == DP_OK)
        status = translate_all(t->model, t->shortlist, options, &t->space, jobs, count, error);
    else
        dp_error_set(error, status, "no memory for %zu sentences", count);
    for (size_t i = 0; status == DP_OK && i < count; i++)
        status = part_take(parts[i], results + i * most, most, error);
    for (size_t i = 0; results && i < count * most; i++)
        hypothesis_free(&results[i]);
    free(results);
    free(jobs);
    return status;
}

static dp_status run_parts(translator *t, sentence *sentences, size_t count, bool again, dp_error *error)
{
    batch_options options = t->batch;
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        most += sentences[i].part_count;
    part **parts = calloc(most + 1, sizeof *parts);
    if (!parts)
        return dp_error_set(error, DP_NO_MEMORY, "no memory for %zu sentences", count);
    options.search.block_loops = again;
    size_t found = collect_parts(sentences, count, again, parts);
    dp_status status = search_parts(t, &options, parts, found, error);
    free(parts);
    return status;
}

/* A document and its sentences, which lie among those of others. */
typedef struct job {
    dp_doc *doc;
    sentence *sentences;
    target *targets;
    size_t count;
    dp_status status;
    dp_error error;
} job;

/* Prepare the sentences of a document; when that fails, it has none. */
static void begin_job(translator *t, job *j)
{
    j->status = DP_OK;
    for (size_t i = 0; i < j->count && j->status == DP_OK; i++)
        j->status = sentence_begin(&j->sentences[i], t->vocab, &t->sentence, &j->error);
    if (j->status == DP_OK && t->terms)
        j->status = wants_collect(j->doc, t->transcribe, j->sentences, &j->error);
    for (size_t i = 0; i < j->count && j->status != DP_OK; i++) {
        sentence_free(&j->sentences[i]);
        j->sentences[i] = (sentence){0};
    }
}

/* A translation that got stuck is tried once more, with the pieces blocked that would repeat. */
static dp_status translate(translator *t, sentence *sentences, size_t count, dp_error *error)
{
    constrainer c = {t->model, t->shortlist, t->vocab, &t->batch, &t->space, t->term_loss};
    dp_status status = run_parts(t, sentences, count, false, error);
    if (status == DP_OK && !t->sentence.raw)
        status = run_parts(t, sentences, count, true, error);
    return status == DP_OK && t->terms ? constrain(&c, sentences, count, error) : status;
}

/* ---- Documents ---- */

/* The other translations of a sentence, as notes. */
static dp_status write_alternatives(dp_doc *doc, size_t index, const sentence *s, dp_error *error)
{
    dp_status status = DP_OK;
    for (size_t i = 0; status == DP_OK && i < s->alternative_count; i++) {
        const alternative *a = &s->alternatives[i];
        dp_span span = {s->base, s->base + s->length};
        dp_note *note = dp_doc_add_note(doc, "alternatives", span, a->score, error);
        status = note ? dp_note_setf(note, "sentence", error, "%zu", index) : DP_FAILED;
        if (status == DP_OK)
            status = dp_note_setf(note, "rank", error, "%zu", i + 2);
        if (status == DP_OK)
            status = dp_note_set(note, "english", a->english.data, error);
    }
    return status;
}

static dp_status write_sentence(const translator *t, dp_doc *doc, target at, const sentence *s, dp_error *error)
{
    dp_translation translation = {
        .status = s->status,
        .text = s->english.data,
        .score = s->score,
        .engine = s->status == DP_COPIED ? NULL : t->engine,
        .reason = s->notes.length > 0 ? s->notes.data : NULL,
    };
    if (at.field)
        return dp_doc_set_field_translation(doc, (dp_field)at.number, &translation, error);
    dp_status status = dp_doc_set_translation(doc, at.number, &translation, error);
    for (size_t i = 0; status == DP_OK && i < s->alignment_count; i++)
        status = dp_doc_align(doc, at.number, s->alignment[i].german, s->alignment[i].english, error);
    return status == DP_OK ? write_alternatives(doc, at.number, s, error) : status;
}

static bool field_wanted(const dp_doc *doc, dp_field field)
{
    const char *text = dp_doc_field(doc, field);
    return text && text[0] != '\0' && !dp_doc_field_in_source(doc, field);
}

static size_t list_sentences(const dp_doc *doc, sentence *sentences, target *targets)
{
    static const dp_field fields[] = {DP_FIELD_TITLE, DP_FIELD_STANDFIRST};
    const char *german = dp_doc_source(doc, &(size_t){0});
    size_t count = dp_doc_sentence_count(doc);
    for (size_t i = 0; i < count; i++) {
        dp_sentence s = dp_doc_sentence(doc, i);
        sentences[i] = (sentence){.source = german + s.span.begin,
                                  .length = s.span.end - s.span.begin,
                                  .base = s.span.begin,
                                  .headline = s.headline};
        targets[i] = (target){false, i};
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!field_wanted(doc, fields[i]))
            continue;
        const char *text = dp_doc_field(doc, fields[i]);
        sentences[count] = (sentence){.source = text, .length = strlen(text), .headline = fields[i] == DP_FIELD_TITLE};
        targets[count++] = (target){true, (size_t)fields[i]};
    }
    return count;
}

/* Write the sentences of a document. */
static void end_job(translator *t, job *j)
{
    for (size_t i = 0; i < j->count && j->status == DP_OK; i++)
        j->status = sentence_end(&j->sentences[i], t->vocab, &t->sentence, &j->error);
    for (size_t i = 0; i < j->count && j->status == DP_OK; i++)
        j->status = write_sentence(t, j->doc, j->targets[i], &j->sentences[i], &j->error);
    if (j->status == DP_OK && t->terms)
        j->status = wants_report(j->doc, j->sentences, j->count, &j->error);
}

/* Translate the sentences of all jobs together. Whatever fails for all of them fails for each. */
static void run_jobs(translator *t, job *jobs, size_t count, sentence *sentences)
{
    size_t all = 0;
    dp_error error = {0};
    for (size_t i = 0; i < count; i++) {
        begin_job(t, &jobs[i]);
        all += jobs[i].count;
    }
    dp_status status = translate(t, sentences, all, &error);
    for (size_t i = 0; i < count; i++) {
        if (status != DP_OK && jobs[i].status == DP_OK)
            jobs[i].status = dp_error_set(&jobs[i].error, status, "%s", error.text);
        end_job(t, &jobs[i]);
    }
    for (size_t i = 0; i < all; i++)
        sentence_free(&sentences[i]);
}

static void translator_process_many(void *state, dp_doc *const *docs, size_t count, dp_status *statuses, dp_error *errors)
{
    size_t most = 0, at = 0;
    for (size_t i = 0; i < count; i++)
        most += dp_doc_sentence_count(docs[i]) + 2;
    job *jobs = calloc(count, sizeof *jobs);
    sentence *sentences = calloc(most, sizeof *sentences);
    target *targets = calloc(most, sizeof *targets);
    bool room = jobs && sentences && targets;
    for (size_t i = 0; i < count && room; i++) {
        jobs[i] = (job){.doc = docs[i], .sentences = sentences + at, .targets = targets + at};
        jobs[i].count = list_sentences(docs[i], jobs[i].sentences, jobs[i].targets);
        at += jobs[i].count;
    }
    if (room)
        run_jobs(state, jobs, count, sentences);
    for (size_t i = 0; i < count; i++) {
        if (!room)
            statuses[i] = dp_error_set(&errors[i], DP_NO_MEMORY, "no memory for %zu sentences", most);
        else if (jobs[i].status != DP_OK)
            statuses[i] = dp_error_set(&errors[i], jobs[i].status, "%s", jobs[i].error.text);
    }
    free(jobs);
    free(sentences);
    free(targets);
}

static dp_status translator_process(void *state, dp_doc *doc, dp_error *error)
{
    dp_status status = DP_OK;
    dp_error own = {0};
    translator_process_many(state, &doc, 1, &status, &own);
    return status == DP_OK ? DP_OK : dp_error_set(error, status, "%s", own.text);
}

static dp_status translator_score(void *state, dp_scored *pairs, size_t count, dp_error *error)
{
    translator *t = state;
    scorer s = {t->model, t->shortlist, t->vocab, &t->batch, &t->space, t->sentence.good_length};
    return score_pairs(&s, pairs, count, error);
}

/* ---- Descriptor ---- */

static const char *const reads[] = {"sentences", NULL};
static const char *const uses[] = {"terms", "entities", NULL};
static const char *const writes[] = {"translation", "alternatives", "term-report", "term-engine", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    .abi_version = DP_ABI_VERSION,
    .struct_size = sizeof(dp_plugin),
    .option_size = sizeof(dp_option),
    .id = "translate",
    .version = "1.0.0",
    .summary = "Translates German sentences to English with a neural network",
    .reads = reads,
    .uses = uses,
    .writes = writes,
    .options = options_table,
    .option_count = sizeof options_table / sizeof *options_table,
    .open = translator_open,
    .process = translator_process,
    .close = translator_close,
    .process_many = translator_process_many,
    .score = translator_score,
};
