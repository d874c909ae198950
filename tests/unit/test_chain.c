/* SPDX-License-Identifier: ISC */
/* Pipelines and chains over plugins that live in this file. */
#include "config.h"

#include "chain_fixture.h"
#include "pipeline.h"
#include "suggest.h"
#include "tap.h"

#include <math.h>

/* What the plugins of this test did, in order. */
static char events[256];

static void event(const char *what)
{
    strncat(events, what, sizeof events - strlen(events) - 1);
}

static dp_status open_letter(const dp_options *options, void **state, dp_error *error)
{
    const char *letter = dp_options_string(options, "letter");
    if (strcmp(letter, "u") == 0)
        return dp_error_set(error, DP_UNAVAILABLE, "no model");
    if (strcmp(letter, "f") == 0)
        return DP_FAILED;
    event("+");
    event(letter);
    *state = strdup(letter);
    return *state ? DP_OK : DP_NO_MEMORY;
}

static dp_status write_terms(void *state, dp_doc *doc, dp_error *error)
{
    event(state);
    if (strcmp(state, "x") == 0)
        return dp_error_set(error, DP_BAD_INPUT, "will not");
    if (strcmp(state, "y") == 0)
        return (dp_status)77;
    return dp_doc_add_note(doc, "terms", (dp_span){0, 3}, -1, error) ? DP_OK : error->status;
}

static dp_status read_terms(void *state, dp_doc *doc, dp_error *error)
{
    (void)error;
    event(state);
    return dp_doc_note_count(doc, "terms") ? DP_OK : DP_FAILED;
}

static void close_letter(void *state)
{
    event("-");
    event(state);
    free(state);
}

static const dp_option letter[] = {
    {.name = "letter", .type = DP_OPTION_STRING, .fallback = "a", .help = "What to call itself"}};
static const char *const terms[] = {"terms", NULL};
static const char *const both[] = {"sentences", "terms", NULL};
#define COMMON                                                                                                         \
    .abi_version = DP_ABI_VERSION, .struct_size = sizeof(dp_plugin), .option_size = sizeof(dp_option), .version = "1", \
    .summary = "Part of a test", .options = letter, .option_count = 1, .open = open_letter, .close = close_letter
static const dp_plugin writer = {COMMON, .id = "writer", .writes = terms, .process = write_terms};
static const dp_plugin reader = {COMMON, .id = "reader", .reads = both, .process = read_terms};

/* Minus the length of the translation; with the letter s it fails, after it has set a score. What is called "lucky" gets one that
 * is no logarithm of a probability. */
static dp_status score_lengths(void *state, dp_scored *pairs, size_t count, dp_error *error)
{
    event("?");
    event(state);
    for (size_t i = 0; i < count; i++)
        pairs[i].score = strcmp(pairs[i].source, "lucky") == 0 ? 7 : -(double)strlen(pairs[i].translation);
    return strcmp(state, "s") == 0 ? dp_error_set(error, DP_BAD_INPUT, "too tired") : DP_OK;
}

/* What the asking stage was told. */
static dp_scored answers[3];
static dp_status answer_status;
static dp_error answer_error;

static dp_status ask(void *state, dp_doc *doc, dp_error *error)
{
    (void)error;
    event(state);
    answers[0] = (dp_scored){"Haus", "house", 1};
    answers[1] = (dp_scored){"lucky", "", 1};
    answers[2] = (dp_scored){"Haus", strcmp(state, "v") == 0 ? "\xff" : "", 1};
    answer_status = dp_doc_score(doc, answers, 3, &answer_error);
    return DP_OK;
}

static const dp_plugin engine = {COMMON, .id = "engine", .writes = terms, .process = write_terms, .score = score_lengths};
static const dp_plugin asker = {COMMON, .id = "asker", .process = ask};
static const dp_plugin *const plugins[] = {&writer, &reader, &engine, &asker, NULL};

#define WRITER         "{\"plugin\":\"writer\"}"
#define READER         "{\"plugin\":\"reader\",\"options\":{\"letter\":\"b\"}}"
#define STAGES(stages) "{\"name\":\"t\",\"stages\":[" stages "]}"

static dp_pipeline *parse(const char *json, dp_error *error)
{
    return dp_pipeline_parse(json, strlen(json), "dir/t.json", error);
}

/* Open and run over one document; the result is the status of the first thing that failed. */
static dp_status run(const char *json, const char *set, dp_doc **doc, dp_error *error)
{
    events[0] = '\0';
    *doc = NULL;
    dp_host *host = fixture_host(plugins, error);
    dp_pipeline *pipeline = host ? parse(json, error) : NULL;
    if (pipeline && set && dp_pipeline_set(pipeline, set, error) != DP_OK) {
        dp_pipeline_free(pipeline);
        pipeline = NULL;
    }
    dp_chain *chain = pipeline ? dp_chain_open(host, pipeline, error) : NULL;
    dp_status status = chain ? DP_OK : host ? error->status : DP_NO_MEMORY;
    if (chain)
        *doc = fixture_doc(error);
    if (chain)
        status = *doc ? dp_chain_run(chain, *doc, error) : error->status;
    dp_chain_close(chain);
    dp_pipeline_free(pipeline);
    dp_host_free(host);
    return status;
}

static void test_run(void)
{
    dp_error error = {0};
    dp_doc *doc;
    is_int(run(STAGES(WRITER "," READER), NULL, &doc, &error), DP_OK, "a chain runs");
    is_string(events, "+a+bab-b-a", "opened in order, run in order, closed in reverse");
    is_string(dp_doc_pipeline(doc), "t", "the record says which pipeline");
    is_int(dp_doc_stage_count(doc), 2, "and which stages");
    is_string(dp_doc_stage(doc, 1).plugin, "reader", "by plugin");
    ok(dp_doc_stage(doc, 1).milliseconds >= 0, "with their time");
    dp_doc_free(doc);
    is_int(run(STAGES(WRITER), "writer.letter=x", &doc, &error), DP_BAD_INPUT, "a stage's failure is passed on");
    is_string(error.text, "stage 1 'writer': will not", "with its words");
    dp_doc_free(doc);
    run(STAGES(WRITER), "writer.letter=y", &doc, &error);
    is_int(error.status, DP_FAILED, "a number that is no status is a failure");
    is_string(error.text, "stage 1 'writer': failed; the plugin does not say more", "and silence is named");
    dp_doc_free(doc);
}

static void test_opening(void)
{
    dp_error error = {0};
    dp_doc *doc;
    is_int(run(STAGES(WRITER "," READER), "reader.letter=f", &doc, &error), DP_FAILED, "a stage that cannot open");
    is_string(events, "+a-a", "what was open is closed, what failed is not");
    is_string(error.text, "dir/t.json: stage 2 'reader' could not be opened: failed; the plugin does not say more",
              "the error names file and stage");
    is_int(run(STAGES(WRITER), "writer.letter=u", &doc, &error), DP_UNAVAILABLE, "unavailable and not optional");
    is_int(run(STAGES("{\"plugin\":\"writer\",\"optional\":true}"), "writer.letter=u", &doc, &error), DP_OK,
           "unavailable and optional");
    is_int(dp_doc_stage_count(doc), 0, "is left out");
    is_string(dp_note_get(dp_doc_note(doc, "warning", 0), "message"), "stage 'writer' was left out: no model",
              "and every record says so");
    dp_doc_free(doc);
    is_int(run(STAGES("{\"plugin\":\"nowhere\",\"optional\":true}"), NULL, &doc, &error), DP_OK,
           "a missing optional plugin");
    dp_doc_free(doc);
    is_int(run(STAGES("{\"plugin\":\"writer\",\"optional\":true}," READER), "writer.letter=u", &doc, &error),
           DP_INVALID, "a stage that needs what was left out");
    is_int(run(STAGES("{\"plugin\":\"writer\",\"optional\":true},{\"plugin\":\"reader\",\"optional\":true}"),
               "writer.letter=u", &doc, &error),
           DP_OK, "goes too when it is optional");
    is_int(dp_doc_note_count(doc, "warning"), 2, "with a warning of its own");
    dp_doc_free(doc);
}

#define ENGINE(letter) "{\"plugin\":\"engine\",\"name\":\"e-" letter "\",\"options\":{\"letter\":\"" letter "\"}}"
#define ASKER(letter)  "{\"plugin\":\"asker\",\"options\":{\"letter\":\"" letter "\"}}"

/* Run a chain with a stage that asks for scores. */
static dp_status score(const char *json)
{
    dp_error error = {0};
    dp_doc *doc;
    dp_status status = run(json, NULL, &doc, &error);
    if (doc)
        is_int(dp_doc_score(doc, answers, 3, &error), DP_UNAVAILABLE, "between stages nobody is asked");
    dp_doc_free(doc);
    return status == DP_OK ? answer_status : status;
}

static void test_scores(void)
{
    is_int(score(STAGES(ENGINE("d") "," ENGINE("e") "," WRITER "," ASKER("b"))), DP_OK, "a stage asks for scores");
    is_string(events, "+d+e+a+bdeab?e-b-a-e-d", "the last engine before it is asked, while the stage runs");
    ok(answers[0].score == -5 && answers[2].score == 0, "and its scores are passed on");
    ok(isnan(answers[1].score), "but none that is no logarithm of a probability");
    is_int(score(STAGES(WRITER "," ASKER("b") "," ENGINE("d"))), DP_UNAVAILABLE, "an engine behind the stage is not asked");
    ok(answers[0].score == 1, "and no score is set");
    is_int(score(STAGES(ENGINE("s") "," ASKER("b"))), DP_BAD_INPUT, "an engine that fails");
    is_string(answer_error.text, "stage 'e-s' cannot score: too tired", "is named");
    ok(answers[0].score == 1, "and no score is set");
    is_int(score(STAGES(ENGINE("d") "," ASKER("v"))), DP_INVALID, "text that is not UTF-8 is refused");
    is_string(events, "+d+vdv-v-d", "before the engine sees it");
}

static void test_stages(void)
{
    dp_error error = {0};
    dp_host *host = fixture_host(plugins, &error);
    dp_pipeline *pipeline = parse(STAGES(WRITER "," READER), &error);
    dp_chain *chain = dp_chain_open(host, pipeline, &error);
    dp_doc *doc = fixture_doc(&error);
    is_int(dp_chain_stage_count(chain), 2, "the open stages are counted");
    is_string(dp_chain_stage_name(chain, 1), "reader", "and named");
    ok(!dp_chain_stage_name(chain, 2), "none past the end");
    is_int(dp_chain_run_stage(chain, 0, doc, &error), DP_OK, "one stage runs alone");
    is_int(dp_doc_stage_count(doc), 1, "and no other");
    is_int(dp_chain_run_stage(chain, 2, doc, &error), DP_INVALID, "there is no third");
    is_int(dp_pipeline_check(host, pipeline, &error), DP_OK, "the pipeline checks out");
    is_string(dp_pipeline_name(pipeline), "t", "its name");
    is_string(dp_pipeline_file(pipeline), "dir/t.json", "its file");
    ok(!dp_pipeline_description(pipeline), "it has no description");
    is_int(dp_pipeline_stage_count(pipeline), 2, "its stages");
    is_string(dp_pipeline_stage(pipeline, 1).plugin, "reader", "a stage's plugin");
    ok(!dp_pipeline_stage(pipeline, 2).name, "none past the end");
    is_string(dp_pipeline_value(pipeline, 1, "letter", 0), "b", "a value it gives");
    ok(!dp_pipeline_value(pipeline, 1, "letter", 1) && !dp_pipeline_value(pipeline, 0, "letter", 0) &&
           !dp_pipeline_value(pipeline, 9, "letter", 0),
       "and none it does not");
    dp_doc_free(doc);
    dp_chain_close(chain);
    dp_pipeline_free(pipeline);
    dp_host_free(host);
    dp_chain_close(NULL);
    dp_pipeline_free(NULL);
    dp_host_free(NULL);
}

/* ---- What is refused ---- */

static void refused(const char *json, const char *message)
{
    dp_error error = {0};
    dp_host *host = fixture_host(plugins, &error);
    dp_pipeline *pipeline = parse(json, &error);
    dp_status status = pipeline ? dp_pipeline_check(host, pipeline, &error) : error.status;
    ok(status != DP_OK, "refused: %.60s", json);
    is_string(error.text, message, "with the message");
    dp_pipeline_free(pipeline);
    dp_host_free(host);
}

static void test_files(void)
{
    refused("{\n \"stages\": [}", "dir/t.json: line 2 is not JSON: unexpected character");
    refused("{\"stages\":[", "dir/t.json: the JSON text ends too early");
    refused("", "dir/t.json: the JSON text ends too early");
    refused("{}x", "dir/t.json: line 1 is not JSON: unexpected character");
    refused("[]", "dir/t.json: a pipeline must be a JSON object");
    refused("{}", "dir/t.json: it needs \"stages\", an array that is not empty");
    refused("{\"stages\":[]}", "dir/t.json: it needs \"stages\", an array that is not empty");
    refused("{\"stage\":[]}", "dir/t.json: a pipeline has no member \"stage\"; did you mean \"stages\"?");
    refused("{\"name\":3}", "dir/t.json: \"name\" must be a string that is not empty");
    refused(STAGES("1"), "dir/t.json: stage 1: a stage must be an object such as {\"plugin\": \"quotes\"}");
    refused(STAGES("{}"), "dir/t.json: stage 1: it names no \"plugin\"");
    refused(STAGES("{\"plugin\":\"writer\",\"with\":1}"), "dir/t.json: stage 1: a stage has no member \"with\"");
    refused(STAGES("{\"plugin\":\"writer\",\"optional\":1}"),
            "dir/t.json: stage 1: \"optional\" must be true or false");
    refused(STAGES("{\"plugin\":\"writer\",\"options\":1}"), "dir/t.json: stage 1: \"options\" must be an object");
    refused(STAGES("{\"plugin\":\"writer\",\"options\":{\"letter\":null}}"),
            "dir/t.json: stage 1: option 'letter' must be a string, a number, true, false or an array of strings");
    refused(STAGES("{\"plugin\":\"writer\",\"options\":{\"letter\":[1]}}"),
            "dir/t.json: stage 1: option 'letter': a list holds strings only");
    refused(STAGES("{\"plugin\":\"writer\",\"options\":{\"letter\":\"\\u0000\"}}"),
            "dir/t.json: stage 1: option 'letter' holds a NUL character");
    refused(STAGES("{\"plugin\":\"./X.so\"}"),
            "dir/t.json: stage 1: 'X' is no name for a stage: lower-case letters, digits and hyphens only; give it a "
            "\"name\"");
    refused(STAGES("{\"plugin\":\"./x.so\"}"),
            "dir/t.json: stage 1 'x': dir/./x.so cannot be used: No such file or directory");
    refused(STAGES(WRITER "," WRITER),
            "dir/t.json: stage 2: stage 1 is also called 'writer'; give one of them another \"name\"");
}

static void test_plans(void)
{
    refused(STAGES("{\"plugin\":\"nowhere\"}"), "dir/t.json: stage 1 'nowhere': there is no plugin 'nowhere'; "
                                                "'depesche list' shows what there is, 'depesche why "
                                                "nowhere' where it was looked for");
    refused(STAGES("{\"plugin\":\"writer\",\"options\":{\"leter\":\"a\"}}"),
            "dir/t.json: stage 1 'writer': plugin 'writer' has no option 'leter'; did you mean 'letter'?");
    refused(
        STAGES(READER "," WRITER),
        "dir/t.json: stage 1 'reader' needs the layer 'terms', which stage 2 'writer' writes: put that stage first");
    refused(STAGES(READER),
            "dir/t.json: stage 1 'reader' needs the layer 'terms', which no earlier stage writes, nor any "
            "plugin in the search path");
    refused(
        STAGES("{\"plugin\":\"reader\",\"optional\":true}"),
        "dir/t.json: stage 1 'reader' needs the layer 'terms', which no earlier stage writes, nor any plugin in the "
        "search path");
    dp_error error = {0};
    dp_host *host = fixture_host(plugins, &error);
    ok(!dp_pipeline_find(host, "/nonexistent/x.json", &error) && error.status == DP_NOT_FOUND, "a missing file");
    is_string(error.text, "/nonexistent/x.json cannot be read: No such file or directory", "is named");
    ok(!dp_pipeline_find(host, "no-such", &error) && error.status == DP_NOT_FOUND, "a missing name");
    ok(!dp_host_plugin(host, "../x", &error) && error.status == DP_NOT_FOUND, "a path is no id");
    ok(!dp_host_plugin(host, "wirter", &error), "a mistyped id");
    dp_host_free(host);
}

/* A chain that works must survive the failure of any allocation: with a message or without one, never with a crash. */
static void test_memory(void)
{
    size_t n = 1;
    dp_status status = DP_FAILED;
    for (; n < 2000 && status != DP_OK; n++) {
        dp_error error = {0};
        dp_doc *doc;
        alloc_fail_at(n, false);
        status = run(STAGES(WRITER ",{\"plugin\":\"reader\"}"), "reader.letter=b", &doc, &error);
        alloc_fail_at(0, false);
        dp_doc_free(doc);
        if (status != DP_OK && status != DP_NO_MEMORY)
            ok(false, "allocation %zu: %s", n, error.text);
    }
    ok(status == DP_OK && n > 40, "each of %zu allocations may fail", n - 2);
}

static void test_suggest(void)
{
    suggestion near = {.wrong = "breifing"};
    suggest_offer(&near, "quotes");
    suggest_offer(&near, NULL);
    ok(!near.best, "nothing near");
    suggest_offer(&near, "brief");
    suggest_offer(&near, "briefing");
    is_string(near.best, "briefing", "the nearest counts");
}

int main(void)
{
    setenv("XDG_DATA_DIRS", "/nonexistent", 1);
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    setenv("DEPESCHE_PLUGIN_PATH", "/nonexistent", 1);
    test_run();
    test_opening();
    test_scores();
    test_stages();
    test_files();
    test_plans();
    test_memory();
    test_suggest();
    return tap_done();
}
