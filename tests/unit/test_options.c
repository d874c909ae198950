/* SPDX-License-Identifier: ISC */
/* Options of a stage: declarations, values from pipelines and --set, what a plugin is told. */
#include "config.h"

#include "chain_fixture.h"
#include "options.h"
#include "pipeline.h"
#include "tap.h"

#include <unistd.h>

static dp_status nothing(void *state, dp_doc *doc, dp_error *error)
{
    (void)state, (void)doc, (void)error;
    return DP_OK;
}

static const dp_option table[] = {
    {.name = "text", .type = DP_OPTION_STRING, .fallback = "abc", .help = "A text"},
    {.name = "count", .type = DP_OPTION_INTEGER, .fallback = "3", .help = "A count", .minimum = 1, .maximum = 9},
    {.name = "share", .type = DP_OPTION_NUMBER, .fallback = "0.5", .help = "A share", .maximum = 1},
    {.name = "loud", .type = DP_OPTION_BOOLEAN, .fallback = "true", .help = "Whether to"},
    {.name = "order", .type = DP_OPTION_CHOICE, .fallback = "de", .choices = "de,en", .help = "Which first"},
    {.name = "file", .type = DP_OPTION_FILE, .help = "A file"},
    {.name = "words", .type = DP_OPTION_LIST, .fallback = "a,b", .help = "Some words"},
    {.name = "free", .type = DP_OPTION_INTEGER, .help = "Any number"},
};
static const dp_plugin plugin = {
    .abi_version = DP_ABI_VERSION,
    .struct_size = sizeof(dp_plugin),
    .option_size = sizeof(dp_option),
    .id = "p",
    .version = "1",
    .summary = "Does nothing",
    .options = table,
    .option_count = sizeof table / sizeof *table,
    .process = nothing,
};

/* Make the options of the first stage of a pipeline with these options in JSON and this --set; null on failure. */
static dp_options *make(const char *json_options, const char *set, dp_error *error)
{
    char json[512];
    snprintf(json, sizeof json, "{\"stages\":[{\"plugin\":\"p\",\"options\":%s}]}", json_options);
    dp_pipeline *pipeline = dp_pipeline_parse(json, strlen(json), NULL, error);
    if (!pipeline)
        return NULL;
    dp_options *options = NULL;
    if (!set || dp_pipeline_set(pipeline, set, error) == DP_OK)
        options = options_new(&plugin, pipeline->stages[0].settings, pipeline->stages[0].setting_count,
                              (options_places){0}, error);
    dp_pipeline_free(pipeline);
    return options;
}

static void test_fallbacks(void)
{
    dp_error error = {0};
    dp_options *options = make("{}", NULL, &error);
    is_string(dp_options_string(options, "text"), "abc", "a string's fallback");
    is_int(dp_options_integer(options, "count"), 3, "an integer's fallback");
    ok(dp_options_number(options, "share") == 0.5, "a number's fallback");
    ok(dp_options_boolean(options, "loud"), "a boolean's fallback");
    is_string(dp_options_string(options, "order"), "de", "a choice's fallback");
    ok(!dp_options_string(options, "file"), "no fallback, no value");
    is_int(dp_options_count(options, "words"), 2, "a list's fallback is split at commas");
    is_string(dp_options_item(options, "words", 1), "b", "and its pieces can be had");
    ok(!dp_options_item(options, "words", 2), "but none past the end");
    ok(!dp_options_given(options, "text"), "a fallback is not given");
    ok(!dp_options_string(options, "count") && dp_options_integer(options, "text") == 0 &&
           dp_options_number(options, "count") == 0 && !dp_options_boolean(options, "text") &&
           dp_options_count(options, "text") == 0 && !dp_options_item(options, "text", 0),
       "asking for another type gives nothing");
    ok(!dp_options_string(options, "none") && !dp_options_given(options, "none"), "nor is there what was not declared");
    ok(!dp_options_find_data(options, "x"), "no data without directories");
    options_free(options);
    options_free(NULL);
}

static void test_values(void)
{
    dp_error error = {0};
    dp_options *options = make("{\"text\":\"\u00fc\",\"count\":9,\"share\":1e-1,\"loud\":false,\"order\":\"en\","
                               "\"words\":[\"x,y\"],\"free\":-9000000000}",
                               NULL, &error);
    is_string(error.text, "", "all values are taken");
    is_string(dp_options_string(options, "text"), "\u00fc", "a string");
    is_int(dp_options_integer(options, "count"), 9, "an integer at its bound");
    is_int(dp_options_integer(options, "free"), -9000000000, "an integer without bounds");
    ok(dp_options_number(options, "share") == 0.1, "a number");
    ok(!dp_options_boolean(options, "loud"), "a boolean");
    is_string(dp_options_item(options, "words", 0), "x,y", "a string of a JSON list is not split");
    ok(dp_options_given(options, "words"), "it is given");
    options_free(options);
    options = make("{\"words\":[]}", NULL, &error);
    is_int(dp_options_count(options, "words"), 0, "an empty list is empty");
    options_free(options);
    options = make("{\"count\":2}", "p.count=4", &error);
    is_int(dp_options_integer(options, "count"), 4, "--set beats the pipeline");
    options_free(options);
    options = make("{\"words\":[\"x\"]}", "p.words=y,z", &error);
    ok(dp_options_count(options, "words") == 1, "--set replaces a list");
    is_string(dp_options_item(options, "words", 0), "y,z", "and is one string of it");
    options_free(options);
}

static void refused(const char *json_options, const char *set, const char *message)
{
    dp_error error = {0};
    dp_options *options = make(json_options, set, &error);
    ok(!options && error.status != DP_OK, "refused: %s %s", json_options, set ? set : "");
    is_string(error.text, message, "with the message");
    options_free(options);
}

static void test_refusals(void)
{
    refused("{\"cuont\":1}", NULL, "plugin 'p' has no option 'cuont'; did you mean 'count'?");
    refused("{\"something\":1}", NULL, "plugin 'p' has no option 'something'; 'depesche inspect p' lists what it has");
    refused("{\"count\":\"3\"}", NULL, "option 'count' is of type integer and must be given as a JSON number");
    refused("{\"count\":1.5}", NULL, "option 'count' must be a whole number, not '1.5'");
    refused("{\"count\":10}", NULL, "option 'count' must be from 1 to 9, not 10");
    refused("{\"share\":1.01}", NULL, "option 'share' must be from 0 to 1, not 1.01");
    refused("{\"order\":\"fr\"}", NULL, "option 'order' must be one of de,en, not 'fr'");
    refused("{\"order\":\"d\"}", NULL, "option 'order' must be one of de,en, not 'd'");
    refused("{\"words\":\"x\"}", NULL, "option 'words' is of type list and must be given as a JSON array of strings");
    refused("{}", "p.count=many", "option 'count' must be a whole number, not 'many'");
    refused("{}", "p.count=", "option 'count' must be a whole number, not ''");
    refused("{}", "p.free=99999999999999999999", "option 'free' must be a whole number, not '99999999999999999999'");
    refused("{}", "p.share=nan", "option 'share' must be a number, not 'nan'");
    refused("{}", "p.share=0x1", "option 'share' must be a number, not '0x1'");
    refused("{}", "p.loud=yes", "option 'loud' must be true or false, not 'yes'");
    refused("{}", "p.text=\xFF", "the value of option 'text' is not UTF-8");
    refused("{}", "count=3", "'count=3' is not of the form STAGE.OPTION=VALUE");
    refused("{}", "p.=3", "'p.=3' is not of the form STAGE.OPTION=VALUE");
    refused("{}", "p.count", "'p.count' is not of the form STAGE.OPTION=VALUE");
    refused("{}", "q.count=3", "pipeline has no stage 'q'; did you mean 'p'?");
}

static void test_files(void)
{
    char dir[] = "/tmp/depesche-options.XXXXXX";
    if (!mkdtemp(dir)) {
        skip("files", "no temporary directory");
        return;
    }
    path_list data = {0};
    path_list_add(&data, dir, strlen(dir));
    char *path = path_join(dir, "f", ".tsv");
    FILE *file = fopen(path, "we");
    fclose(file);
    dp_error error = {0};
    setting given = {.name = strdup("file"), .kind = SETTING_STRING};
    path_list_add(&given.values, "f.tsv", 5);
    dp_options *options = options_new(&plugin, &given, 1, (options_places){.pipeline_dir = dir}, &error);
    is_string(dp_options_string(options, "file"), path, "a file is found beside its pipeline");
    options_free(options);
    options =
        options_new(&plugin, &given, 1, (options_places){.pipeline_dir = "/nonexistent", .data_dirs = &data}, &error);
    is_string(dp_options_string(options, "file"), path, "or among the data");
    char *found = dp_options_find_data(options, "f.tsv");
    is_string(found, path, "where a plugin can look itself");
    free(found);
    options_free(options);
    options = options_new(&plugin, &given, 1, (options_places){0}, &error);
    is_string(dp_options_string(options, "file"), "f.tsv", "what is not found stays as it is");
    options_free(options);
    unlink(path);
    rmdir(dir);
    free(path);
    setting_free(&given);
    path_list_free(&data);
}

static void declared(dp_option option, const char *message)
{
    dp_plugin other = plugin;
    other.options = &option;
    other.option_count = 1;
    dp_error error = {0};
    options_check_declaration(&other, 0, &error);
    is_string(error.text, message, "a bad table is refused");
}

static void test_declarations(void)
{
    declared((dp_option){.name = "A", .type = DP_OPTION_STRING, .help = "h"},
             "option 1 of its table has the name 'A': lower-case letters, digits and hyphens only");
    declared((dp_option){.name = "a", .type = 99, .help = "h"}, "option 'a' has the type 99, which there is not");
    declared((dp_option){.name = "a", .type = DP_OPTION_STRING}, "option 'a' has no help");
    declared((dp_option){.name = "a", .type = DP_OPTION_CHOICE, .help = "h"},
             "option 'a': 'choices' belongs to a choice, and to nothing else");
    declared((dp_option){.name = "a", .type = DP_OPTION_NUMBER, .help = "h", .minimum = 2, .maximum = 1},
             "option 'a': its minimum 2 is above its maximum 1");
    declared((dp_option){.name = "a", .type = DP_OPTION_INTEGER, .help = "h", .fallback = "x"},
             "its fallback is wrong: option 'a' must be a whole number, not 'x'");
    dp_error error = {0};
    is_int(loader_check(&plugin, "p", &error), DP_OK, "a good descriptor passes");
}

/* A descriptor that is right but for one member is refused with a message about that member. */
static void test_descriptors(void)
{
    static const char *const upper[] = {"Terms", NULL}, *const hosts[] = {"blocks", NULL};
    static const char *endless[200];
    for (size_t i = 0; i < 199; i++)
        endless[i] = "terms";
    const struct {
        dp_plugin changed;
        const char *file_id, *message;
    } cases[] = {
        {{.id = NULL}, NULL, "its descriptor has no 'id'"},
        {{.id = "p", .version = ""}, NULL, "its descriptor has no 'version'"},
        {{.id = "p", .version = "1", .summary = "\xFF"}, NULL, "'summary' in its descriptor is not UTF-8"},
        {{.id = "P", .version = "1"}, NULL, "its id 'P' is no name: lower-case letters, digits and hyphens only"},
        {{.id = "p", .version = "1"}, "q", "its id is 'p', so the file must be called p.so"},
        {{.id = "p", .version = "1", .summary = "s", .reads = upper},
         "p",
         "'Terms' in 'reads' is no layer name: lower-case letters, digits and hyphens only"},
        {{.id = "p", .version = "1", .summary = "s", .writes = hosts},
         "p",
         "it lists 'blocks' in 'writes', but that layer is the host's own"},
        {{.id = "p", .version = "1", .summary = "s", .uses = endless},
         "p",
         "'uses' in its descriptor does not end: finish the list with NULL"},
        {{.id = "p", .version = "1", .summary = "s", .option_count = 2},
         "p",
         "its descriptor claims 2 options: set 'options' and 'option_count' together"},
        {{.id = "p", .version = "1", .summary = "s"},
         "p",
         "its descriptor has no 'process': there is nothing it could do"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_error error = {0};
        is_int(loader_check(&cases[i].changed, cases[i].file_id, &error), DP_INVALID, "a bad descriptor is refused");
        is_string(error.text, cases[i].message, "with the message");
    }
}

static void test_memory(void)
{
    size_t n = 1;
    for (; n < 1000; n++) {
        dp_error error = {0};
        alloc_fail_at(n, false);
        dp_options *options = make("{\"words\":[\"x\",\"y\"],\"count\":4}", "p.text=t", &error);
        alloc_fail_at(0, false);
        if (options) {
            options_free(options);
            break;
        }
        if (error.status != DP_NO_MEMORY) {
            ok(false, "allocation %zu: %s", n, error.text);
            return;
        }
    }
    ok(n > 10 && n < 1000, "each of %zu allocations may fail", n - 1);
}

int main(void)
{
    test_fallbacks();
    test_values();
    test_refusals();
    test_files();
    test_declarations();
    test_descriptors();
    test_memory();
    return tap_done();
}
