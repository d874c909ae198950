/* SPDX-License-Identifier: ISC */
/*
 * The clause that says who says it: cue, speaker and addressee.
 */
#include "rules.h"

#include <string.h>

static bool has(const scene *at, size_t index, word_class classes)
{
    return index < at->in.count && token_has(&at->in.items[index], classes);
}

/* Whether a word stands in the clause of a chunk: in it, or in the chunks that only interrupt it. */
static size_t find_word(const scene *at, const chunk *part, const char *word)
{
    for (size_t i = part->begin; i < part->end; i++)
        if (view_is(&at->in, i, word))
            return i;
    return NOWHERE;
}

unsigned head_uses(const scene *at, size_t index)
{
    const chunk *part = &at->parts->items[index];
    if (part->finite == NOWHERE)
        return 0;
    const verb *said = lexicon_verb(at->work->words, part->verb);
    if (said->with && find_word(at, part, said->with) == NOWHERE)
        return 0;
    return said->uses;
}

static void set_cue(const scene *at, const chunk *part, quote *to)
{
    bool in_cue[64] = {false};
    size_t base = part->begin;
    for (size_t i = 0; i < part->part_count; i++)
        if (part->parts[i] - base < 64)
            in_cue[part->parts[i] - base] = true;
    for (size_t i = part->begin; i < part->end && i - base < 64; i++) {
        bool correlate = has(at, i, CLASS(CORRELATE)) && !view_is(&at->in, i, "es") && i > part->finite;
        bool impersonal = view_is(&at->in, i, "es") && to->speaker.count == 0;
        if (in_cue[i - base] || correlate || impersonal || (has(at, i, CLASS(REFLEXIVE)) && i != part->finite))
            spans_add(&to->cue, scene_span(at, i, i + 1));
    }
}

/* "forderte die Länder auf", "die Länder wurden aufgefordert": who is told. */
static range told_person(const scene *at, size_t index, const quote *to)
{
    const chunk *part = &at->parts->items[index];
    if (part->passive) {
        range subject = phrase_subject(&at->in, at->parts, index);
        if (subject.end == subject.begin)
            subject = (range){part->begin, phrase_end(&at->in, part->begin, part->finite, false)};
        return subject;
    }
    dp_span speaker = spans_hull(&to->speaker);
    for (size_t i = part->finite + 1; i < part->end; i++) {
        size_t begin = has(at, i, CLASS(PREPOSITION) | CLASS(CONTRACTED)) ? i + 1 : i;
        size_t end = phrase_end(&at->in, begin, part->end, false);
        bool speaks = to->speaker.count && at->in.items[i].span.begin < speaker.end &&
                      at->in.items[i].span.begin >= speaker.begin;
        if (end > begin && begin == i && !speaks && !has(at, i, CLASS(REFLEXIVE)))
            return (range){begin, end};
        if (end > begin)
            i = end - 1;
    }
    return (range){0};
}

/* "in einem Interview mit dem Hafenblatt" */
static range interviewer(const scene *at, const chunk *part)
{
    for (size_t i = part->begin + 1; i + 1 < part->end; i++)
        if (view_is(&at->in, i, "mit") && (view_is(&at->in, i - 1, "Interview") || view_is(&at->in, i - 1, "Gespräch")))
            return (range){i + 1, phrase_end(&at->in, i + 1, part->end, false)};
    return (range){0};
}

static void set_addressee(const scene *at, size_t index, quote *to)
{
    const chunk *part = &at->parts->items[index];
    for (size_t i = part->begin; i + 1 < part->end; i++) {
        if (!view_is(&at->in, i, "gegenüber"))
            continue;
        size_t end = phrase_end(&at->in, i + 1, part->end, false);
        if (end > i + 1) {
            spans_add(&to->addressee, scene_span(at, i + 1, end));
            return;
        }
    }
    const verb *said = lexicon_verb(at->work->words, part->verb);
    range told = said->uses & USE_PERSON ? told_person(at, index, to) : interviewer(at, part);
    if (told.end > told.begin)
        spans_add(&to->addressee, scene_span(at, told.begin, told.end));
    if (to->addressee.count > 0 || said->uses & USE_PERSON)
        return;
    size_t next = part->finite + 1;
    bool dative = view_is(&at->in, next, "dem") || view_is(&at->in, next, "einem") || view_is(&at->in, next, "ihm") ||
                  view_is(&at->in, next, "ihnen") || view_is(&at->in, next, "der") || view_is(&at->in, next, "einer") ||
                  view_is(&at->in, next, "den");
    if (!dative || part->passive)
        return;
    dp_span speaker = spans_hull(&to->speaker);
    if (speaker.end > at->in.items[next].span.begin)
        return;
    size_t end = phrase_end(&at->in, next, part->end, false);
    if (end == next && !has(at, next, CLASS(NOMINATIVE)))
        end = next + 1;
    if (end > next)
        spans_add(&to->addressee, scene_span(at, next, end));
}

/* In the passive, the speaker stands behind "von". */
static range passive_speaker(const scene *at, const chunk *part)
{
    for (size_t i = part->begin; i + 1 < part->end; i++) {
        if (!has(at, i, CLASS(OF)) && !view_is(&at->in, i, "durch"))
            continue;
        size_t begin = view_is(&at->in, i, "vom") ? i : i + 1;
        size_t end = phrase_end(&at->in, i + 1, part->end, false);
        if (end > i + 1)
            return (range){begin, end};
    }
    return (range){0};
}

/* "wird in der Zeitung zitiert" */
static range printed_in(const scene *at, const chunk *part)
{
    for (size_t i = part->begin; i + 1 < part->end; i++) {
        bool within = view_is(&at->in, i, "in") || view_is(&at->in, i, "im") || view_is(&at->in, i, "auf");
        size_t end = within ? phrase_end(&at->in, i + 1, part->end, false) : 0;
        for (size_t k = i + 1; k < end; k++)
            if (has(at, k, CLASS(NAMING) | CLASS(INSTITUTION) | CLASS(DOCUMENT) | CLASS(ACCOUNT)))
                return (range){has(at, i, CLASS(CONTRACTED)) ? i : i + 1, end};
    }
    return (range){0};
}

/* "In dem Antrag heißt es", "wird in einer Mitteilung gefordert": a paper speaks. `any`: so does whatever stands behind
 * one of the prepositions: "aus Paris heißt es", but not where it is only a place: "hieß es in Berlin". */
static range speaking_paper(const scene *at, const chunk *part, bool any)
{
    static const char *const from[] = {"aus", "bei", "beim", "von", "vom", "seitens"};
    for (size_t i = part->begin; i + 1 < part->end && i < part->begin + REACH_TOKENS; i++) {
        bool within = view_is(&at->in, i, "in") || view_is(&at->in, i, "im") || view_is(&at->in, i, "auf");
        bool source = false;
        for (size_t k = 0; any && k < sizeof from / sizeof *from; k++)
            source = source || view_is(&at->in, i, from[k]);
        size_t end = within || source ? phrase_end(&at->in, i + 1, part->end, false) : i;
        bool named = has(at, i + 1, CLASS(NOMINATIVE) | CLASS(OBLIQUE)) || view_is(&at->in, i, "im");
        for (size_t k = i + 1; k < end; k++) {
            if (has(at, k, CLASS(TIME)))
                break;
            if (has(at, k, CLASS(DOCUMENT) | CLASS(ACCOUNT) | CLASS(CONTENT)) || (any && (source || named)))
                return (range){i + 1, end};
        }
    }
    return (range){0};
}

static bool closes(const scene *at, size_t index)
{
    const token *mark = &at->in.items[index];
    if (mark->kind != TOKEN_MARK || mark->pair == 0)
        return false;
    size_t close = at->work->marks.items[mark->pair - 1].close;
    return at->work->tokens.items[close].span.begin == mark->span.begin;
}

/* Who is cited: a noun phrase, a pronoun, or what runs on from the subject: "zitiert der „Bote“ Berg". */
static range cited_person(const scene *at, size_t index, range subject, const quote *to)
{
    const chunk *part = &at->parts->items[index];
    range told = told_person(at, index, to);
    if (told.end > told.begin || part->passive)
        return told;
    for (size_t i = subject.begin + 1; i < subject.end; i++) {
        if (view_is(&at->in, i, "den") || (closes(at, i - 1) && at->in.items[i].capital))
            return (range){i, subject.end};
    }
    for (size_t i = part->finite + 1; i < part->end && i < part->finite + 3; i++)
        if (view_is(&at->in, i, "ihn") || (view_is(&at->in, i, "sie") && !(i >= subject.begin && i < subject.end)))
            return (range){i, i + 1};
    return (range){0};
}

/* Who is cited speaks; the subject only passes it on. */
static void set_cited(const scene *at, size_t index, range subject, quote *to)
{
    const chunk *part = &at->parts->items[index];
    range cited = cited_person(at, index, subject, to);
    if (cited.begin == cited.end)
        return;
    range medium = part->passive && to->speaker.count == 0 ? printed_in(at, part) : (range){0};
    to->citing = to->speaker;
    if (medium.end > medium.begin)
        spans_add(&to->citing, scene_span(at, medium.begin, medium.end));
    else if (cited.begin > subject.begin && cited.begin < subject.end)
        to->citing.items[0] = scene_span(at, subject.begin, cited.begin);
    to->speaker = (spans){0};
    spans_add(&to->speaker, scene_span(at, cited.begin, cited.end));
    to->pronoun = cited.end == cited.begin + 1 && has(at, cited.begin, CLASS(SUBJECT_PRONOUN) | CLASS(OBJECT_PRONOUN));
}

void head_roles(const scene *at, size_t index, quote *to)
{
    const chunk *part = &at->parts->items[index];
    const verb *said = lexicon_verb(at->work->words, part->verb);
    to->verb = part->verb;
    to->medium = said->uses & USE_WRITING ? MEDIUM_WRITING : said->uses & USE_THOUGHT ? MEDIUM_THOUGHT : MEDIUM_SPEECH;
    range subject = part->passive ? passive_speaker(at, part) : phrase_subject(&at->in, at->parts, index);
    if (subject.end == subject.begin && !part->passive && view_is(&at->in, part->begin, "aus") &&
        part->finite > part->begin + 1)
        subject = (range){part->begin + 1, part->finite};
    bool impersonal = subject.end == subject.begin + 1 &&
                      (view_is(&at->in, subject.begin, "es") || view_is(&at->in, subject.begin, "das"));
    if (subject.end > subject.begin && !impersonal) {
        spans_add(&to->speaker, scene_span(at, subject.begin, subject.end));
        to->pronoun = subject.end == subject.begin + 1 && has(at, subject.begin, CLASS(SUBJECT_PRONOUN));
    }
    bool says = (impersonal || subject.end == subject.begin) && strcmp(said->infinitive, "heißen") == 0;
    if (to->speaker.count == 0 && (says || part->passive)) {
        range paper = speaking_paper(at, part, says);
        spans_add(&to->speaker, scene_span(at, paper.begin, paper.end));
    }
    set_cue(at, part, to);
    if (said->uses & USE_CITE)
        set_cited(at, index, subject, to);
    else
        set_addressee(at, index, to);
}
