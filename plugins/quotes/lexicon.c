/* SPDX-License-Identifier: ISC */
/*
 * The word lists in memory: one hash table of forms, filled from the data files. Keys are in one block of bytes.
 */
#include "lexicon.h"

#include "paradigm.h"

#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Woverlength-strings"
#endif
static const char words_data[] =
#include "data/words.inc"
    ;
static const char first_names_data[] =
#include "data/first_names.inc"
    ;
static const char verbs_data[] =
#include "data/verbs.inc"
    ;
static const char speech_data[] =
#include "data/speech.inc"
    ;

static const char *const class_names[CLASS_COUNT] = {
    [CLASS_NOMINATIVE] = "nominative",
    [CLASS_OBLIQUE] = "oblique",
    [CLASS_ARTICLE] = "article",
    [CLASS_SUBJECT_PRONOUN] = "subject-pronoun",
    [CLASS_OBJECT_PRONOUN] = "object-pronoun",
    [CLASS_REFLEXIVE] = "reflexive",
    [CLASS_RELATIVE] = "relative",
    [CLASS_QUESTION] = "question",
    [CLASS_POSSESSIVE] = "possessive",
    [CLASS_THAT] = "that",
    [CLASS_SUBORDINATOR] = "subordinator",
    [CLASS_INFINITIVE_OPENER] = "infinitive-opener",
    [CLASS_COORDINATOR] = "coordinator",
    [CLASS_ADVERSATIVE] = "adversative",
    [CLASS_PREPOSITION] = "preposition",
    [CLASS_CONTRACTED] = "contracted",
    [CLASS_ATTRIBUTION_PREPOSITION] = "attribution-preposition",
    [CLASS_OF] = "of",
    [CLASS_ADVERB] = "adverb",
    [CLASS_NEGATION] = "negation",
    [CLASS_TIME] = "time",
    [CLASS_CORRELATE] = "correlate",
    [CLASS_ACCOUNT] = "account",
    [CLASS_DOCUMENT] = "document",
    [CLASS_CONTENT] = "content",
    [CLASS_OPINION] = "opinion",
    [CLASS_PERSON] = "person",
    [CLASS_INSTITUTION] = "institution",
    [CLASS_ANONYMOUS] = "anonymous",
    [CLASS_NAMING] = "naming",
    [CLASS_LABEL] = "label",
    [CLASS_LEGAL_FORM] = "legal-form",
    [CLASS_BODY] = "body",
    [CLASS_LAW] = "law",
    [CLASS_SO_CALLED] = "so-called",
    [CLASS_SLOGAN] = "slogan",
    [CLASS_FOREIGN] = "foreign",
    [CLASS_NUMERAL] = "numeral",
    [CLASS_MASCULINE] = "masculine",
    [CLASS_FEMININE] = "feminine",
};

typedef struct slot {
    uint32_t key;    /* offset into `keys` */
    uint32_t length; /* 0: free */
    entry value;
} slot;

typedef struct pair {
    uint16_t prefix;
    uint16_t base;
    uint16_t joined;
} pair;

struct lexicon {
    slot *slots;
    size_t slot_count; /* a power of two */
    size_t used;
    dp_text keys;
    verb *verbs;
    size_t verb_count;
    size_t verb_capacity;
    pair *pairs; /* separable verbs, sorted for binary search by base, then in the order of the file */
    size_t pair_count;
    size_t pair_capacity;
    dp_text prefixes; /* NUL-terminated, one after the other */
    char *speech;     /* copy of speech_data cut into words, which the verbs point into */
    char **names;
    size_t name_count;
    size_t name_capacity;
    bool failed;
};

static size_t hash(const char *word, size_t length)
{
    uint64_t value = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)word[i]) * 1099511628211u;
    return (size_t)(value ^ (value >> 29));
}

static slot *probe(slot *slots, size_t count, const char *keys, const char *word, size_t length)
{
    size_t at = hash(word, length) & (count - 1);
    while (slots[at].length && (slots[at].length != length || memcmp(keys + slots[at].key, word, length) != 0))
        at = (at + 1) & (count - 1);
    return &slots[at];
}

static bool grow_slots(lexicon *words)
{
    size_t count = words->slot_count ? words->slot_count * 2 : 1u << 15;
    slot *slots = calloc(count, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < words->slot_count; i++)
        if (words->slots[i].length)
            *probe(slots, count, words->keys.data, words->keys.data + words->slots[i].key, words->slots[i].length) =
                words->slots[i];
    free(words->slots);
    words->slots = slots;
    words->slot_count = count;
    return true;
}

static entry *intern(lexicon *words, const char *word, size_t length)
{
    if (length == 0 || (words->used * 2 >= words->slot_count && !grow_slots(words))) {
        words->failed = words->failed || length != 0;
        return NULL;
    }
    slot *found = probe(words->slots, words->slot_count, words->keys.data, word, length);
    if (!found->length) {
        uint32_t key = (uint32_t)words->keys.length;
        if (dp_text_append(&words->keys, word, length) != DP_OK) {
            words->failed = true;
            return NULL;
        }
        found->key = key;
        found->length = (uint32_t)length;
        words->used++;
    }
    return &found->value;
}

/* ---- Reading the files ---- */

/* Take the next stretch of bytes up to one of `stops` from `*rest`, without surrounding blanks; false at the end. */
static bool next_part(const char **rest, const char *end, const char *stops, const char **part, size_t *length)
{
    const char *at = *rest;
    while (at < end && (*at == ' ' || strchr(stops, *at)))
        at++;
    if (at >= end)
        return false;
    const char *stop = at;
    while (stop < end && !strchr(stops, *stop))
        stop++;
    *rest = stop;
    while (stop > at && stop[-1] == ' ')
        stop--;
    *part = at;
    *length = (size_t)(stop - at);
    return true;
}

static word_class class_of(const char *name, size_t length)
{
    for (size_t i = 0; i < CLASS_COUNT; i++)
        if (strlen(class_names[i]) == length && memcmp(class_names[i], name, length) == 0)
            return (word_class)1 << i;
    return 0;
}

static void read_words(lexicon *words, const char *data, size_t size)
{
    const char *rest = data;
    const char *line;
    size_t length;
    while (next_part(&rest, data + size, "\n", &line, &length)) {
        const char *at = line;
        const char *part;
        size_t part_length;
        if (!next_part(&at, line + length, ":", &part, &part_length))
            continue;
        word_class class = class_of(part, part_length);
        while (next_part(&at, line + length, ": ", &part, &part_length)) {
            entry *value = intern(words, part, part_length);
            if (value)
                value->classes |= class;
        }
    }
}

static unsigned add_verb(lexicon *words, const char *infinitive)
{
    if (words->verb_count == words->verb_capacity) {
        size_t capacity = words->verb_capacity ? words->verb_capacity * 2 : 4096;
        verb *verbs = capacity > UINT16_MAX ? NULL : realloc(words->verbs, capacity * sizeof *verbs);
        if (!verbs) {
            words->failed = true;
            return VERB_NONE;
        }
        words->verbs = verbs;
        words->verb_capacity = capacity;
    }
    words->verbs[words->verb_count] = (verb){.infinitive = infinitive};
    return (unsigned)words->verb_count++;
}

static void add_reading(void *context, const char *form, size_t length, unsigned verb_number, unsigned forms)
{
    lexicon *words = context;
    entry *value = intern(words, form, length);
    if (!value || verb_number == VERB_NONE)
        return;
    for (size_t i = 0; i < value->reading_count; i++) {
        if (value->readings[i].verb == verb_number) {
            value->readings[i].forms |= (uint16_t)forms;
            return;
        }
    }
    if (value->reading_count < READINGS_MAX)
        value->readings[value->reading_count++] = (reading){(uint16_t)verb_number, (uint16_t)forms};
}

static unsigned find_infinitive(const lexicon *words, const char *infinitive, size_t length)
{
    const entry *found = lexicon_find(words, infinitive, length);
    for (size_t i = 0; found && i < found->reading_count; i++) {
        const char *name = words->verbs[found->readings[i].verb].infinitive;
        if (strlen(name) == length && memcmp(name, infinitive, length) == 0)
            return found->readings[i].verb;
    }
    return VERB_NONE;
}

static void add_pair(lexicon *words, const char *prefix, size_t length, unsigned base, unsigned joined)
{
    if (words->pair_count == words->pair_capacity) {
        size_t capacity = words->pair_capacity ? words->pair_capacity * 2 : 1024;
        pair *pairs = realloc(words->pairs, capacity * sizeof *pairs);
        if (!pairs) {
            words->failed = true;
            return;
        }
        words->pairs = pairs;
        words->pair_capacity = capacity;
    }
    size_t key = words->prefixes.length;
    if (key > UINT16_MAX || dp_text_append(&words->prefixes, prefix, length) != DP_OK ||
        dp_text_append(&words->prefixes, "", 1) != DP_OK) {
        words->failed = true;
        return;
    }
    words->pairs[words->pair_count++] = (pair){(uint16_t)key, (uint16_t)base, (uint16_t)joined};
}

static char *keep_name(lexicon *words, const char *name, size_t length)
{
    if (words->name_count == words->name_capacity) {
        size_t capacity = words->name_capacity ? words->name_capacity * 2 : 4096;
        char **names = realloc(words->names, capacity * sizeof *names);
        if (!names)
            return NULL;
        words->names = names;
        words->name_capacity = capacity;
    }
    char *copy = malloc(length + 1);
    if (!copy)
        return NULL;
    memcpy(copy, name, length);
    copy[length] = '\0';
    words->names[words->name_count++] = copy;
    return copy;
}

/* Add the verb of `parts`, all forms included; a verb that is known already is left alone. A separable verb brings the
 * verb behind its prefix with it. */
static void read_verb(lexicon *words, const verb_parts *parts)
{
    char joined[PARADIGM_SIZE];
    size_t length = paradigm_infinitive(parts, joined);
    if (length == 0 || find_infinitive(words, joined, length) != VERB_NONE)
        return;
    if (parts->separable)
        read_verb(words, &(verb_parts){.base = parts->base});
    char *name = keep_name(words, joined, length);
    unsigned number = name ? add_verb(words, name) : VERB_NONE;
    if (number == VERB_NONE) {
        words->failed = true;
        return;
    }
    paradigm_expand(parts, number, add_reading, words);
    if (parts->separable) {
        unsigned base = find_infinitive(words, parts->base.infinitive, strlen(parts->base.infinitive));
        add_pair(words, parts->prefix, strlen(parts->prefix), base, number);
    }
}

static void read_verbs(lexicon *words, paradigm_table *table)
{
    const char *rest = verbs_data;
    const char *line;
    size_t length;
    while (next_part(&rest, verbs_data + sizeof verbs_data - 1, "\n", &line, &length)) {
        const char *at = line;
        const char *end = line + length;
        const char *part;
        size_t part_length;
        verb_parts parts;
        if (memchr(line, ',', length)) {
            if (paradigm_read_strong(table, line, length, &parts))
                read_verb(words, &parts);
            continue;
        }
        while (next_part(&at, end, " ", &part, &part_length))
            if (paradigm_read(table, part, part_length, &parts))
                read_verb(words, &parts);
    }
}

static const struct {
    const char *name;
    unsigned use;
} use_names[] = {
    {"direct", USE_DIRECT},   {"that", USE_THAT},       {"infinitive", USE_INFINITIVE}, {"object", USE_OBJECT},
    {"wie", USE_WIE},         {"writing", USE_WRITING}, {"marked", USE_MARKED},         {"reference", USE_REFERENCE},
    {"thought", USE_THOUGHT}, {"judge", USE_JUDGE},     {"person", USE_PERSON},         {"cite", USE_CITE},
    {"view", USE_VIEW},
};

static void read_use(verb *found, char *word)
{
    if (strncmp(word, "with:", 5) == 0) {
        found->with = word + 5;
    } else if (strncmp(word, "object:", 7) == 0) {
        found->object[found->object[0] ? 1 : 0] = word + 7;
        found->uses |= USE_OBJECT;
    }
    for (size_t i = 0; i < sizeof use_names / sizeof *use_names; i++)
        if (strcmp(word, use_names[i].name) == 0)
            found->uses |= use_names[i].use;
}

/* Cut the copy of speech_data into words in place and give each verb its uses. */
static void read_speech(lexicon *words, paradigm_table *table)
{
    char *at = words->speech;
    while (*at) {
        char *end = at + strcspn(at, "\n");
        char *next = *end ? end + 1 : end;
        *end = '\0';
        size_t length = strcspn(at, " ");
        verb_parts parts;
        char joined[PARADIGM_SIZE];
        if (length && paradigm_read(table, at, length, &parts)) {
            read_verb(words, &parts);
            unsigned number = find_infinitive(words, joined, paradigm_infinitive(&parts, joined));
            char *word = at + length;
            while (number != VERB_NONE && *word) {
                word += strspn(word, " ");
                size_t size = strcspn(word, " ");
                char *following = word[size] ? word + size + 1 : word + size;
                word[size] = '\0';
                words->verbs[number].uses |= USE_SPEECH;
                read_use(&words->verbs[number], word);
                word = following;
            }
        }
        at = next;
    }
}

static int compare_pairs(const void *left, const void *right)
{
    const pair *a = left;
    const pair *b = right;
    if (a->base != b->base)
        return a->base < b->base ? -1 : 1;
    return a->prefix < b->prefix ? -1 : a->prefix > b->prefix;
}

lexicon *lexicon_new(void)
{
    lexicon *words = calloc(1, sizeof *words);
    paradigm_table *table = paradigm_new();
    if (words && table) {
        words->speech = malloc(sizeof speech_data);
        words->failed = !words->speech || add_verb(words, "") != VERB_NONE;
    }
    if (words && table && !words->failed) {
        memcpy(words->speech, speech_data, sizeof speech_data);
        read_words(words, words_data, sizeof words_data - 1);
        read_words(words, first_names_data, sizeof first_names_data - 1);
        read_verbs(words, table);
        read_speech(words, table);
        if (words->pair_count)
            qsort(words->pairs, words->pair_count, sizeof *words->pairs, compare_pairs);
    }
    if (!table || !words || words->failed || words->keys.failed) {
        lexicon_free(words);
        words = NULL;
    }
    paradigm_free(table);
    return words;
}

void lexicon_free(lexicon *words)
{
    if (!words)
        return;
    for (size_t i = 0; i < words->name_count; i++)
        free(words->names[i]);
    free(words->names);
    free(words->slots);
    free(words->verbs);
    free(words->pairs);
    free(words->speech);
    dp_text_free(&words->keys);
    dp_text_free(&words->prefixes);
    free(words);
}

/* ---- Looking up ---- */

const entry *lexicon_find(const lexicon *words, const char *word, size_t length)
{
    if (length == 0 || !words->slots)
        return NULL;
    const slot *found = probe(words->slots, words->slot_count, words->keys.data, word, length);
    return found->length ? &found->value : NULL;
}

#define ENDING_MAX 16

word_class lexicon_ending(const lexicon *words, const char *word, size_t length)
{
    char key[ENDING_MAX + 1] = "~";
    for (size_t size = length - 1 < ENDING_MAX ? length - 1 : ENDING_MAX; size > 1 && length > 2; size--) {
        memcpy(key + 1, word + length - size, size);
        const entry *found = lexicon_find(words, key, size + 1);
        if (found)
            return found->classes;
    }
    return 0;
}

const verb *lexicon_verb(const lexicon *words, unsigned number)
{
    return &words->verbs[number < words->verb_count ? number : VERB_NONE];
}

unsigned lexicon_separable(const lexicon *words, const char *prefix, size_t length, unsigned base)
{
    size_t low = 0;
    size_t high = words->pair_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (words->pairs[middle].base < base)
            low = middle + 1;
        else
            high = middle;
    }
    for (; base != VERB_NONE && low < words->pair_count && words->pairs[low].base == base; low++) {
        const char *known = words->prefixes.data + words->pairs[low].prefix;
        if (strlen(known) == length && memcmp(known, prefix, length) == 0)
            return words->pairs[low].joined;
    }
    return VERB_NONE;
}
