/* SPDX-License-Identifier: ISC */
/*
 * depesche verify: whether the records in a file hold, by themselves and against their sources.
 */
#include "config.h"

#include "command.h"
#include "exit_code.h"
#include "input.h"
#include "log.h"
#include "sha256.h"
#include "verify.h"

#include "alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Most bytes of a file of records, or of a line of one; and of a source. */
#define LARGEST_FILE ((size_t)256 << 20)

/* Faults of one record that are shown; the others are counted. */
#define MOST_SHOWN 100

/* An input that a record may have been made of: a file, or a line of one. */
typedef struct origin {
    char hash[65];
    const char *path;
    size_t line; /* 0: the whole file */
    const char *bytes;
    size_t length;
} origin;

typedef struct verify_run {
    const arguments *given;
    const char *path; /* of the records */
    char name[512];   /* of the record: the path and where in it */
    input **files;    /* the sources, held open because they hold the bytes */
    origin *origins;  /* sorted by hash */
    size_t origin_count, origin_capacity;
    size_t records, failures, checked, faults, shown, faulty;
} verify_run;

/* ---- Printing ---- */

/* Print text that may come from anywhere on one line. */
static void print_clean(const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        char bytes[4] = {0};
        uint32_t code = dp_utf8_next(text, length, &at);
        bool control = code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x61C || code == 0x200E || code == 0x200F ||
                       (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
        fwrite(bytes, 1, dp_utf8_encode(control ? ' ' : code, bytes), stdout);
    }
}

static void print_fault(void *context, const char *where, const char *what)
{
    verify_run *self = context;
    if (self->shown++ >= MOST_SHOWN)
        return;
    print_clean(self->name);
    printf(": ");
    print_clean(where);
    printf(": ");
    print_clean(what);
    printf("\n");
}

/* ---- Sources ---- */

static int compare_origins(const void *a, const void *b)
{
    const origin *x = a, *y = b;
    return strcmp(x->hash, y->hash);
}

static bool add_origin(verify_run *self, const char *path, size_t line, const char *bytes, size_t length)
{
    if (!alloc_grow(&self->origins, &self->origin_capacity, self->origin_count + 1, sizeof *self->origins))
        return false;
    origin *made = &self->origins[self->origin_count++];
    *made = (origin){.path = path, .line = line, .bytes = bytes, .length = length};
    sha256_hex(bytes, length, made->hash);
    return true;
}

/* Every line of a source that could be NDJSON. */
static bool add_lines(verify_run *self, const char *path, const char *bytes, size_t length)
{
    bool good = true;
    for (size_t at = 0, line = 1; good && at < length; line++) {
        const char *newline = memchr(bytes + at, '\n', length - at);
        size_t end = newline ? (size_t)(newline - bytes) : length;
        good = end == at || add_origin(self, path, line, bytes + at, end - at);
        at = end + 1;
    }
    return good;
}

static dp_status read_origin(verify_run *self, size_t index, dp_error *error)
{
    const char *path = operand(self->given, index + 1), *bytes;
    size_t length;
    self->files[index] = input_open(path, LARGEST_FILE, error);
    if (!self->files[index] || input_read_all(self->files[index], &bytes, &length, error) != DP_OK)
        return error->status;
    bool good = add_origin(self, path, 0, bytes, length);
    if (good && length > 0 && (bytes[0] == '{' || bytes[0] == ' ' || bytes[0] == '\n'))
        good = add_lines(self, path, bytes, length);
    return good ? DP_OK : dp_error_set(error, DP_NO_MEMORY, "out of memory");
}

static dp_status read_origins(verify_run *self, dp_error *error)
{
    size_t count = operand_count(self->given) - 1;
    dp_status status = DP_OK;
    self->files = alloc_zeroed(count, sizeof(input *));
    if (!self->files)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count && status == DP_OK; i++)
        status = read_origin(self, i, error);
    if (status == DP_OK && self->origin_count > 0)
        qsort(self->origins, self->origin_count, sizeof *self->origins, compare_origins);
    return status;
}

static void free_origins(verify_run *self)
{
    for (size_t i = 0; self->files && i + 1 < operand_count(self->given); i++)
        input_close(self->files[i]);
    free(self->files);
    free(self->origins);
}

static dp_status check_source(verify_run *self, verification *v, dp_error *error)
{
    if (self->origin_count == 0)
        return DP_OK;
    origin wanted = {.line = 0};
    const char *hash = verify_sha256(v);
    snprintf(wanted.hash, sizeof wanted.hash, "%s", hash ? hash : "");
    const origin *found = bsearch(&wanted, self->origins, self->origin_count, sizeof *found, compare_origins);
    if (!found && self->origin_count == 1)
        found = self->origins;
    if (found)
        return verify_source(v, found->path, found->bytes, found->length, error);
    verify_fault(v, "source", "no source has the SHA-256 of the record, %s", *wanted.hash ? wanted.hash : "which has none");
    return DP_OK;
}

/* ---- Records ---- */

static void count_faults(verify_run *self, const verification *v)
{
    self->checked += verify_checked_count(v);
    self->faults += verify_fault_count(v);
    self->faulty += verify_fault_count(v) > 0;
    if (self->shown > MOST_SHOWN)
        printf("%s: %zu more\n", self->name, self->shown - MOST_SHOWN);
}

/* Check one value of the file; it has a NUL behind it. False when the run cannot go on. */
static bool check_value(verify_run *self, const char *json, size_t length)
{
    dp_error error = {0};
    self->shown = 0;
    verification *v = verify_open(json, length, print_fault, self, &error);
    self->records += v != NULL;
    dp_status status = v ? verify_record(v, &error) : error.status;
    if (status == DP_OK)
        status = check_source(self, v, &error);
    if (v)
        count_faults(self, v);
    verify_close(v);
    if (status == DP_FAILED) { /* the line of a failed article says nothing that could be wrong */
        self->failures++;
        log_info("%s: %s", self->name, error.text);
        return true;
    }
    if (status != DP_OK) {
        print_fault(self, "record", error.text);
        self->faults++;
        self->faulty++;
    }
    return status != DP_NO_MEMORY;
}

static bool check_copy(verify_run *self, const char *bytes, size_t length)
{
    char *json = alloc_copy(bytes, length);
    bool good = json && check_value(self, json, length);
    if (!json)
        log_error("%s: out of memory", self->name);
    free(json);
    return good;
}

/* Length of the first JSON value: up to the bracket that closes its first one; all when none does. */
static size_t value_length(const char *json, size_t length)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        if (quoted && json[i] == '\\')
            i++;
        else if (json[i] == '"')
            quoted = !quoted;
        else if (!quoted && (json[i] == '{' || json[i] == '['))
            depth++;
        else if (!quoted && (json[i] == '}' || json[i] == ']') && --depth + 1 <= 1)
            return i + 1;
    }
    return length;
}

static size_t skip_space(const char *bytes, size_t length, size_t at)
{
    while (at < length && memchr(" \t\r\n", bytes[at], 4))
        at++;
    return at;
}

/* Where the records of a digest begin, which stand at its end; 0 when the value is no digest. */
static size_t digest_records(const char *json, size_t length)
{
    static const char format[] = "{\n  \"format\": \"depesche-digest-", records[] = "\n\"records\": [\n";
    if (length < sizeof format || memcmp(json, format, sizeof format - 1) != 0)
        return 0;
    const char *found = memmem(json, length, records, sizeof records - 1);
    return found ? (size_t)(found - json) + sizeof records - 1 : 0;
}

/* The records of a digest, one after the other; without any, the digest itself is the fault. */
static bool check_digest(verify_run *self, const char *bytes, size_t length, size_t at)
{
    bool good = true;
    for (size_t number = 1; good && at < length && bytes[at] == '{'; number++) {
        size_t size = value_length(bytes + at, length - at);
        snprintf(self->name, sizeof self->name, "%s (record %zu)", self->path, number);
        good = check_copy(self, bytes + at, size);
        at = skip_space(bytes, length, at + size);
        at = at < length && bytes[at] == ',' ? skip_space(bytes, length, at + 1) : length;
    }
    return good;
}

/* A JSON document over several lines, or several behind each other, as `run -f json` writes them. */
static dp_status check_documents(verify_run *self, input *in, dp_error *error)
{
    const char *bytes;
    size_t length, number = 0;
    dp_status status = input_read_all(in, &bytes, &length, error);
    size_t at = status == DP_OK ? skip_space(bytes, length, 0) : 0;
    while (status == DP_OK && at < length) {
        size_t size = value_length(bytes + at, length - at);
        bool only = number == 0 && skip_space(bytes, length, at + size) == length;
        if (only)
            snprintf(self->name, sizeof self->name, "%s", self->path);
        else
            snprintf(self->name, sizeof self->name, "%s (record %zu)", self->path, ++number);
        size_t records = digest_records(bytes + at, size);
        if (records ? !check_digest(self, bytes + at, size, records) : !check_copy(self, bytes + at, size))
            break;
        at = skip_space(bytes, length, at + size);
    }
    return status;
}

static dp_status check_lines(verify_run *self, input *in, dp_error *error)
{
    input_line line;
    bool good = true;
    while (good && input_next_line(in, &line, error)) {
        snprintf(self->name, sizeof self->name, "%s:%zu", self->path, line.number);
        if (line.bytes) {
            good = check_copy(self, line.bytes, line.length);
            continue;
        }
        self->shown = 0;
        print_fault(self, "record", "the line is longer than 256 MiB and was passed over");
        self->faults++;
        self->faulty++;
    }
    return error->status;
}

/* NDJSON has its first record on one line; other JSON breaks the line behind its first bracket, or has only one. */
static bool is_lines(const char *bytes, size_t length)
{
    size_t at = skip_space(bytes, length, 0) + 1;
    while (at < length && memchr(" \t\r", bytes[at], 3))
        at++;
    return at < length && bytes[at] != '\n';
}

static int sum_up(const verify_run *self)
{
    if (self->records + self->faults == 0) {
        log_error("%s: there is no record in it", self->path);
        return EXIT_INPUT;
    }
    if (self->records == 0)
        return EXIT_INPUT;
    printf("%s: %zu record%s, %zu sentences and notes: ", self->path, self->records, self->records == 1 ? "" : "s",
           self->checked);
    if (self->faults == 0)
        printf("all hold%s\n", self->origin_count > 0 ? ", and the source is the same" : "");
    else
        printf("%zu %s not hold, in %zu record%s\n", self->faults, self->faults == 1 ? "does" : "do", self->faulty,
               self->faulty == 1 ? "" : "s");
    if (self->failures > 0)
        printf("%s: %zu article%s failed and left no record\n", self->path, self->failures, self->failures == 1 ? "" : "s");
    return self->faults == 0 ? EXIT_DONE : EXIT_SOME_FAILED;
}

static int check_file(verify_run *self)
{
    dp_error error = {0};
    const char *bytes;
    size_t length;
    dp_status status = read_origins(self, &error);
    input *in = status == DP_OK ? input_open(self->path, LARGEST_FILE, &error) : NULL;
    if (in)
        status = input_peek(in, &bytes, &length, &error);
    if (in && status == DP_OK)
        status = is_lines(bytes, length) ? check_lines(self, in, &error) : check_documents(self, in, &error);
    input_close(in);
    if (in && status == DP_OK)
        return sum_up(self);
    log_error("%s", error.text);
    return EXIT_INPUT;
}

static int run_verify(const arguments *given)
{
    if (operand_count(given) == 0)
        return usage_error(given, "name a file of records, and perhaps the sources they were made of");
    verify_run self = {.given = given, .path = operand(given, 0)};
    int status = check_file(&self);
    free_origins(&self);
    return status;
}

static const option_row rows[] = {{NULL, 0, NULL, NULL}};

const command command_verify = {
    .name = "verify",
    .operands = "FILE [SOURCE...]",
    .summary = "Check records: every line against its German, its hash and its source.",
    .options = rows,
    .examples = "  depesche run -f json -o a.json article.txt && depesche verify a.json article.txt\n"
                "  depesche verify briefings.ndjson articles.ndjson\n"
                "  depesche run -f ndjson news/*.txt | depesche verify - news/*.txt\n",
    .run = run_verify,
};
