/* SPDX-License-Identifier: ISC */
/*
 * A speaker is a name, a function with the definite article that an earlier sentence gave to somebody, a pronoun for
 * somebody named just before, or a body, a group or somebody who is not named. What cannot be told stays unattributed.
 */
#include "resolve.h"

#include "people.h"
#include "phrase.h"

#include <string.h>

/* How far back a pronoun or function looks, in mentions and sentences. */
#define PRONOUN_MENTIONS  12
#define PRONOUN_SENTENCES 4
#define FUNCTION_MENTIONS 64

typedef struct resolver {
    analysis *work;
    people all;
    const quote *last;  /* the last quotation with a speaker */
    size_t last_person; /* who spoke it, or NOWHERE */
} resolver;

static const token *token_of(const resolver *in, size_t at)
{
    return &in->work->tokens.items[at];
}

static bool has(const resolver *in, size_t at, word_class classes)
{
    return at < in->work->tokens.count && token_has(token_of(in, at), classes);
}

static bool is_word(const resolver *in, size_t at, const char *word)
{
    return at < in->work->tokens.count && token_is(token_of(in, at), in->work->source, word);
}

/* The tokens of a span. */
static range tokens_in(const resolver *in, dp_span span)
{
    size_t low = 0;
    size_t high = in->work->tokens.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (token_of(in, middle)->span.begin < span.begin)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < in->work->tokens.count && token_of(in, end)->span.end <= span.end)
        end++;
    return (range){low, end};
}

static size_t keep_name(resolver *in, dp_span span)
{
    dp_text *names = &in->work->names;
    size_t at = names->length;
    dp_text_append(names, in->work->source + span.begin, span.end - span.begin);
    dp_text_append(names, "", 1);
    return at;
}

/* ---- Names ---- */

static void set_person(resolver *in, quote *item, size_t who, speaker_kind kind, double score)
{
    const person *found = &in->all.items[who];
    item->name = keep_name(in, found->name);
    item->function = found->function.end > found->function.begin ? keep_name(in, found->function) : 0;
    item->function_span = found->function;
    item->kind = kind;
    item->speaker_score = score;
    in->last_person = who;
}

/* The words as they stand, without an article. */
static void set_words(resolver *in, quote *item, range words, speaker_kind kind, double score)
{
    if (words.begin + 1 < words.end && has(in, words.begin, CLASS(ARTICLE)))
        words.begin++;
    item->name = keep_name(in, (dp_span){token_of(in, words.begin)->span.begin, token_of(in, words.end - 1)->span.end});
    item->kind = kind;
    item->speaker_score = score;
    in->last_person = NOWHERE;
}

/* A mention in the words that names the speaker and not somebody in their function ("Sprecher von X"). */
static size_t named_in(const resolver *in, range words)
{
    size_t upto = people_last_mention(&in->all, words.end - 1);
    for (size_t i = upto; i > 0 && in->all.mentions[i - 1].begin >= words.begin; i--) {
        const mention *found = &in->all.mentions[i - 1];
        size_t begin = found->begin;
        bool leads = begin == words.begin || has(in, begin - 1, CLASS(PERSON)) ||
                     token_is_punct(token_of(in, begin - 1), ',') ||
                     (begin == words.begin + 1 && has(in, words.begin, CLASS(ARTICLE)));
        dp_span function = in->all.items[found->person].function;
        leads = leads || (function.begin >= token_of(in, words.begin)->span.begin &&
                          function.end <= token_of(in, begin)->span.begin && function.end > function.begin);
        if (leads && (in->all.items[found->person].certain || begin == words.begin))
            return found->person;
    }
    return NOWHERE;
}

/* ---- Functions ---- */

static bool same_letters(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((a[i] | 32) != (b[i] | 32))
            return false;
    return true;
}

/* Whether a function holds a noun as a word or the end of one: "Minister" in "Innenminister". */
static bool function_holds(const resolver *in, dp_span function, dp_span noun)
{
    size_t size = noun.end - noun.begin;
    const char *source = in->work->source;
    for (size_t at = function.begin; at + size <= function.end; at++) {
        bool stops = at + size == function.end || source[at + size] == ' ' || source[at + size] == ',';
        if (stops && same_letters(source + at, source + noun.begin, size))
            return true;
    }
    return false;
}

static size_t by_function(const resolver *in, size_t noun)
{
    size_t upto = people_last_mention(&in->all, noun);
    size_t low = upto > FUNCTION_MENTIONS ? upto - FUNCTION_MENTIONS : 0;
    for (size_t i = upto; i > low; i--) {
        const person *who = &in->all.items[in->all.mentions[i - 1].person];
        if (who->function.end - who->function.begin < 200 &&
            function_holds(in, who->function, token_of(in, noun)->span))
            return in->all.mentions[i - 1].person;
    }
    return NOWHERE;
}

/* ---- Pronouns ---- */

typedef struct reference {
    gender gender;
    bool plural;
    bool open; /* may stand for somebody named */
} reference;

/* Whether the verb of speech is in the plural. */
static bool speaks_plural(const resolver *in, const quote *item)
{
    if (item->cue.count == 0)
        return false;
    range cue = tokens_in(in, item->cue.items[0]);
    return cue.begin < cue.end && (token_of(in, cue.begin)->forms & (FORM_PLURAL | FORM_INFINITIVE));
}

static reference read_pronoun(const resolver *in, size_t at, const quote *item)
{
    static const char *const masculine[] = {"er", "ihm", "ihn", "dieser", "jener", "letzterer", "der"};
    reference found = {GENDER_UNKNOWN, false, false};
    size_t length = token_of(in, at)->span.end - token_of(in, at)->span.begin;
    const char *bytes = in->work->source + token_of(in, at)->span.begin;
    for (size_t i = 0; i < sizeof masculine / sizeof *masculine; i++)
        if (is_word(in, at, masculine[i]))
            found = (reference){GENDER_MASCULINE, false, true};
    if (length >= 4 && (bytes[0] | 32) == 's' && memcmp(bytes + 1, "ein", 3) == 0)
        found = (reference){GENDER_MASCULINE, false, true};
    if (is_word(in, at, "dessen"))
        found = (reference){GENDER_MASCULINE, false, true};
    if (is_word(in, at, "sie") || is_word(in, at, "diese") || is_word(in, at, "die") || is_word(in, at, "deren") ||
        (length >= 3 && (bytes[0] | 32) == 'i' && memcmp(bytes + 1, "hr", 2) == 0))
        found = (reference){GENDER_FEMININE, false, true};
    found.plural = found.gender == GENDER_FEMININE && speaks_plural(in, item);
    return found;
}

/* The person a pronoun at token `at` of a sentence stands for; `*score` says how sure. */
static size_t antecedent(const resolver *in, size_t at, size_t sentence_index, reference what, double *score)
{
    size_t best = NOWHERE;
    double best_weight = 0;
    double second = 0;
    /* Who spoke last goes on, unless that is some sentences ago. */
    size_t ago = in->last ? sentence_index - in->last->sentence : 0;
    double spoken = ago > 1 ? 1.0 / (1.0 + (double)ago) : 0.5;
    size_t upto = people_last_mention(&in->all, at);
    size_t low = upto > PRONOUN_MENTIONS ? upto - PRONOUN_MENTIONS : 0;
    for (size_t i = upto; i > low; i--) {
        const mention *found = &in->all.mentions[i - 1];
        const person *who = &in->all.items[found->person];
        size_t distance = sentence_index - found->sentence;
        bool object = distance == 0 && found->token + 2 == at; /* "Müller warf er vor": he is not Müller */
        if (found->token >= at || !who->certain || distance > PRONOUN_SENTENCES || object)
            continue;
        if (who->gender != GENDER_UNKNOWN && who->gender != what.gender)
            continue;
        double weight = 1.0 / (1.0 + (double)distance) + (found->first ? 0.35 : 0) +
                        (found->person == in->last_person ? spoken : 0) + (who->gender == what.gender ? 0.3 : 0);
        if (found->person == best) {
            best_weight = weight > best_weight ? weight : best_weight;
        } else if (weight > best_weight) {
            second = best_weight;
            best_weight = weight;
            best = found->person;
        } else if (weight > second) {
            second = weight;
        }
    }
    *score = second > 0 ? 0.5 + 0.4 * (best_weight - second) / best_weight : 0.9;
    return best;
}

static size_t head_noun(const resolver *in, range words)
{
    for (size_t i = words.begin; i < words.end; i++)
        if (token_of(in, i)->kind == TOKEN_WORD && token_of(in, i)->capital &&
            !(token_of(in, i)->initial && has(in, i, CLASS(ARTICLE) | CLASS(NOMINATIVE) | CLASS(PREPOSITION))))
            return i;
    return words.begin;
}

/* "Die Polizei nahm zwei Männer fest. Sie teilte mit": the body or group that the sentence before is about. */
static bool take_subject(resolver *in, quote *item, bool plural)
{
    dp_span subject = item->sentence > 0 ? in->work->subjects[item->sentence - 1] : (dp_span){0, 0};
    if (subject.begin == subject.end)
        return false;
    range words = tokens_in(in, subject);
    size_t noun = words.begin < words.end ? head_noun(in, words) : words.begin;
    if (words.begin >= words.end || !has(in, noun, CLASS(INSTITUTION) | CLASS(ANONYMOUS)) ||
        has(in, words.begin, CLASS(SUBJECT_PRONOUN) & ~CLASS(NOMINATIVE)))
        return false;
    set_words(in, item, words, SPEAKER_PRONOUN, plural ? 0.6 : 0.7);
    return true;
}

static void resolve_pronoun(resolver *in, quote *item, size_t at)
{
    reference what = read_pronoun(in, at, item);
    item->kind = SPEAKER_PRONOUN;
    item->speaker_score = 0;
    if (!what.open)
        return;
    double score = 0;
    size_t who = what.plural ? NOWHERE : antecedent(in, at, item->sentence, what, &score);
    if (who != NOWHERE) {
        set_person(in, item, who, SPEAKER_PRONOUN, score);
        return;
    }
    if (take_subject(in, item, what.plural))
        return;
    /* a body or group that has just spoken */
    const quote *last = in->last;
    bool body = last && (last->kind == SPEAKER_INSTITUTION || last->kind == SPEAKER_GROUP ||
                         last->kind == SPEAKER_FUNCTION || last->kind == SPEAKER_ANONYMOUS);
    if (body && item->sentence - last->sentence <= 3 && last->name) {
        item->name = last->name;
        item->function = last->function;
        item->function_span = last->function_span;
        item->speaker_score = 0.5;
    }
}

/* ---- Whole speakers ---- */

/* Take "Angaben der …" off: what is behind it, or before it in "Schmidts Meinung". Empty when nobody is named. */
static range behind_account(const resolver *in, range words, bool *account)
{
    for (size_t i = words.begin; i < words.end && i < words.begin + 5; i++) {
        if (!has(in, i, CLASS(ACCOUNT)) || !token_of(in, i)->capital)
            continue;
        *account = true;
        size_t next = i + 1;
        if (next < words.end && has(in, next, CLASS(OF)))
            next++;
        if (next < words.end)
            return (range){next, words.end};
        if (i > words.begin &&
            (has(in, words.begin, CLASS(POSSESSIVE)) || (token_of(in, i - 1)->capital && i == words.begin + 1)))
            return (range){words.begin, words.begin + 1};
        return (range){words.begin, words.begin};
    }
    return words;
}

static bool is_indefinite(const resolver *in, size_t at)
{
    return is_word(in, at, "ein") || is_word(in, at, "eine") || is_word(in, at, "einer") || is_word(in, at, "einem") ||
           is_word(in, at, "eines");
}

static void resolve_noun(resolver *in, quote *item, range words)
{
    size_t noun = head_noun(in, words);
    bool indefinite = is_indefinite(in, words.begin);
    bool article = has(in, words.begin, CLASS(ARTICLE) | CLASS(POSSESSIVE)) && !indefinite;
    bool plural = is_word(in, words.begin, "die") && token_of(in, noun)->capital &&
                  people_noun_gender(in->work, token_of(in, noun)) == GENDER_MASCULINE;
    if (has(in, noun, CLASS(PERSON)) && article && !plural) {
        size_t who = by_function(in, noun);
        double score = 0.8;
        if (who == NOWHERE && in->last && item->sentence - in->last->sentence <= 1 && noun + 1 == words.end) {
            who = in->last_person;
            score = 0.5;
        }
        if (who != NOWHERE)
            set_person(in, item, who, SPEAKER_FUNCTION, score);
        else
            set_words(in, item, words, SPEAKER_FUNCTION, 0.7);
    } else if (has(in, noun, CLASS(PERSON)) && indefinite) {
        set_words(in, item, words, SPEAKER_ANONYMOUS, 0.8);
    } else if (has(in, noun, CLASS(PERSON))) {
        set_words(in, item, words, SPEAKER_GROUP, 0.8);
    } else if (has(in, noun, CLASS(ANONYMOUS))) {
        set_words(in, item, words, SPEAKER_ANONYMOUS, 0.7);
    } else if (has(in, noun, CLASS(INSTITUTION) | CLASS(NAMING) | CLASS(DOCUMENT))) {
        set_words(in, item, words, SPEAKER_INSTITUTION, 0.9);
    } else if (speaks_plural(in, item) || has(in, words.begin + 1, CLASS(NUMERAL))) {
        set_words(in, item, words, SPEAKER_GROUP, 0.7);
    } else if (is_word(in, words.begin, "die") || has(in, words.begin, CLASS(NOMINATIVE))) {
        set_words(in, item, words, article ? SPEAKER_INSTITUTION : SPEAKER_GROUP, 0.6);
    } else {
        set_words(in, item, words, SPEAKER_INSTITUTION, 0.7);
    }
}

static void resolve_quote(resolver *in, quote *item)
{
    if (item->speaker.count == 0)
        return;
    range words = tokens_in(in, spans_hull(&item->speaker));
    if (words.begin >= words.end)
        return;
    bool account = false;
    range target = behind_account(in, words, &account);
    if (target.begin >= target.end) {
        set_words(in, item, words, SPEAKER_ANONYMOUS, 0.6);
        return;
    }
    size_t who = named_in(in, target);
    if (who == NOWHERE && target.end == target.begin + 1 && token_of(in, target.begin)->capital)
        who = people_find(&in->all, in->work, target.begin);
    bool pronoun =
        has(in, target.begin, CLASS(SUBJECT_PRONOUN) | CLASS(OBJECT_PRONOUN) | CLASS(POSSESSIVE) | CLASS(RELATIVE));
    if (who != NOWHERE)
        set_person(in, item, who, SPEAKER_NAME, 0.95);
    else if (pronoun && target.end == target.begin + 1)
        resolve_pronoun(in, item, target.begin);
    else
        resolve_noun(in, item, target);
}

static bool same_speaker(const quote *a, const quote *b)
{
    dp_span left = spans_hull(&a->speaker);
    dp_span right = spans_hull(&b->speaker);
    return a->speaker.count && left.begin == right.begin && left.end == right.end;
}

dp_status resolve_speakers(analysis *work)
{
    resolver in = {.work = work, .last_person = NOWHERE};
    dp_text_append(&work->names, "", 1);
    dp_status status = people_read(&in.all, work);
    for (size_t i = 0; status == DP_OK && i < work->found.count; i++) {
        quote *item = &work->found.items[i];
        if (in.last && same_speaker(item, in.last)) {
            item->name = in.last->name;
            item->function = in.last->function;
            item->function_span = in.last->function_span;
            item->kind = in.last->kind;
            item->speaker_score = in.last->speaker_score;
        } else {
            resolve_quote(&in, item);
        }
        if (item->name)
            in.last = item;
    }
    people_free(&in.all);
    return status == DP_OK && work->names.failed ? DP_NO_MEMORY : status;
}

const char *speaker_kind_name(speaker_kind kind)
{
    static const char *const names[] = {
        [SPEAKER_NAME] = "name",   [SPEAKER_PRONOUN] = "pronoun",         [SPEAKER_FUNCTION] = "function",
        [SPEAKER_GROUP] = "group", [SPEAKER_INSTITUTION] = "institution", [SPEAKER_ANONYMOUS] = "anonymous",
    };
    return kind > SPEAKER_NONE && kind <= SPEAKER_ANONYMOUS ? names[kind] : NULL;
}
