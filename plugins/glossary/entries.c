/* SPDX-License-Identifier: ISC */
/*
 * Reading glossary files and finding their entries in text. Entries are indexed by what all forms of their first word
 * have in common; a candidate is then compared word by word.
 */
#include "glossary.h"

#include <stdlib.h>
#include <string.h>

/* A word of an entry. */
typedef struct word {
    size_t begin, length; /* of its folded form, in `folded` */
    bool upper;           /* it begins with a capital */
    bool acronym;         /* it is all capitals: never inflected but with -s, never found in other case */
} word;

typedef struct stored {
    glossary_entry entry;
    size_t first_word, word_count;
    inflection kind;      /* of its capitalised words */
    size_t next;          /* next in the same bucket, plus 1 */
} stored;

struct glossary {
    char **texts; /* the files' texts; entries point into them */
    size_t text_count, text_capacity;
    stored *entries;
    size_t count, capacity;
    word *words;
    size_t word_count, word_capacity;
    dp_text folded;
    size_t *buckets; /* entry plus 1 */
    size_t bucket_count;
};

static bool grow(void *items, size_t *capacity, size_t need, size_t size)
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

glossary *glossary_new(void)
{
    return calloc(1, sizeof(glossary));
}

void glossary_free(glossary *g)
{
    if (!g)
        return;
    for (size_t i = 0; i < g->text_count; i++)
        free(g->texts[i]);
    free(g->texts);
    free(g->entries);
    free(g->words);
    free(g->buckets);
    dp_text_free(&g->folded);
    free(g);
}

size_t glossary_count(const glossary *g)
{
    return g->count;
}

const glossary_entry *glossary_get(const glossary *g, size_t index)
{
    return index < g->count ? &g->entries[index].entry : NULL;
}

/* ---- Index ---- */

static size_t hash(const char *bytes, size_t length)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < length; i++)
        h = (h ^ (unsigned char)bytes[i]) * 1099511628211u;
    return (size_t)(h ^ h >> 32);
}

static size_t key_bucket(const glossary *g, const char *form, size_t length, dp_text *key)
{
    dp_text_cut(key, 0);
    inflect_key(key, form, length);
    return hash(key->data ? key->data : "", key->length) & (g->bucket_count - 1);
}

static void insert(glossary *g, size_t index, dp_text *key)
{
    stored *entry = &g->entries[index];
    const word *first = &g->words[entry->first_word];
    size_t bucket = key_bucket(g, g->folded.data + first->begin, first->length, key);
    entry->next = g->buckets[bucket];
    g->buckets[bucket] = index + 1;
}

/* Rebuild the index over all entries. Later entries go in first, so that earlier ones stand in front. */
static dp_status build_index(glossary *g)
{
    size_t count = 64;
    while (count < g->count * 2)
        count *= 2;
    size_t *buckets = calloc(count, sizeof *buckets);
    if (!buckets)
        return DP_NO_MEMORY;
    free(g->buckets);
    g->buckets = buckets;
    g->bucket_count = count;
    dp_text key = {0};
    for (size_t i = g->count; i-- > 0;)
        insert(g, i, &key);
    dp_status status = key.failed ? DP_NO_MEMORY : DP_OK;
    dp_text_free(&key);
    return status;
}

/* ---- Reading ---- */

static word describe(const char *text, dp_span span, dp_text *folded)
{
    word w = {.begin = folded->length};
    dp_text_fold(folded, text + span.begin, span.end - span.begin);
    w.length = folded->length - w.begin;
    size_t position = span.begin, letters = 0;
    bool capitals = true;
    for (uint32_t code; position < span.end && (code = dp_utf8_next(text, span.end, &position)) != DP_UTF8_END;) {
        if (!dp_is_letter(code))
            continue;
        if (letters++ == 0)
            w.upper = dp_is_upper(code);
        capitals = capitals && dp_is_upper(code);
    }
    w.acronym = capitals && letters > 1;
    return w;
}

static dp_status add_words(glossary *g, stored *entry)
{
    size_t length = strlen(entry->entry.german), position = 0;
    dp_span span;
    entry->first_word = g->word_count;
    while (dp_word_next(entry->entry.german, length, &position, &span)) {
        if (!grow(&g->words, &g->word_capacity, g->word_count + 1, sizeof *g->words))
            return DP_NO_MEMORY;
        g->words[g->word_count++] = describe(entry->entry.german, span, &g->folded);
    }
    entry->word_count = g->word_count - entry->first_word;
    return g->folded.failed ? DP_NO_MEMORY : DP_OK;
}

/* One word with a capital in both languages is taken for a name, unless the English has several words: "Iran", but
 * not "Bundesverfassungsgericht" (Federal Constitutional Court). */
static inflection guess_kind(const stored *entry)
{
    if (entry->entry.pos)
        return entry->entry.pos == 'a' ? INFLECTION_ADJECTIVE : entry->entry.pos == 'N' ? INFLECTION_NAME : INFLECTION_NOUN;
    size_t position = 0;
    uint32_t first = dp_utf8_next(entry->entry.english, strlen(entry->entry.english), &position);
    return dp_is_upper(first) && entry->word_count == 1 ? INFLECTION_NAME : INFLECTION_NOUN;
}

/* Where a message points to. */
typedef struct place {
    const char *file;
    size_t line;
    dp_text *problems;
} place;

static void complain(const place *at, size_t column, const char *what, const char *detail)
{
    dp_text_printf(at->problems, "%s:%zu:%zu: %s%s%s\n", at->file, at->line, column, what, detail ? ": " : "",
                   detail ? detail : "");
}

/* Whether `text` is "key=value" with this key. */
static const char *option_value(const char *text, const char *key)
{
    size_t length = strlen(key);
    return strncmp(text, key, length) == 0 && text[length] == '=' ? text + length + 1 : NULL;
}

/* Store which of two words a value is; false when it is neither. */
static bool choose(bool *where, const char *value, const char *yes, const char *no)
{
    *where = strcmp(value, yes) == 0;
    return *where || strcmp(value, no) == 0;
}

static bool choose_pos(char *where, const char *value)
{
    static const struct {
        const char *name;
        char code;
    } known[] = {{"noun", 'n'}, {"name", 'N'}, {"adjective", 'a'}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, value) == 0) {
            *where = known[i].code;
            return true;
        }
    return false;
}

/* Apply "key=value"; a complaint if it is not known. */
static void set_option(glossary_entry *entry, const char *text, const place *at, size_t column)
{
    const char *value;
    bool known = false;
    if ((value = option_value(text, "case")))
        known = choose(&entry->any_case, value, "any", "exact");
    else if ((value = option_value(text, "inflect")))
        known = choose(&entry->fixed, value, "no", "yes");
    else if ((value = option_value(text, "keep")))
        known = choose(&entry->keep, value, "yes", "no");
    else if ((value = option_value(text, "pos")))
        known = choose_pos(&entry->pos, value);
    else if ((value = option_value(text, "note"))) {
        entry->note = value;
        known = true;
    }
    if (!known)
        complain(at, column,
                 "unknown option (known: case=any|exact, inflect=yes|no, keep=yes|no, pos=noun|name|adjective, note=TEXT)",
                 text);
}

static char *trim(char *text)
{
    while (*text == ' ')
        text++;
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\r'))
        text[--length] = '\0';
    return text;
}

/* Read one line, which is changed in place, into an entry; false when it holds none. */
static bool read_line(char *line, glossary_entry *entry, const place *at)
{
    char *fields[16];
    size_t columns[16], count = 0;
    for (char *field = line; field && count < 16;) {
        char *tab = strchr(field, '\t');
        if (tab)
            *tab = '\0';
        columns[count] = dp_utf8_count(line, (size_t)(field - line)) + 1;
        fields[count++] = trim(field);
        field = tab ? tab + 1 : NULL;
    }
    *entry = (glossary_entry){.german = fields[0], .english = count > 1 ? fields[1] : "", .file = at->file, .line = at->line};
    for (size_t i = 2; i < count; i++)
        if (*fields[i])
            set_option(entry, fields[i], at, columns[i]);
    if (entry->keep && !*entry->english)
        entry->english = entry->german;
    if (!*entry->german || !*entry->english) {
        complain(at, 1, "an entry is German, a tab, English", NULL);
        return false;
    }
    return true;
}

static dp_status add_entry(glossary *g, const glossary_entry *entry, const place *at)
{
    if (!grow(&g->entries, &g->capacity, g->count + 1, sizeof *g->entries))
        return DP_NO_MEMORY;
    stored *new = &g->entries[g->count];
    *new = (stored){.entry = *entry};
    dp_status status = add_words(g, new);
    if (status != DP_OK)
        return status;
    if (new->word_count == 0) {
        complain(at, 1, "the German holds no word", NULL);
        return DP_OK;
    }
    new->kind = guess_kind(new);
    g->count++;
    return DP_OK;
}

dp_status glossary_add_tsv(glossary *g, const char *text, size_t length, const char *file, dp_text *problems)
{
    char *copy = malloc(length + strlen(file) + 2);
    if (!copy || !grow(&g->texts, &g->text_capacity, g->text_count + 1, sizeof *g->texts)) {
        free(copy);
        return DP_NO_MEMORY;
    }
    g->texts[g->text_count++] = copy;
    char *name = copy + length + 1;
    memcpy(copy, text, length);
    copy[length] = '\0';
    memcpy(name, file, strlen(file) + 1);
    place at = {.file = name, .problems = problems};
    if (length >= 3 && memcmp(copy, "\xEF\xBB\xBF", 3) == 0)
        copy += 3;
    for (char *line = copy; line && line < name;) {
        char *end = memchr(line, '\n', (size_t)(name - line));
        if (end)
            *end = '\0';
        at.line++;
        glossary_entry entry;
        size_t bad;
        if (!dp_utf8_valid(line, strlen(line), &bad))
            complain(&at, bad + 1, "not UTF-8; convert the file first", NULL);
        else if (*line != '#' && line[strspn(line, " \t\r")] != '\0' && read_line(line, &entry, &at) &&
                 add_entry(g, &entry, &at) != DP_OK)
            return DP_NO_MEMORY;
        line = end ? end + 1 : NULL;
    }
    return problems->failed ? DP_NO_MEMORY : build_index(g);
}

/* ---- Finding ---- */

/* A word of the text, with its form for comparison. */
typedef struct token {
    dp_span span;
    word form; /* begin and length are those in the searcher's `folded` */
} token;

typedef struct searcher {
    const glossary *g;
    const char *text;
    token *tokens;
    size_t count, capacity;
    dp_text folded, key;
} searcher;

static bool case_agrees(const word *want, const word *have, bool any_case)
{
    if (any_case || have->acronym)
        return !want->acronym || have->acronym || any_case;
    if (want->acronym)
        return false;
    return have->upper || !want->upper;
}

/* How a token agrees with a word of an entry; false when it does not. */
static bool word_agrees(const searcher *s, const stored *entry, const word *want, const token *have, glossary_match_kind *kind)
{
    const char *base = s->g->folded.data + want->begin, *form = s->folded.data + have->form.begin;
    if (!case_agrees(want, &have->form, entry->entry.any_case))
        return false;
    bool same = want->length == have->form.length && memcmp(base, form, want->length) == 0;
    if (same && want->upper != have->form.upper && *kind < MATCH_CASE)
        *kind = MATCH_CASE;
    if (same || entry->entry.fixed)
        return same;
    inflection table = want->upper ? entry->kind : INFLECTION_ADJECTIVE;
    if (want->acronym)
        table = INFLECTION_NAME;
    *kind = MATCH_INFLECTED;
    return inflect_is_form(base, want->length, form, have->form.length, table);
}

/* Words of an entry may be parted by white space only, or by what the entry has there too (a hyphen is in the word). */
static bool gap_is_plain(const searcher *s, size_t left)
{
    for (size_t i = s->tokens[left].span.end; i < s->tokens[left + 1].span.begin;) {
        uint32_t code = dp_utf8_next(s->text, s->tokens[left + 1].span.begin, &i);
        if (!dp_is_space(code) && code != '-')
            return false;
    }
    return true;
}

static bool entry_agrees(const searcher *s, const stored *entry, size_t at, glossary_match_kind *kind)
{
    *kind = MATCH_EXACT;
    if (entry->word_count > s->count - at)
        return false;
    for (size_t i = 0; i < entry->word_count; i++) {
        if (!word_agrees(s, entry, &s->g->words[entry->first_word + i], &s->tokens[at + i], kind))
            return false;
        if (i + 1 < entry->word_count && !gap_is_plain(s, at + i))
            return false;
    }
    return true;
}

/* The best entry that begins at token `at`: most words, then the closest form, then the first added. */
static const stored *best_entry(searcher *s, size_t at, glossary_match_kind *kind)
{
    const word *first = &s->tokens[at].form;
    const stored *best = NULL;
    size_t index = s->g->buckets[key_bucket(s->g, s->folded.data + first->begin, first->length, &s->key)];
    for (; index > 0; index = s->g->entries[index - 1].next) {
        const stored *entry = &s->g->entries[index - 1];
        glossary_match_kind this;
        if (!entry_agrees(s, entry, at, &this))
            continue;
        if (!best || entry->word_count > best->word_count || (entry->word_count == best->word_count && this < *kind)) {
            best = entry;
            *kind = this;
        }
    }
    return best;
}

static dp_status tokenize(searcher *s, size_t length)
{
    size_t position = 0;
    dp_span span;
    while (dp_word_next(s->text, length, &position, &span)) {
        if (!grow(&s->tokens, &s->capacity, s->count + 1, sizeof *s->tokens))
            return DP_NO_MEMORY;
        s->tokens[s->count++] = (token){.span = span, .form = describe(s->text, span, &s->folded)};
    }
    return s->folded.failed ? DP_NO_MEMORY : DP_OK;
}

/* An entry that is the last or first part of the compound at token `at`. Hyphens part a compound safely; without one a
 * part must be long enough not to be an accident. */
static const stored *compound_entry(searcher *s, size_t at)
{
    const char *form = s->folded.data + s->tokens[at].form.begin;
    size_t length = s->tokens[at].form.length;
    const size_t shortest = 5;
    for (size_t begin = 0; begin + shortest <= length; begin++) {
        if ((form[begin] & 0xC0) == 0x80 || (begin > 0 && begin < 3))
            continue;
        size_t index = s->g->buckets[key_bucket(s->g, form + begin, length - begin, &s->key)];
        for (; begin > 0 && index > 0; index = s->g->entries[index - 1].next) {
            const stored *entry = &s->g->entries[index - 1];
            const word *want = &s->g->words[entry->first_word];
            if (entry->word_count == 1 && want->upper && !want->acronym && want->length >= shortest && !entry->entry.fixed &&
                inflect_is_form(s->g->folded.data + want->begin, want->length, form + begin, length - begin, entry->kind))
                return entry;
        }
    }
    return NULL;
}

/* An entry that is the first part of the compound: try every length of a first part. */
static const stored *compound_start(searcher *s, size_t at)
{
    const char *form = s->folded.data + s->tokens[at].form.begin;
    size_t length = s->tokens[at].form.length;
    for (size_t part = length > 4 ? length - 4 : 0; part >= 5; part--) {
        size_t index = s->g->buckets[key_bucket(s->g, form, part, &s->key)];
        for (; index > 0; index = s->g->entries[index - 1].next) {
            const stored *entry = &s->g->entries[index - 1];
            const word *want = &s->g->words[entry->first_word];
            if (entry->word_count == 1 && want->upper && want->length == part && !entry->entry.fixed &&
                inflect_linked(s->g->folded.data + want->begin, want->length, form, length) > 0)
                return entry;
        }
    }
    return NULL;
}

static dp_status find_at(searcher *s, size_t *at, dp_status (*found)(void *, const glossary_match *), void *context)
{
    glossary_match_kind kind = MATCH_EXACT;
    const stored *entry = best_entry(s, *at, &kind);
    size_t words = entry ? entry->word_count : 1;
    if (!entry && s->tokens[*at].form.upper && s->tokens[*at].form.length < 256) {
        kind = MATCH_COMPOUND;
        entry = compound_start(s, *at);
        if (!entry)
            entry = compound_entry(s, *at);
    }
    dp_span span = {s->tokens[*at].span.begin, s->tokens[*at + words - 1].span.end};
    *at += words;
    return entry ? found(context, &(glossary_match){.entry = &entry->entry, .span = span, .kind = kind}) : DP_OK;
}

dp_status glossary_find(const glossary *g, const char *text, size_t length,
                        dp_status (*found)(void *, const glossary_match *), void *context)
{
    if (g->count == 0)
        return DP_OK;
    searcher s = {.g = g, .text = text};
    dp_status status = tokenize(&s, length);
    for (size_t at = 0; status == DP_OK && at < s.count;)
        status = find_at(&s, &at, found, context);
    free(s.tokens);
    dp_text_free(&s.folded);
    dp_text_free(&s.key);
    return status;
}
