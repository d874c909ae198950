/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "term_tally.h"

#include <depesche/text.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct term_tally {
    json_object *entries;    /* by German, English and place in the glossary */
    json_object *renderings; /* by German: how often by each form of English */
    json_object *documents;  /* an array */
    int64_t failed;
};

term_tally *term_tally_new(void)
{
    term_tally *self = calloc(1, sizeof *self);
    if (!self)
        return NULL;
    self->entries = json_object_new_object();
    self->renderings = json_object_new_object();
    self->documents = json_object_new_array();
    if (self->entries && self->renderings && self->documents)
        return self;
    term_tally_free(self);
    return NULL;
}

void term_tally_free(term_tally *self)
{
    if (!self)
        return;
    json_object_put(self->entries);
    json_object_put(self->renderings);
    json_object_put(self->documents);
    free(self);
}

/* ---- Members ---- */

static json_object *member(json_object *object, const char *name)
{
    json_object *value = NULL;
    json_object_object_get_ex(object, name, &value);
    return value;
}

static const char *text_of(json_object *object, const char *name)
{
    json_object *value = member(object, name);
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static bool is(const char *text, const char *other)
{
    return text && strcmp(text, other) == 0;
}

static json_object *child(json_object *object, const char *name)
{
    json_object *value = member(object, name);
    if (!value && (value = json_object_new_object()))
        json_object_object_add(object, name, value);
    return value;
}

static void add_count(json_object *object, const char *name, int64_t more)
{
    json_object_object_add(object, name, json_object_new_int64(json_object_get_int64(member(object, name)) + more));
}

static void add_text(json_object *object, const char *name, const char *text)
{
    json_object_object_add(object, name, text ? json_object_new_string(text) : NULL);
}

/* A share of 1, rounded to four digits; null when there is nothing to share. */
static void add_share(json_object *object, const char *name, int64_t part, int64_t whole)
{
    char text[32];
    double share = whole > 0 ? (double)part / (double)whole : 0;
    int64_t digits = (int64_t)(share * 10000 + 0.5);
    snprintf(text, sizeof text, "%d.%04d", (int)(digits / 10000), (int)(digits % 10000));
    json_object_object_add(object, name, whole > 0 ? json_object_new_double_s(share, text) : NULL);
}

/* ---- Records ---- */

static json_object *entry_of(term_tally *self, json_object *term)
{
    static const char *const counts[] = {"hits", "applied", "missed", "overlapped", "open"};
    dp_text key = {0};
    dp_text_printf(&key, "%s\t%s\t%s", or_empty(text_of(term, "german")), or_empty(text_of(term, "english")),
                   or_empty(text_of(term, "glossary")));
    json_object *entry = key.failed ? NULL : member(self->entries, key.data);
    if (!entry && !key.failed && (entry = json_object_new_object())) {
        add_text(entry, "german", text_of(term, "german"));
        add_text(entry, "english", text_of(term, "english"));
        add_text(entry, "glossary", text_of(term, "glossary"));
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
            add_count(entry, counts[i], 0);
        child(entry, "reasons");
        child(entry, "renderings");
        json_object_object_add(self->entries, key.data, entry);
    }
    dp_text_free(&key);
    return entry;
}

/* Count an English form of a German term. */
static void add_rendering(term_tally *self, json_object *entry, const char *german, const char *form)
{
    dp_text folded = {0};
    json_object *forms = child(self->renderings, or_empty(german)), *own = child(entry, "renderings");
    dp_text_fold(&folded, form, strlen(form));
    if (folded.data && forms && own) {
        add_count(forms, folded.data, 1);
        add_count(own, folded.data, 1);
    }
    dp_text_free(&folded);
}

static void add_term(term_tally *self, json_object *term, json_object *document)
{
    const char *status = text_of(term, "status"), *reason = text_of(term, "reason");
    json_object *entry = entry_of(self, term);
    if (!entry)
        return;
    const char *as = is(status, "applied") ? "applied" : is(status, "missed") ? "missed" : "open";
    add_count(entry, "hits", 1);
    add_count(entry, as, 1);
    add_count(document, "terms", 1);
    add_count(document, as, 1);
    if (reason)
        add_count(child(entry, "reasons"), reason, 1);
    if (is(status, "applied") && text_of(term, "english"))
        add_rendering(self, entry, text_of(term, "german"), text_of(term, "english"));
}

/* What only the notes of the layer term-report say: entries that a longer one hides, and what stands for a missed term. */
static void add_note(term_tally *self, json_object *note, json_object *document)
{
    json_object *strings = member(note, "strings");
    if (is(text_of(note, "kind"), "term-figures") && text_of(strings, "consistency"))
        json_object_object_add(document, "consistency",
                               json_object_new_double_s(strtod(text_of(strings, "consistency"), NULL),
                                                        text_of(strings, "consistency")));
    if (!is(text_of(note, "kind"), "term-report"))
        return;
    const char *status = text_of(strings, "status"), *form = text_of(strings, "form");
    json_object *entry = entry_of(self, strings);
    if (entry && is(status, "overlapped")) {
        add_count(entry, "overlapped", 1);
        if (text_of(strings, "reason"))
            add_count(child(entry, "reasons"), text_of(strings, "reason"), 1);
    }
    form = form ? form : text_of(strings, "got");
    if (entry && is(status, "missed") && form)
        add_rendering(self, entry, text_of(strings, "german"), form);
}

static size_t length_of(json_object *array)
{
    return json_object_is_type(array, json_type_array) ? json_object_array_length(array) : 0;
}

bool term_tally_add(term_tally *self, json_object *record)
{
    static const char *const counts[] = {"terms", "applied", "missed", "open"};
    if (member(record, "error") && !member(record, "format")) {
        self->failed++;
        return true;
    }
    json_object *document = json_object_new_object(), *terms = member(record, "terms"), *notes = member(record, "notes");
    if (!document || !is(text_of(record, "format"), "depesche-record-1")) {
        json_object_put(document);
        return false;
    }
    add_text(document, "name", text_of(member(record, "source"), "name"));
    add_text(document, "id", text_of(member(record, "source"), "id"));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        add_count(document, counts[i], 0);
    json_object_object_add(document, "success", NULL);
    json_object_object_add(document, "consistency", NULL);
    for (size_t i = 0; i < length_of(terms); i++)
        add_term(self, json_object_array_get_idx(terms, i), document);
    for (size_t i = 0; i < length_of(notes); i++)
        add_note(self, json_object_array_get_idx(notes, i), document);
    int64_t applied = json_object_get_int64(member(document, "applied"));
    add_share(document, "success", applied, applied + json_object_get_int64(member(document, "missed")));
    json_object_array_add(self->documents, document);
    return true;
}

/* ---- Figures ---- */

/* Of the occurrences of terms that are rendered more than once in a known way, those with their term's most frequent
 * rendering. */
static void add_consistency(const term_tally *self, json_object *total)
{
    int64_t repeated = 0, alike = 0;
    json_object_object_foreach(self->renderings, german, forms)
    {
        int64_t known = 0, most = 0;
        (void)german;
        json_object_object_foreach(forms, form, count)
        {
            int64_t times = json_object_get_int64(count);
            (void)form;
            known += times;
            most = times > most ? times : most;
        }
        repeated += known > 1 ? known : 0;
        alike += known > 1 ? most : 0;
    }
    add_share(total, "consistency", alike, repeated);
}

json_object *term_tally_result(const term_tally *self)
{
    static const char *const counts[] = {"hits", "applied", "missed", "overlapped", "open"};
    json_object *result = json_object_new_object(), *entries = json_object_new_array(), *total = json_object_new_object();
    if (!result || !entries || !total) {
        json_object_put(result);
        json_object_put(entries);
        json_object_put(total);
        return NULL;
    }
    add_count(total, "documents", (int64_t)json_object_array_length(self->documents));
    add_count(total, "failed", self->failed);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        add_count(total, counts[i], 0);
    json_object_object_foreach(self->entries, key, entry)
    {
        (void)key;
        json_object_array_add(entries, json_object_get(entry));
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
            add_count(total, counts[i], json_object_get_int64(member(entry, counts[i])));
    }
    int64_t applied = json_object_get_int64(member(total, "applied"));
    add_share(total, "success", applied, applied + json_object_get_int64(member(total, "missed")));
    add_consistency(self, total);
    json_object_object_add(result, "entries", entries);
    json_object_object_add(result, "documents", json_object_get(self->documents));
    json_object_object_add(result, "total", total);
    return result;
}
