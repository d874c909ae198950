/* SPDX-License-Identifier: ISC */
/*
 * Compare our sentences with marks in JSON records: sentences FILE.json… prints precision, recall and F1 of the
 * sentence ends, and the speed. A record is {"text": …, "sentences": [[begin, end], …]}, positions in code points. With
 * -d the places that differ are listed.
 */
#include "config.h"

#include <depesche/depesche.h>

#include "doc.h"
#include "segment.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct tally {
    size_t ours, theirs, both, bytes;
    size_t clauses; /* marked after a colon or semicolon, and not ours */
    double seconds;
    bool differences;
} tally;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static dp_doc *segmented(const char *text, size_t length, dp_error *error)
{
    dp_doc *doc = doc_new(text, length, error);
    if (doc && (segment_doc(doc, NULL, error) != DP_OK || doc_seal(doc, error) != DP_OK)) {
        dp_doc_free(doc);
        return NULL;
    }
    return doc;
}

/* Show the text around the byte `at`. */
static void show(const char *file, const char *what, const char *text, size_t length, size_t at)
{
    size_t begin = at > 60 ? at - 60 : 0, end = at + 40 < length ? at + 40 : length;
    while (begin > 0 && !dp_utf8_boundary(text, length, begin))
        begin--;
    while (end < length && !dp_utf8_boundary(text, length, end))
        end++;
    printf("%s %s ", file, what);
    for (size_t i = begin; i < end; i++) {
        if (i == at)
            putchar('|');
        putchar(text[i] == '\n' ? '~' : text[i]);
    }
    putchar('\n');
}

/* Byte offsets of the marked ends, from code points in ascending order. */
static size_t *marked_ends(json_object *marks, const char *text, size_t length, size_t *count)
{
    *count = json_object_array_length(marks);
    size_t *ends = calloc(*count + 1, sizeof *ends);
    size_t position = 0, code = 0;
    for (size_t i = 0; ends && i < *count; i++) {
        size_t want = (size_t)json_object_get_int64(json_object_array_get_idx(json_object_array_get_idx(marks, i), 1));
        for (; code < want && position < length; code++)
            dp_utf8_next(text, length, &position);
        ends[i] = position;
    }
    return ends;
}

static void compare(tally *sum, const char *file, const dp_doc *doc, const size_t *ends, size_t count)
{
    size_t length;
    const char *text = dp_doc_source(doc, &length);
    size_t ours = dp_doc_sentence_count(doc), i = 0, j = 0;
    sum->ours += ours;
    sum->theirs += count;
    while (i < ours || j < count) {
        size_t a = i < ours ? dp_doc_sentence(doc, i).span.end : length + 1;
        size_t b = j < count ? ends[j] : length + 1;
        sum->both += a == b;
        sum->clauses += b < a && b > 0 && (text[b - 1] == ';' || text[b - 1] == ':');
        if (a != b && sum->differences)
            show(file, a < b ? "only ours" : "only marked", text, length, a < b ? a : b);
        i += a <= b;
        j += b <= a;
    }
}

static bool measure(tally *sum, const char *file)
{
    json_object *record = json_object_from_file(file), *text = NULL, *marks = NULL;
    bool good = record && json_object_object_get_ex(record, "text", &text) &&
                json_object_object_get_ex(record, "sentences", &marks);
    if (good) {
        dp_error error = {0};
        const char *bytes = json_object_get_string(text);
        size_t length = strlen(bytes), count;
        double begin = now();
        dp_doc *doc = segmented(bytes, length, &error);
        sum->seconds += now() - begin;
        sum->bytes += length;
        size_t *ends = marked_ends(marks, bytes, length, &count);
        good = doc && ends;
        if (good)
            compare(sum, file, doc, ends, count);
        free(ends);
        dp_doc_free(doc);
    }
    if (!good)
        fprintf(stderr, "%s: not a record with text and sentences\n", file);
    json_object_put(record);
    return good;
}

static void report(const char *what, size_t ours, size_t theirs, size_t both)
{
    double precision = ours ? (double)both / (double)ours : 0;
    double recall = theirs ? (double)both / (double)theirs : 0;
    double f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    printf("%s: marked %zu, ours %zu, both %zu; precision %.2f recall %.2f F1 %.2f\n", what, theirs, ours, both,
           100 * precision, 100 * recall, 100 * f1);
}

int main(int argc, char **argv)
{
    tally sum = {0};
    bool good = true;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-d") == 0)
            sum.differences = true;
        else
            good = measure(&sum, argv[i]) && good;
    }
    report("sentence ends", sum.ours, sum.theirs, sum.both);
    report("without marks after ; and :", sum.ours, sum.theirs - sum.clauses, sum.both);
    printf("blocks and sentences: %.1f MB/s\n", (double)sum.bytes / 1e6 / (sum.seconds > 0 ? sum.seconds : 1e-9));
    return good ? 0 : 1;
}
