/* SPDX-License-Identifier: ISC */
/*
 * Keeping entries and indexing them.
 */
#include "store.h"

#include <stdlib.h>
#include <string.h>

bool store_grow(void *items, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return true;
    size_t wanted = *capacity < 16 ? 16 : *capacity * 2;
    void *old;
    memcpy(&old, items, sizeof old);
    void *new = wanted < need || wanted > SIZE_MAX / size ? NULL : realloc(old, wanted * size);
    if (!new)
        return false;
    memcpy(items, &new, sizeof new);
    *capacity = wanted;
    return true;
}

void store_complain(dp_text *problems, const char *file, size_t line, size_t column, const char *what,
                    const char *detail)
{
    dp_text_printf(problems, "%s:%zu:%zu: %s%s%s\n", file, line, column, what, detail ? ": " : "",
                   detail ? detail : "");
}

/* ---- Strings ---- */

typedef struct block {
    struct block *next;
    size_t used, size;
    char bytes[];
} block;

static char *copy_string(glossary *g, const char *text)
{
    size_t length = strlen(text) + 1;
    if (!g->blocks || g->blocks->size - g->blocks->used < length) {
        size_t size = length > 65536 ? length : 65536;
        block *new = malloc(sizeof *new + size);
        if (!new)
            return NULL;
        *new = (block){.next = g->blocks, .size = size};
        g->blocks = new;
    }
    char *copy = g->blocks->bytes + g->blocks->used;
    g->blocks->used += length;
    for (size_t i = 0; i < length; i++)
        copy[i] = strchr("\t\r\n", text[i]) && text[i] ? ' ' : text[i]; /* an entry is one line, whatever quotes held */
    return copy;
}

glossary *glossary_new(void)
{
    glossary *g = calloc(1, sizeof *g);
    if (g)
        g->powers[0] = 1;
    for (size_t i = 0; g && i < LONGEST_COMPOUND; i++)
        g->powers[i + 1] = g->powers[i] * 1099511628211u;
    return g;
}

void glossary_free(glossary *g)
{
    if (!g)
        return;
    while (g->blocks) {
        block *next = g->blocks->next;
        free(g->blocks);
        g->blocks = next;
    }
    free(g->entries);
    free(g->words);
    free(g->slots);
    free(g->filter);
    dp_text_free(&g->folded);
    dp_text_free(&g->remarks);
    free(g);
}

void glossary_set_aside(glossary *g)
{
    g->aside = true;
}

size_t glossary_count(const glossary *g)
{
    return g->count;
}

const glossary_entry *glossary_get(const glossary *g, size_t index)
{
    return index < g->count ? &g->entries[index].entry : NULL;
}

const glossary_entry *glossary_next(const glossary *g, size_t *index)
{
    while (*index < g->count) {
        const stored *s = &g->entries[(*index)++];
        if (!s->dropped && !s->entry.derived)
            return &s->entry;
    }
    return NULL;
}

const char *glossary_remarks(const glossary *g)
{
    return g->remarks.data;
}

void glossary_remark(glossary *g, const char *file, size_t line, const char *what, const char *detail)
{
    store_complain(&g->remarks, file, line, 1, what, detail);
}

/* ---- Folding ---- */

static bool is_joint(uint32_t code)
{
    return code == '-' || code == 0x2010 || code == 0x2011;
}

/* Append the small form of the code points that German words are made of; false for others. */
static bool fold_usual(uint32_t code, dp_text *folded)
{
    if (code == 0xDF || code == 0x1E9E)
        return dp_text_append(folded, "ss", 2), true;
    if (code < 0x80) {
        char small = (char)(code >= 'A' && code <= 'Z' ? code + 32 : code);
        return dp_text_append(folded, &small, 1), true;
    }
    if (code < 0xC0 || code > 0xFF)
        return false;
    dp_text_put(folded, code < 0xDE && code != 0xD7 ? code + 32 : code);
    return true;
}

word store_fold(const char *text, dp_span span, dp_text *folded)
{
    word w = {.begin = folded->length};
    size_t position = span.begin, letters = 0, capitals = 0;
    bool usual = true, last_small = false;
    for (uint32_t code; position < span.end && (code = dp_utf8_next(text, span.end, &position)) != DP_UTF8_END;) {
        if (is_joint(code)) {
            w.hyphen = true;
            continue;
        }
        if (code == '\'' || code == 0x2019)
            continue;
        if (code < 0x80 ? (code | 32) >= 'a' && (code | 32) <= 'z' : dp_is_letter(code)) {
            bool capital = code < 0x80 ? code < 'a' : dp_is_upper(code);
            w.upper = w.upper || (letters == 0 && capital);
            letters++;
            capitals += capital;
            last_small = code == 's';
        }
        usual = usual && fold_usual(code, folded);
    }
    if (!usual) {
        dp_text_cut(folded, w.begin);
        dp_text_fold(folded, text + span.begin, span.end - span.begin);
    }
    w.length = folded->length - w.begin;
    w.acronym = capitals > 1 && (capitals == letters || (capitals + 1 == letters && last_small));
    return w;
}

/* ---- Keys ---- */

void store_sums(const char *flat, size_t length, uint64_t *sums)
{
    sums[0] = 0;
    for (size_t i = 0; i < length; i++)
        sums[i + 1] = sums[i] * 1099511628211u + (unsigned char)flat[i] + 1;
}

static uint64_t mix(uint64_t key)
{
    key ^= key >> 32;
    key *= 0xD6E8FEB86659FD93u;
    key ^= key >> 32;
    key *= 0xD6E8FEB86659FD93u;
    return key ^ key >> 32;
}

uint64_t store_key(const glossary *g, const uint64_t *sums, size_t begin, size_t end)
{
    return mix(sums[end] - sums[begin] * g->powers[end - begin]);
}

uint64_t store_pair_key(uint64_t first, uint64_t second)
{
    return mix(first * 3 + second);
}

uint64_t store_word_key(const glossary *g, const char *form, size_t length, dp_text *flat)
{
    uint64_t sums[LONGEST_COMPOUND + 1];
    dp_text_cut(flat, 0);
    inflect_flatten(flat, form, length < LONGEST_COMPOUND ? length : LONGEST_COMPOUND);
    size_t stem = flat->data ? inflect_stem(flat->data, flat->length) : 0;
    store_sums(flat->data, stem, sums);
    return store_key(g, sums, 0, stem);
}

/* ---- Index ---- */

static size_t filter_bit(const glossary *g, uint64_t key)
{
    return (size_t)(key >> 20) & (g->slot_count * 8 - 1);
}

const stored *store_first(const glossary *g, uint64_t key)
{
    size_t bit = filter_bit(g, key);
    if (!(g->filter[bit / 8] >> bit % 8 & 1))
        return NULL;
    size_t index = g->slots[(size_t)key & (g->slot_count - 1)];
    const stored *entry = index ? &g->entries[index - 1] : NULL;
    return !entry || entry->key == key ? entry : store_next(g, &(stored){.key = key, .next = index});
}

const stored *store_next(const glossary *g, const stored *entry)
{
    uint64_t key = entry->key;
    for (size_t index = entry->next; index > 0; index = g->entries[index - 1].next)
        if (g->entries[index - 1].key == key)
            return &g->entries[index - 1];
    return NULL;
}

static void set_key(glossary *g, stored *entry, dp_text *flat)
{
    const word *words = &g->words[entry->first_word];
    entry->key = store_word_key(g, g->folded.data + words[0].begin, words[0].length, flat);
    if (entry->word_count > 1)
        entry->key =
            store_pair_key(entry->key, store_word_key(g, g->folded.data + words[1].begin, words[1].length, flat));
}

static bool same_german(const glossary *g, const stored *a, const stored *b)
{
    if (a->word_count != b->word_count || (a->entry.derived && !b->entry.derived))
        return false;
    for (size_t i = 0; i < a->word_count; i++) {
        const word *x = &g->words[a->first_word + i], *y = &g->words[b->first_word + i];
        if (x->length != y->length || x->upper != y->upper || x->acronym != y->acronym || x->hyphen != y->hyphen ||
            memcmp(g->folded.data + x->begin, g->folded.data + y->begin, x->length) != 0)
            return false;
    }
    return true;
}

/* Say that a later entry of the same file says the same or something else. Across files the first takes precedence,
 * which is worth a remark where they differ. */
static void report_repeat(glossary *g, const stored *first, const stored *later, dp_text *problems)
{
    bool same = strcmp(first->entry.english, later->entry.english) == 0;
    if (first->entry.derived || later->entry.derived)
        return;
    if (strcmp(first->entry.file, later->entry.file) != 0) {
        if (!same)
            dp_text_printf(&g->remarks,
                           "%s:%zu:%zu: \"%s\" is something else in %s line %zu (\"%s\"), which goes before\n",
                           later->entry.file, later->entry.line, later->column, later->entry.german,
                           first->entry.file + (strncmp(first->entry.file, "./", 2) == 0 ? 2 : 0), first->entry.line,
                           first->entry.english);
        return;
    }
    dp_text_printf(problems, "%s:%zu:%zu: \"%s\" is %s line %zu%s%s%s; this line is left out\n", later->entry.file,
                   later->entry.line, later->column, later->entry.german,
                   same ? "already there, in" : "something else in", first->entry.line, same ? "" : " (\"",
                   same ? "" : first->entry.english, same ? "" : "\")");
}

/* Put an entry behind those with its slot, unless one of them is the same. */
static void insert(glossary *g, size_t index, dp_text *problems)
{
    stored *entry = &g->entries[index];
    size_t *link = &g->slots[(size_t)entry->key & (g->slot_count - 1)];
    for (; *link > 0; link = &g->entries[*link - 1].next) {
        const stored *other = &g->entries[*link - 1];
        if (other->key == entry->key && same_german(g, other, entry)) {
            entry->dropped = true;
            report_repeat(g, other, entry, problems);
            return;
        }
    }
    *link = index + 1;
    size_t bit = filter_bit(g, entry->key);
    g->filter[bit / 8] = (uint8_t)(g->filter[bit / 8] | 1u << bit % 8);
}

static dp_status build_index(glossary *g, dp_text *problems)
{
    size_t slots = 64;
    while (slots < g->count * 2)
        slots *= 2;
    free(g->slots);
    free(g->filter);
    g->slot_count = slots;
    g->slots = calloc(slots, sizeof *g->slots);
    g->filter = calloc(slots, 1);
    if (!g->slots || !g->filter)
        return DP_NO_MEMORY;
    dp_text flat = {0};
    for (size_t i = 0; i < g->count; i++) {
        set_key(g, &g->entries[i], &flat);
        g->entries[i].next = 0;
        insert(g, i, problems);
    }
    dp_status status = flat.failed || problems->failed ? DP_NO_MEMORY : DP_OK;
    dp_text_free(&flat);
    return status;
}

/* ---- Adding ---- */

static dp_status add_words(glossary *g, stored *entry)
{
    size_t length = strlen(entry->entry.german), position = 0;
    dp_span span;
    entry->first_word = g->word_count;
    while (dp_word_next(entry->entry.german, length, &position, &span)) {
        if (!store_grow(&g->words, &g->word_capacity, g->word_count + 1, sizeof *g->words))
            return DP_NO_MEMORY;
        g->words[g->word_count++] = store_fold(entry->entry.german, span, &g->folded);
    }
    entry->word_count = g->word_count - entry->first_word;
    return g->folded.failed ? DP_NO_MEMORY : DP_OK;
}

static dp_status copy_strings(glossary *g, glossary_entry *entry)
{
    const char **strings[] = {&entry->german, &entry->english, &entry->forbidden, &entry->domain, &entry->note};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        if (*strings[i] && !(*strings[i] = copy_string(g, *strings[i])))
            return DP_NO_MEMORY;
    const char *last = g->count > 0 ? g->entries[g->count - 1].entry.file : NULL;
    entry->file = last && strcmp(last, entry->file) == 0 ? last : copy_string(g, entry->file);
    return entry->file ? DP_OK : DP_NO_MEMORY;
}

/* Whether the text is one of the items of a list that is parted by "|". */
static bool is_among(const char *text, const char *list)
{
    size_t length = strlen(text);
    for (const char *item = list; item && *item; item += strcspn(item, "|"), item += *item == '|')
        if (strcspn(item, "|") == length && memcmp(item, text, length) == 0)
            return true;
    return false;
}

dp_status glossary_add(glossary *g, const glossary_entry *entry, size_t column, dp_text *problems)
{
    static const inflection kinds[] = {['a'] = INFLECTION_ADJECTIVE, ['N'] = INFLECTION_NAME};
    if (!store_grow(&g->entries, &g->capacity, g->count + 1, sizeof *g->entries))
        return DP_NO_MEMORY;
    stored new = {.entry = *entry, .column = column};
    new.entry.aside = g->aside;
    if (entry->keep && strcmp(entry->english, entry->german) != 0) {
        store_complain(&g->remarks, entry->file, entry->line, 1, "kept as it is in German, whatever the English",
                       entry->english);
        new.entry.english = entry->german;
    }
    if (entry->pos == 'a' || entry->pos == 'N')
        new.kind = kinds[(unsigned char)entry->pos];
    dp_status status = copy_strings(g, &new.entry);
    if (status == DP_OK)
        status = add_words(g, &new);
    if (status != DP_OK)
        return status;
    if (new.word_count == 0) {
        store_complain(problems, entry->file, entry->line, column, "the German holds no word", entry->german);
        return DP_OK;
    }
    if (is_among(entry->english, entry->forbidden))
        store_complain(problems, entry->file, entry->line, column, "the English is among the forbidden forms",
                       entry->english);
    g->entries[g->count++] = new;
    return DP_OK;
}

/* ---- Adjectives of names ---- */

static const char no_adjectives[] =
#include "data/no_adjectives.inc"
    ;

static bool has_other_adjective(const char *english)
{
    for (const char *line = no_adjectives; *line; line = strchr(line, '\n') + 1)
        if (strcspn(line, "\n") == strlen(english) && memcmp(line, english, strlen(english)) == 0)
            return true;
    return false;
}

/* The adjective of a country in -a or -ien whose English ends in -a: "Nordkorea", "Syrien". Other names have no rule in
 * English (Iran, Iranian; Irak, Iraqi). */
static bool derive(const stored *from, dp_text *german, dp_text *english)
{
    const glossary_entry *e = &from->entry;
    size_t length = strlen(e->german), english_length = strlen(e->english);
    if (from->word_count != 1 || e->fixed || e->keep || length < 5 || english_length < 4 || (e->pos && e->pos != 'N'))
        return false;
    if (e->english[english_length - 1] != 'a' || e->english[0] < 'A' || e->english[0] > 'Z' ||
        has_other_adjective(e->english))
        return false;
    bool a = e->german[length - 1] == 'a', ien = strcmp(e->german + length - 3, "ien") == 0;
    if (!a && !ien)
        return false;
    size_t position = 0;
    dp_text_put(german, dp_to_lower(dp_utf8_next(e->german, length, &position)));
    dp_text_append(german, e->german + position, length - position - (a ? 0 : 3));
    dp_text_puts(german, a ? "nisch" : "isch");
    dp_text_printf(english, "%sn", e->english);
    return true;
}

static dp_status add_derived(glossary *g, dp_text *problems)
{
    dp_text german = {0}, english = {0};
    dp_status status = DP_OK;
    size_t count = g->count;
    for (size_t i = 0; status == DP_OK && i < count; i++) {
        dp_text_cut(&german, 0);
        dp_text_cut(&english, 0);
        if (!derive(&g->entries[i], &german, &english))
            continue;
        glossary_entry entry = g->entries[i].entry;
        entry.german = german.data;
        entry.english = english.data;
        entry.derived = true;
        entry.pos = 'a';
        entry.forbidden = entry.note = NULL;
        status = german.failed || english.failed ? DP_NO_MEMORY : glossary_add(g, &entry, 1, problems);
    }
    dp_text_free(&german);
    dp_text_free(&english);
    return status;
}

dp_status glossary_finish(glossary *g, dp_text *problems)
{
    dp_status status = add_derived(g, problems);
    return status == DP_OK ? build_index(g, problems) : status;
}

/* ---- Remarks ---- */

/* Whether each word of one entry is that of the other or a form of it. */
static bool is_form_of(const glossary *g, const stored *base, const stored *form)
{
    for (size_t i = 0; i < base->word_count; i++) {
        const word *x = &g->words[base->first_word + i], *y = &g->words[form->first_word + i];
        bool last = i + 1 == base->word_count;
        if (!inflect_is_form(g->folded.data + x->begin, x->length, g->folded.data + y->begin, y->length,
                             last && x->upper ? base->kind : INFLECTION_ADJECTIVE))
            return false;
    }
    return base->word_count == form->word_count;
}

/* Remark that an entry is a form of one before it that is called otherwise: perhaps meant, perhaps a contradiction. One
 * English that begins as the other is its plural. */
static void report_form(glossary *g, const stored *first, const stored *later)
{
    size_t length = strlen(first->entry.english), other = strlen(later->entry.english);
    length = length < other ? length : other;
    if (strcmp(first->entry.file, later->entry.file) != 0 || first->entry.derived || later->entry.derived ||
        first->entry.fixed || length < 2 || memcmp(first->entry.english, later->entry.english, length - 1) == 0 ||
        first->word_count != later->word_count || (!is_form_of(g, first, later) && !is_form_of(g, later, first)))
        return;
    dp_text_printf(&g->remarks, "%s:%zu:%zu: \"%s\" is a form of \"%s\" in line %zu, too, which is \"%s\"\n",
                   later->entry.file, later->entry.line, later->column, later->entry.german, first->entry.german,
                   first->entry.line, first->entry.english);
}

dp_status glossary_remark_forms(glossary *g)
{
    for (size_t i = 0; i < g->count; i++)
        for (const stored *other = store_first(g, g->entries[i].key); other; other = store_next(g, other))
            if (other < &g->entries[i] && !g->entries[i].dropped)
                report_form(g, other, &g->entries[i]);
    return g->remarks.failed ? DP_NO_MEMORY : DP_OK;
}
