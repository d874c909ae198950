/* SPDX-License-Identifier: ISC */
/*
 * Organisations and places that the glossaries know, or that a word before says to be such; and explanations of German
 * institutions, once for each in a document.
 */
#include "entity.h"

/* A single word that is a common noun as well; those of institutions are common nouns by their make. */
static bool is_unsure(const scan *all, const sentence *in, size_t at, size_t end, entity_kind kind)
{
    char word[WORD_SIZE];
    size_t length = scan_fold(all, at, word);
    unsigned classes = kind == ENTITY_PLACE ? CLASS_AMBIGUOUS | CLASS_NOUN : CLASS_AMBIGUOUS;
    if (end > at + 1 || !(lexicon_own_classes(all->words, word, length) & classes)) /* "München" is no diminutive */
        return false;
    return at == in->begin || !(all->tokens[at - 1].classes & CLASS_PLACE_PREPOSITION);
}

static size_t add_term(scan *all, const sentence *in, size_t at)
{
    size_t end;
    size_t place_end;
    const phrase *term = scan_phrase(all, at, in->end, PHRASE_INSTITUTION, &end);
    const phrase *place = scan_phrase(all, at, in->end, PHRASE_PLACE, &place_end);
    entity_kind kind = place && place_end >= end ? ENTITY_PLACE : ENTITY_ORGANISATION;
    term = kind == ENTITY_PLACE ? place : term;
    end = kind == ENTITY_PLACE ? place_end : end;
    if (!term || is_unsure(all, in, at, end, kind))
        return at;
    for (size_t i = at; i < end; i++)
        if (all->tokens[i].taken)
            return at;
    entity *item = scan_add(all, kind, at, end);
    if (!item)
        return at;
    item->name = scan_keep_slice(all, term->german);
    item->english = scan_keep_slice(all, term->english);
    return end;
}

/* "Reederei Baltmar", "Kreis Elbmarsch" */
static size_t add_typed(scan *all, const sentence *in, size_t at)
{
    char word[WORD_SIZE];
    size_t length = all->tokens[at].capital ? scan_fold(all, at, word) : 0, name = at + 1;
    const term_entry *type = length ? lexicon_type(all->words, word, length) : NULL;
    if (!type || name >= in->end || all->tokens[name].code || !all->tokens[name].capital || all->tokens[name].taken ||
        all->tokens[name].place || all->tokens[name].office ||
        (all->tokens[name].classes & (CLASS_NOUN | CLASS_CLOSED)))
        return at;
    dp_span span = all->tokens[name].span;
    const char *end = all->source + span.end;
    /* Plurals of common nouns end so; names seldom do. */
    if (span.end - span.begin < 4 || (end[-1] == 'n' && end[-2] == 'e') || (end[-1] == 'r' && end[-2] == 'e'))
        return at;
    entity *item = scan_add(all, type->place ? ENTITY_PLACE : ENTITY_ORGANISATION, name, name + 1);
    if (!item)
        return at;
    item->name = scan_keep_span(all, span);
    item->function =
        scan_keep_slice(all, (slice){all->source + all->tokens[at].span.begin, length - (word[length - 1] == 's')});
    item->function_english = scan_keep_slice(all, type->english);
    item->function_span = all->tokens[at].span;
    return name + 1;
}

void find_names(scan *all)
{
    for (size_t i = 0; i < all->sentence_count && !all->failed; i++) {
        const sentence *in = &all->sentences[i];
        for (size_t at = in->begin; at < in->end && !all->failed;) {
            size_t end = at;
            if (all->tokens[at].place && !all->tokens[at].taken)
                end = add_term(all, in, at);
            else if (!all->tokens[at].code && !all->tokens[at].taken)
                end = add_typed(all, in, at);
            at = end > at ? end : at + 1;
        }
    }
}

void find_glosses(scan *all)
{
    for (size_t i = 0; i < all->sentence_count && !all->failed; i++) {
        const sentence *in = &all->sentences[i];
        for (size_t at = in->begin; at < in->end && !all->failed;) {
            size_t end = at;
            const phrase *term = all->tokens[at].capital ? scan_phrase(all, at, in->end, PHRASE_GLOSS, &end) : NULL;
            size_t number = term ? (size_t)(term - all->words->phrases) : 0;
            at = term ? end : at + 1;
            if (!term || all->glossed[number])
                continue;
            all->glossed[number] = true;
            entity *item = scan_add(all, ENTITY_GLOSS, end - term->word_count, end);
            if (!item)
                return;
            item->name = scan_keep_slice(all, term->german);
            item->english = scan_keep_slice(all, term->english);
        }
    }
}
