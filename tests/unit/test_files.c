/* SPDX-License-Identifier: ISC */
/*
 * Reads every file of tests/files and compares with what README there says of it.
 */
#include "config.h"

#include <depesche/depesche.h>

#include "input.h"
#include "tap.h"

#include <dirent.h>
#include <stdlib.h>

static void read_file(const char *dir, const char *name, dp_text *out)
{
    dp_text path = {0};
    dp_text_printf(&path, "%s/%s", dir, name);
    const char *bytes;
    size_t length;
    input *in = input_open(path.data, (size_t)1 << 20, NULL);
    if (in && input_read_all(in, &bytes, &length, NULL) == DP_OK)
        dp_text_append(out, bytes, length);
    input_close(in);
    dp_text_free(&path);
}

static bool can_read(const char *name)
{
#ifdef HAVE_XML
    (void)name;
    return true;
#else
    return !strstr(name, ".html");
#endif
}

/* What reading a file came to, in the words of README. */
static void describe(const char *dir, const char *name, dp_text *out)
{
    dp_error error = {0};
    dp_text bytes = {0};
    read_file(dir, name, &bytes);
    dp_doc *doc = dp_doc_read(bytes.data ? bytes.data : "", bytes.length, &(dp_read_options){.name = name}, &error);
    if (doc)
        dp_text_printf(out, "%s %s, %zu sentences, %zu bytes lost, %zu warnings", dp_doc_field(doc, DP_FIELD_ENCODING),
                       dp_doc_field(doc, DP_FIELD_FORMAT), dp_doc_sentence_count(doc), dp_doc_undecoded(doc),
                       dp_doc_note_count(doc, "warning"));
    else
        dp_text_puts(out, error.text + strlen(name) + 2);
    dp_text_free(&bytes);
    dp_doc_free(doc);
}

/* Find the line under the file's name in the README and copy it. */
static bool expected(const dp_text *readme, const char *name, dp_text *out)
{
    dp_text key = {0};
    dp_text_printf(&key, "\n%s\n    ", name);
    const char *found = strstr(readme->data, key.data);
    size_t length = key.length;
    dp_text_free(&key);
    if (!found)
        return false;
    found += length;
    dp_text_append(out, found, strcspn(found, "\n"));
    return true;
}

int main(void)
{
    const char *top = getenv("TOP_SRCDIR");
    dp_text dir = {0}, readme = {0};
    dp_text_printf(&dir, "%s/tests/files", top ? top : ".");
    read_file(dir.data, "README", &readme);
    DIR *listing = opendir(dir.data);
    size_t count = 0;
    for (struct dirent *entry; listing && readme.data && (entry = readdir(listing));) {
        const char *name = entry->d_name;
        if (strncmp(name, "good-", 5) != 0 && strncmp(name, "bad-", 4) != 0)
            continue;
        count++;
        if (!can_read(name)) {
            skip(name, "built without libxml2");
            continue;
        }
        dp_text want = {0}, got = {0};
        describe(dir.data, name, &got);
        if (expected(&readme, name, &want))
            is_string(got.data, want.data, name);
        else
            ok(false, "%s is described in README: %s", name, got.data);
        dp_text_free(&want);
        dp_text_free(&got);
    }
    ok(count > 30, "all files were read (%zu)", count);
    if (listing)
        closedir(listing);
    dp_text_free(&dir);
    dp_text_free(&readme);
    return tap_done();
}
