/* SPDX-License-Identifier: ISC */
/*
 * Lexical constraints by a forced beginning: each round takes one missing term of each part, tries some places and
 * forms for all parts in one batch, and keeps the best translation that is good enough.
 */
#include "config.h"

#include "constrain.h"
#include "phrase.h"

#include <stdlib.h>
#include <string.h>

static const char function_words[] =
#include "data/function_words.inc"
    ;

/* Attention from which on a piece is taken to render the term. */
#define LEAST_SHARE 0.25

/* Log probability per piece that going on freely must gain over keeping what followed: free text may lose things. */
#define PRICE_OF_FREEDOM 0.3

/* What the first piece of a word begins with. */
#define WORD_MARK "\xE2\x96\x81"

/* Log probability per piece that the number of the German must be worse by, for the other to be taken. */
#define PRICE_OF_NUMBER 1.0

/* Of the loss that is accepted for a term, how much is for one inside a compound, which may be rendered otherwise. */
#define SHARE_IN_COMPOUND 0.25

/* Loss that the first piece behind a term may have, times that of all of them on average. */
#define LOSS_AT_SEAM 1.25

/* A piece of the German is rendered by so much attention, and not by so little; log probability per piece that a
 * translation without it must be better by. */
#define COVERED       0.5
#define UNCOVERED     0.1
#define PRICE_OF_LOSS 0.2

/* A translation may become so much longer or shorter by a term. */
#define LEAST_LENGTH 0.6
#define MOST_LENGTH  1.7

/* Places that are tried for a term, and trials there: two forms, each with what followed and without. */
#define MOST_PLACES 4u
#define MOST_TRIALS (4 * MOST_PLACES)

/* Bytes of a term that is compared with what stands before its place. */
#define LONGEST_TERM 200

/* A word of a translation. */
typedef struct english_word {
    size_t first, end; /* pieces */
    bool initials;     /* each second piece is a full stop: "U.S." */
    double share;      /* of the attention of its pieces, how much rests on the term */
} english_word;

/* A part whose term is to be put in. */
typedef struct task {
    part *part;
    wanted *want;
    english_word *words;
    size_t word_count;
} task;

/* A place for the term: it takes the place of pieces first … end - 1. */
typedef struct place {
    size_t first, end;
} place;

typedef struct trial {
    task task;
    uint32_t *prefix;
    size_t count;
    place phrase;   /* pieces of the prefix that are the term */
    size_t resumed; /* old piece that followed the term */
    bool kept;      /* all that followed is kept */
    bool plural;    /* or possessive */
    hypothesis result;
} trial;

typedef struct trials {
    trial items[MOST_TRIALS];
    size_t count;
} trials;

/* ---- What a translation has ---- */

static const char *want_text(const wanted *w)
{
    return w->english ? w->english : w->number;
}

/* The text of a translation, as it is and folded, and which bytes of each a term has been found in. */
typedef struct shown {
    dp_text text, folded;
    bool *used, *used_folded;
} shown;

static void free_shown(shown *s)
{
    dp_text_free(&s->text);
    dp_text_free(&s->folded);
    free(s->used);
    free(s->used_folded);
}

static bool show(const constrainer *c, const uint32_t *pieces, size_t count, shown *s)
{
    bool good = vocab_decode(c->vocab, pieces, count, &s->text, NULL, NULL) == DP_OK &&
                dp_text_fold(&s->folded, s->text.data ? s->text.data : "", s->text.length) == DP_OK;
    s->used = calloc(s->text.length + 1, sizeof *s->used);
    s->used_folded = calloc(s->folded.length + 1, sizeof *s->used_folded);
    return good && s->used && s->used_folded;
}

/* Find a form with its capitals; that of the first letter of the text does not matter to a form with a small one. */
static bool take_exact(shown *s, const dp_text *form)
{
    char *first = s->text.data, kept = first ? *first : '\0';
    bool lowered = kept >= 'A' && kept <= 'Z' && form->data[0] >= 'a' && form->data[0] <= 'z';
    if (lowered)
        *first = (char)(kept - 'A' + 'a');
    bool found = phrase_take(&s->text, form, s->used);
    if (lowered)
        *first = kept;
    return found;
}

static bool take_form(shown *s, const char *form, bool exact)
{
    dp_text text = {0};
    bool good = exact ? dp_text_puts(&text, form) == DP_OK : dp_text_fold(&text, form, strlen(form)) == DP_OK;
    bool found =
        good && text.length > 0 && (exact ? take_exact(s, &text) : phrase_take(&s->folded, &text, s->used_folded));
    dp_text_free(&text);
    return found;
}

/* Whether a term is part of a compound: it is put in only where something stands for it and for the rest. */
static bool in_compound(const wanted *w)
{
    return w->rest.end > w->rest.begin;
}

/* Set met[i] for the wants that a translation shows. */
static bool find_met(const constrainer *c, const part *p, const hypothesis *h, bool *met)
{
    shown s = {0};
    dp_text plural = {0};
    bool good = show(c, h->pieces, h->count, &s);
    for (size_t i = 0; good && i < p->want_count; i++) {
        const wanted *w = &p->wants[i];
        dp_text_cut(&plural, 0);
        if (w->inflect)
            phrase_plural(&plural, want_text(w));
        met[i] = take_form(&s, want_text(w), w->exact) || (plural.length > 0 && take_form(&s, plural.data, w->exact));
        good = !plural.failed;
    }
    free_shown(&s);
    dp_text_free(&plural);
    return good;
}

/* How often pieces show forms that must not stand for a term. */
static size_t count_forbidden(const constrainer *c, const wanted *w, const uint32_t *pieces, size_t count)
{
    shown s = {0};
    dp_text form = {0};
    size_t found = 0;
    bool good = show(c, pieces, count, &s);
    for (const char *at = w->forbidden; good && at && *at; at += strcspn(at, "|"), at += *at == '|') {
        dp_text_cut(&form, 0);
        good = dp_text_append(&form, at, strcspn(at, "|")) == DP_OK && form.length > 0;
        while (good && take_form(&s, form.data, false))
            found++;
    }
    dp_text_free(&form);
    free_shown(&s);
    return found;
}

/* The digits of some pieces, counted. */
static void count_digits(const vocab *v, const uint32_t *pieces, size_t count, size_t digits[10])
{
    for (size_t i = 0; i < count; i++)
        for (const char *p = vocab_piece(v, pieces[i]); *p; p++)
            if (*p >= '0' && *p <= '9')
                digits[*p - '0']++;
}

/* ---- Places ---- */

/* The text of a piece without the mark that begins a word. */
static const char *bare_text(const vocab *v, uint32_t id)
{
    return vocab_piece(v, id) + (vocab_begins_word(v, id) ? strlen(WORD_MARK) : 0);
}

/* Whether the text of a piece is a mark that stands apart from words. */
static bool is_mark(const char *text)
{
    size_t at = 0;
    uint32_t code = *text ? dp_utf8_next(text, strlen(text), &at) : 'a';
    return dp_is_punct(code) && code != '-' && code != '\'' && code != '<';
}

/* Whether text ends with a letter of an abbreviation: the U of "U.", the S of "U.S." */
static bool ends_initial(const dp_text *text)
{
    size_t n = text->length;
    return n > 0 && text->data[n - 1] >= 'A' && text->data[n - 1] <= 'Z' && (n == 1 || text->data[n - 2] == '.');
}

/* The words of a part's translation: a piece that begins a word, and those that go on. Marks are words of their own but
 * for the full stops of "U.S."; the last of a sentence is its end. */
static bool find_words(const constrainer *c, task *t)
{
    const hypothesis *best = &t->part->best;
    dp_text word = {0};
    t->words = calloc(best->count + 1, sizeof *t->words);
    for (size_t i = 0; t->words && i < best->count && best->pieces[i] != PIECE_END; i++) {
        const char *text = bare_text(c->vocab, best->pieces[i]);
        bool begins = vocab_begins_word(c->vocab, best->pieces[i]);
        bool last = i + 1 == best->count || best->pieces[i + 1] == PIECE_END;
        bool inner = strcmp(text, ".") == 0 && !last && ends_initial(&word);
        bool opened = word.length == 1 && strchr("\"(", word.data[0]);
        if (t->word_count == 0 || begins || opened || (is_mark(text) && !inner)) {
            t->words[t->word_count++].first = i;
            dp_text_cut(&word, 0);
        }
        dp_text_puts(&word, text);
        t->words[t->word_count - 1].end = i + 1;
        t->words[t->word_count - 1].initials |= inner;
    }
    bool good = t->words && !word.failed;
    dp_text_free(&word);
    return good;
}

/* Attention that a piece of a translation pays to the German bytes `german`. */
static double piece_attention(const part *p, const hypothesis *h, size_t i, dp_span german)
{
    double sum = 0.0;
    for (size_t j = 0; j + 1 < p->count; j++)
        if (dp_span_overlaps(p->pieces[j].span, german))
            sum += (double)h->weights[i * p->count + j];
    return sum;
}

/* Attention that English pieces of a word pay to the German bytes `german`, per piece. The full stops of an
 * abbreviation rest on anything. */
static double attention_on(const part *p, const english_word *w, dp_span german)
{
    double sum = 0.0;
    size_t step = w->initials ? 2 : 1, count = 0;
    for (size_t i = w->first; i < w->end; i += step, count++)
        sum += piece_attention(p, &p->best, i, german);
    return sum / (double)count;
}

/* The run of words that most of all renders the term. False when there is none. */
static bool rendering(const task *t, place *at)
{
    double sum = 0.0, best = 0.0;
    size_t start = 0;
    for (size_t i = 0; i < t->word_count; i++) {
        if (sum <= 0.0) {
            sum = 0.0;
            start = i;
        }
        sum += t->words[i].share - LEAST_SHARE;
        if (sum > best) {
            best = sum;
            *at = (place){t->words[start].first, t->words[i].end};
        }
    }
    return best > 0.0;
}

static bool is_function_word(const constrainer *c, const task *t, const english_word *w)
{
    const char *text = bare_text(c->vocab, t->part->best.pieces[w->first]);
    for (const char *line = function_words; w->end == w->first + 1 && *line; line = strchr(line, '\n') + 1)
        if (strcspn(line, "\n") == strlen(text) && memcmp(line, text, strlen(text)) == 0)
            return true;
    return false;
}

/* Whether a word of the translation is one of the term's. */
static bool is_word_of(const constrainer *c, const task *t, const english_word *w)
{
    dp_text text = {0}, folded = {0}, term = {0};
    const uint32_t *pieces = t->part->best.pieces + w->first;
    bool used[LONGEST_TERM] = {false};
    bool good = vocab_decode(c->vocab, pieces, w->end - w->first, &text, NULL, NULL) == DP_OK && text.length > 3 &&
                dp_text_fold(&folded, text.data, text.length) == DP_OK &&
                dp_text_fold(&term, want_text(t->want), strlen(want_text(t->want))) == DP_OK &&
                term.length < sizeof used && phrase_take(&term, &folded, used);
    dp_text_free(&text);
    dp_text_free(&folded);
    dp_text_free(&term);
    return good;
}

/* Whether a word pays more attention to the term than to any other piece of the German. */
static bool rests_on_term(const task *t, const english_word *w)
{
    const part *p = t->part;
    double most = 0.0;
    bool rests = false;
    for (size_t j = 0; j + 1 < p->count; j++) {
        double share = attention_on(p, w, p->pieces[j].span);
        if (share > most) {
            most = share;
            rests = dp_span_overlaps(p->pieces[j].span, t->want->german);
        }
    }
    return rests;
}

/* Take in what belongs to a rendering and stands apart from it by function words: "Ministry of" before "Economic
 * Affairs", "of Economics" behind "Ministry". */
static void extend(const constrainer *c, const task *t, place *at)
{
    size_t first = 0, end = t->word_count;
    while (first < t->word_count && t->words[first].first < at->first)
        first++;
    while (end > first && t->words[end - 1].end > at->end)
        end--;
    size_t before = first, behind = end;
    while (before > 0 && is_function_word(c, t, &t->words[before - 1]))
        before--;
    while (behind < t->word_count && is_function_word(c, t, &t->words[behind]))
        behind++;
    if (before > 0 && before < first &&
        (is_word_of(c, t, &t->words[before - 1]) || rests_on_term(t, &t->words[before - 1])))
        at->first = t->words[before - 1].first;
    if (behind < t->word_count && behind > end &&
        (is_word_of(c, t, &t->words[behind]) || rests_on_term(t, &t->words[behind])))
        at->end = t->words[behind].end;
}

static void add_range(place *places, size_t *count, place new)
{
    for (size_t i = 0; i < *count; i++)
        if (places[i].first == new.first && places[i].end == new.end)
            return;
    places[(*count)++] = new;
}

/* Add what is left of places[0] without function words behind, before, and both. */
static size_t trimmed(const constrainer *c, const task *t, place *places)
{
    size_t count = 1, left = 0, right = t->word_count;
    while (left < right && t->words[left].first < places[0].first)
        left++;
    while (right > left && t->words[right - 1].end > places[0].end)
        right--;
    size_t first = left, end = right;
    while (end > left + 1 && is_function_word(c, t, &t->words[end - 1]))
        end--;
    while (first + 1 < end && is_function_word(c, t, &t->words[first]))
        first++;
    if (left < right) {
        add_range(places, &count, (place){t->words[left].first, t->words[end - 1].end});
        add_range(places, &count, (place){t->words[first].first, t->words[right - 1].end});
        add_range(places, &count, (place){t->words[first].first, t->words[end - 1].end});
    }
    return count;
}

/* The word that renders the German bytes best, if any does. */
static const english_word *word_for(const task *t, dp_span german)
{
    const english_word *best = NULL;
    double most = LEAST_SHARE;
    for (size_t i = 0; i < t->word_count; i++) {
        double share = attention_on(t->part, &t->words[i], german);
        if (share > most) {
            most = share;
            best = &t->words[i];
        }
    }
    return best;
}

/* Whether two neighbours render the same other term, so that nothing can stand between them. */
static bool belong_together(const task *t, const english_word *left, const english_word *right)
{
    for (size_t i = 0; i < t->part->want_count; i++) {
        const wanted *other = &t->part->wants[i];
        if (other != t->want && attention_on(t->part, left, other->german) > LEAST_SHARE &&
            attention_on(t->part, right, other->german) > LEAST_SHARE)
            return true;
    }
    return false;
}

static void add_place(const task *t, place *places, size_t *count, size_t at)
{
    for (size_t i = 1; i < t->word_count; i++)
        if (t->words[i].first == at && belong_together(t, &t->words[i - 1], &t->words[i]))
            at = t->words[i].end;
    for (size_t i = 0; i < *count; i++)
        if (places[i].first == at)
            return;
    places[(*count)++] = (place){at, at};
}

/* Where a term that nothing renders could stand: behind what renders the German before it, before what renders the
 * German behind it, and at the same share of the sentence. */
static size_t gaps(const task *t, place *places)
{
    const part *p = t->part;
    dp_span german = t->want->german;
    size_t count = 0, length = p->count > 1 ? p->pieces[p->count - 2].span.end : 0;
    const english_word *before = word_for(t, (dp_span){german.begin > 4 ? german.begin - 4 : 0, german.begin});
    const english_word *behind = word_for(t, (dp_span){german.end, german.end + 4});
    if (before)
        add_place(t, places, &count, before->end);
    if (behind)
        add_place(t, places, &count, behind->first);
    if (t->word_count > 0 && length > 0)
        add_place(t, places, &count, t->words[t->word_count * german.begin / (length + 1)].first);
    return count;
}

/* ---- Trials ---- */

static bool begins_capital(const constrainer *c, const hypothesis *h)
{
    char first = '\0';
    for (size_t i = 0; i < h->count && !first; i++) {
        const char *text = vocab_piece(c->vocab, h->pieces[i]);
        first = text[strspn(text, WORD_MARK)];
    }
    return first >= 'A' && first <= 'Z';
}

/* The pieces of a term as it is written at piece `at`: with a capital in front, and joined to an opening mark. */
static dp_status encode_term(const constrainer *c, const part *p, size_t at, const char *term, uint32_t **ids,
                             size_t *count, dp_error *error)
{
    dp_text text = {0};
    dp_text_puts(&text, term);
    piece *pieces = NULL;
    if (at == 0 && begins_capital(c, &p->best) && text.length > 0 && text.data[0] >= 'a' && text.data[0] <= 'z')
        text.data[0] = (char)(text.data[0] - 'a' + 'A');
    dp_status status = text.failed ? dp_error_set(error, DP_NO_MEMORY, "no memory for a term")
                                   : vocab_encode(c->vocab, text.data, text.length, &pieces, count, error);
    dp_text_free(&text);
    if (status != DP_OK)
        return status;
    *ids = malloc((*count + 1) * sizeof **ids);
    for (size_t i = 0; *ids && i < *count; i++)
        (*ids)[i] = pieces[i].id;
    free(pieces);
    if (!*ids)
        return dp_error_set(error, DP_NO_MEMORY, "no memory for a term");
    bool joined = at > 0 && at < p->best.count && !vocab_begins_word(c->vocab, p->best.pieces[at]) &&
                  p->best.pieces[at] != PIECE_END;
    if (joined && *count > 0 && vocab_begins_word(c->vocab, (*ids)[0])) {
        uint32_t bare = vocab_find(c->vocab, vocab_piece(c->vocab, (*ids)[0]) + strlen(WORD_MARK));
        (*ids)[0] = bare == PIECE_UNKNOWN ? (*ids)[0] : bare;
    }
    return DP_OK;
}

static bool begins_with_any(const char *word, const char *const *beginnings)
{
    while (*beginnings && strncmp(word, *beginnings, strlen(*beginnings)) != 0)
        beginnings++;
    return *beginnings != NULL;
}

/* Whether a word is spoken with a vowel first, as far as its letters tell. */
static bool begins_vowel(const char *word)
{
    static const char *const silent[] = {"hour", "honest", "honour", "heir", NULL};
    static const char *const spoken_otherwise[] = {"eu",   "once", "one ", "one-",  "unio", "uniq",
                                                   "unit", "univ", "use",  "usual", "util", NULL};
    if (begins_with_any(word, spoken_otherwise))
        return false;
    return (*word && strchr("aeiou", *word)) || begins_with_any(word, silent);
}

/* Make the article in front of a term the one that it asks for: "an investigation", but "a criminal investigation". */
static void suit_article(const constrainer *c, uint32_t *before, const char *term)
{
    static const char *const plain[] = {WORD_MARK "a", WORD_MARK "A"}, *const longer[] = {WORD_MARK "an",
                                                                                          WORD_MARK "An"};
    if (term[0] < 'a' || term[0] > 'z')
        return;
    bool vowel = begins_vowel(term);
    for (size_t i = 0; i < 2; i++) {
        uint32_t right = vocab_find(c->vocab, vowel ? longer[i] : plain[i]);
        if (right != PIECE_UNKNOWN && strcmp(vocab_piece(c->vocab, *before), vowel ? plain[i] : longer[i]) == 0) {
            *before = right;
            return;
        }
    }
}

/* Try a form of the term at a place, with what followed or without. */
static dp_status add_trial(const constrainer *c, const task *t, place at, const char *term, bool plural, bool kept,
                           trials *all, dp_error *error)
{
    if (all->count == MOST_TRIALS)
        return DP_OK;
    const hypothesis *old = &t->part->best;
    uint32_t *ids = NULL;
    size_t count = 0, tail = kept ? old->count - at.end : 0;
    dp_status status = encode_term(c, t->part, at.first, term, &ids, &count, error);
    uint32_t *prefix = status == DP_OK ? malloc((at.first + count + tail + 1) * sizeof *prefix) : NULL;
    if (prefix) {
        memcpy(prefix, old->pieces, at.first * sizeof *prefix);
        if (at.first > 0)
            suit_article(c, &prefix[at.first - 1], term);
        memcpy(prefix + at.first, ids, count * sizeof *prefix);
        memcpy(prefix + at.first + count, old->pieces + at.end, tail * sizeof *prefix);
        all->items[all->count++] = (trial){
            .task = *t,
            .prefix = prefix,
            .count = at.first + count + tail,
            .phrase = {at.first, at.first + count},
            .resumed = at.end,
            .kept = kept,
            .plural = plural,
        };
    } else if (status == DP_OK) {
        status = dp_error_set(error, DP_NO_MEMORY, "no memory for a term");
    }
    free(ids);
    return status;
}

/* Append the other form that a term may have where its German stands: the plural, or of a name's genitive the
 * possessive. */
static void other_form(const wanted *w, dp_text *out)
{
    if (w->amount == 'g')
        dp_text_printf(out, "%s's", want_text(w));
    else if (w->inflect)
        phrase_plural(out, want_text(w));
}

static dp_status add_forms(const constrainer *c, const task *t, place at, trials *all, dp_error *error)
{
    dp_text other = {0};
    other_form(t->want, &other);
    const char *forms[] = {want_text(t->want), other.length > 0 ? other.data : NULL};
    dp_status status = other.failed ? dp_error_set(error, DP_NO_MEMORY, "no memory for a term") : DP_OK;
    for (size_t i = 0; i < 4 && status == DP_OK; i++)
        if (forms[i / 2])
            status = add_trial(c, t, at, forms[i / 2], i / 2 == 1, i % 2 == 0, all, error);
    dp_text_free(&other);
    return status;
}

/* How much of a word's attention rests on the term; less than nothing for marks, and where more rests on another term
 * that is shown. */
static double share_of(const constrainer *c, const task *t, const english_word *w)
{
    if (is_mark(bare_text(c->vocab, t->part->best.pieces[w->first])))
        return -1.0;
    double share = attention_on(t->part, w, t->want->german);
    for (size_t i = 0; i < t->part->want_count; i++) {
        const wanted *other = &t->part->wants[i];
        bool there = other->state == WANT_MET || other->state == WANT_APPLIED;
        if (there && attention_on(t->part, w, other->german) > share)
            return -1.0;
    }
    return share;
}

static dp_status add_trials(const constrainer *c, task *t, trials *all, dp_error *error)
{
    place places[MOST_PLACES];
    size_t count = 1;
    if (!find_words(c, t))
        return dp_error_set(error, DP_NO_MEMORY, "no memory for a term");
    for (size_t i = 0; i < t->word_count; i++)
        t->words[i].share = share_of(c, t, &t->words[i]);
    if (t->want->beside || !rendering(t, &places[0])) {
        t->want->beside = true;
        count = in_compound(t->want) ? 0 : gaps(t, places);
    } else {
        extend(c, t, &places[0]);
        count = trimmed(c, t, places);
    }
    dp_status status = DP_OK;
    for (size_t i = 0; i < count && status == DP_OK; i++)
        status = add_forms(c, t, places[i], all, error);
    free(t->words);
    t->words = NULL;
    return status;
}

/* ---- Judging ---- */

/* Fewer pieces than these say too little for a mean: a full stop after an unexpected word is improbable too. */
#define LEAST_PIECES 6u

/* So many pieces in a row that pay so much attention to the term spell it. */
#define ROW_PIECES 3u
#define ROW_SHARE  0.7

/* Mean log probability of the pieces from one on. */
static double mean_from(const hypothesis *h, size_t first)
{
    double sum = 0.0;
    size_t count = first < h->count ? h->count - first : 0;
    for (size_t i = first; i < h->count; i++)
        sum += (double)h->scores[i];
    return sum / (double)(count > LEAST_PIECES ? count : LEAST_PIECES);
}

static bool keeps_numbers(const constrainer *c, const trial *t)
{
    const hypothesis *old = &t->task.part->best;
    size_t before[10] = {0}, now[10] = {0};
    count_digits(c->vocab, old->pieces, t->phrase.first, before);
    count_digits(c->vocab, old->pieces + t->resumed, old->count - t->resumed, before);
    count_digits(c->vocab, t->result.pieces, t->result.count, now);
    for (size_t i = 0; i < 10; i++)
        if (now[i] < before[i])
            return false;
    return true;
}

/* Whether a trial's translation shows its term and all that were there before. */
static bool keeps_terms(const constrainer *c, const trial *t, bool *met)
{
    const part *p = t->task.part;
    if (!find_met(c, p, &t->result, met))
        return false;
    for (size_t i = 0; i < p->want_count; i++)
        if (!met[i] &&
            (&p->wants[i] == t->task.want || p->wants[i].state == WANT_MET || p->wants[i].state == WANT_APPLIED))
            return false;
    return true;
}

/* Whether the German of the term is spelt out elsewhere, too: pieces in a row that rest on it alone. */
static bool spells_again(const trial *t)
{
    const part *p = t->task.part;
    size_t row = 0;
    for (size_t i = 0; i < t->result.count && row < ROW_PIECES; i++) {
        bool rests = piece_attention(p, &t->result, i, t->task.want->german) > ROW_SHARE;
        row = rests && (i < t->phrase.first || i >= t->phrase.end) ? row + 1 : 0;
    }
    return row == ROW_PIECES;
}

/* Whether what is kept behind the term still follows: its first piece has not become much less probable. A mean over
 * all would not show it. */
static bool joins(const trial *t, double most_loss)
{
    const hypothesis *old = &t->task.part->best;
    if (!t->kept || t->phrase.end >= t->result.count || t->resumed >= old->count)
        return true;
    double drop = (double)old->scores[t->resumed] - (double)t->result.scores[t->phrase.end];
    return drop <= LOSS_AT_SEAM * most_loss;
}

/* Whether the last piece of a translation is a mark. */
static bool ends_marked(const constrainer *c, const hypothesis *h)
{
    size_t count = h->count > 0 && h->pieces[h->count - 1] == PIECE_END ? h->count - 1 : h->count;
    return count > 0 && is_mark(bare_text(c->vocab, h->pieces[count - 1]));
}

/* Whether forms that must not stand for the term are no more than those that stand elsewhere. */
static bool avoids_forbidden(const constrainer *c, const trial *t)
{
    const hypothesis *old = &t->task.part->best;
    const wanted *w = t->task.want;
    return !w->forbidden || count_forbidden(c, w, t->result.pieces, t->result.count) <=
                                count_forbidden(c, w, old->pieces, t->phrase.first) +
                                    count_forbidden(c, w, old->pieces + t->resumed, old->count - t->resumed);
}

/* Whether what follows a part of a compound renders the rest of it. */
static bool renders_rest(const trial *t)
{
    const wanted *w = t->task.want;
    for (size_t i = t->phrase.end; i < t->result.count && i < t->phrase.end + ROW_PIECES; i++)
        if (piece_attention(t->task.part, &t->result, i, w->rest) > LEAST_SHARE)
            return true;
    return !in_compound(w);
}

/* Attention on a piece of the German in a translation, without that of the pieces from `first` to `end` - 1. */
static double coverage(const part *p, const hypothesis *h, size_t german, size_t first, size_t end)
{
    double sum = 0.0;
    for (size_t i = 0; i < h->count; i++)
        if (i < first || i >= end)
            sum += (double)h->weights[i * p->count + german];
    return sum;
}

/* How many pieces of the German beside the term's were rendered before and are no longer. */
static size_t count_lost(const trial *t)
{
    const part *p = t->task.part;
    size_t lost = 0;
    for (size_t i = 0; i + 1 < p->count; i++)
        lost += !dp_span_overlaps(p->pieces[i].span, t->task.want->german) &&
                coverage(p, &p->best, i, 0, 0) > COVERED && coverage(p, &t->result, i, 0, 0) < UNCOVERED;
    return lost;
}

static bool acceptable(const constrainer *c, const trial *t, bool *met)
{
    const hypothesis *h = &t->result, *old = &t->task.part->best;
    double most_loss = in_compound(t->task.want) ? c->most_loss * SHARE_IN_COMPOUND : c->most_loss;
    double expected = (double)(old->count - (t->resumed - t->phrase.first) + (t->phrase.end - t->phrase.first));
    return h->ended && !pieces_loop(h->pieces, h->count) && (ends_marked(c, h) || !ends_marked(c, old)) &&
           (double)h->count >= LEAST_LENGTH * expected && (double)h->count <= MOST_LENGTH * expected &&
           mean_from(old, t->resumed) - mean_from(h, t->phrase.end) <= most_loss && keeps_numbers(c, t) &&
           keeps_terms(c, t, met) && !spells_again(t) && joins(t, c->most_loss) && avoids_forbidden(c, t) &&
           renders_rest(t);
}

/* Take the best of the trials for a want over, or say that none will do: what stands in its place may be another
 * term's, so it is tried beside that first. */
static void settle(const constrainer *c, trial *first, size_t count, bool *met)
{
    part *p = first->task.part;
    wanted *w = first->task.want;
    trial *best = NULL;
    double most = 0.0;
    for (size_t i = 0; i < count; i++) {
        if (!acceptable(c, &first[i], met))
            continue;
        bool amiss = (w->amount == 's' && first[i].plural) || (w->amount == 'p' && !first[i].plural);
        double value = mean_from(&first[i].result, first[i].phrase.first) + (first[i].kept ? PRICE_OF_FREEDOM : 0.0) -
                       (amiss ? PRICE_OF_NUMBER : 0.0) - PRICE_OF_LOSS * (double)count_lost(&first[i]);
        if (!best || value > most) {
            best = &first[i];
            most = value;
        }
    }
    if (!best && !w->beside && !in_compound(w)) {
        w->beside = true;
        return;
    }
    w->state = best ? WANT_APPLIED : WANT_REJECTED;
    if (!best)
        return;
    hypothesis_free(&p->best);
    p->best = best->result;
    best->result = (hypothesis){0};
    find_met(c, p, &p->best, met);
    for (size_t i = 0; i < p->want_count; i++)
        if (met[i] && p->wants[i].state == WANT_OPEN)
            p->wants[i].state = WANT_MET;
}

/* ---- Rounds ---- */

/* What a round works on: the parts that have a want open, and their trials one behind the other. */
typedef struct round {
    trials *parts;
    size_t count, most_wants;
} round_of;

static wanted *open_want(const part *p)
{
    for (size_t i = 0; i < p->want_count; i++)
        if (p->wants[i].state == WANT_OPEN)
            return &p->wants[i];
    return NULL;
}

static dp_status prepare_round(const constrainer *c, sentence *sentences, size_t count, round_of *r, dp_error *error)
{
    r->count = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sentences[i].part_count; j++) {
            part *p = &sentences[i].parts[j];
            task t = {.part = p, .want = part_fault(p) || !p->best.weights ? NULL : open_want(p)};
            if (!t.want)
                continue;
            trials *mine = &r->parts[r->count++];
            mine->count = 0;
            dp_status status = add_trials(c, &t, mine, error);
            if (status != DP_OK)
                return status;
            if (mine->count == 0) {
                t.want->state = WANT_REJECTED;
                r->count--;
                j--;
            }
        }
    return DP_OK;
}

static dp_status search_round(const constrainer *c, round_of *r, dp_error *error)
{
    size_t total = 0, at = 0;
    for (size_t i = 0; i < r->count; i++)
        total += r->parts[i].count;
    search_job *jobs = calloc(total + 1, sizeof *jobs);
    if (!jobs)
        return dp_error_set(error, DP_NO_MEMORY, "no memory for %zu terms", total);
    for (size_t i = 0; i < r->count; i++)
        for (size_t j = 0; j < r->parts[i].count; j++) {
            trial *t = &r->parts[i].items[j];
            jobs[at++] = (search_job){.source = {t->task.part->ids, t->task.part->count},
                                      .rules = {.prefix = t->prefix, .prefix_count = t->count},
                                      .results = &t->result};
        }
    batch_options options = *c->options;
    options.search.results = 1;
    dp_status status = translate_all(c->model, c->list, &options, c->space, jobs, total, error);
    free(jobs);
    return status;
}

static void free_round(round_of *r)
{
    for (size_t i = 0; i < r->count; i++)
        for (size_t j = 0; j < r->parts[i].count; j++) {
            hypothesis_free(&r->parts[i].items[j].result);
            free(r->parts[i].items[j].prefix);
        }
    r->count = 0;
}

/* Find what the free translations have. Returns the number of parts with wants, and the most wants of a part. */
static bool begin(const constrainer *c, sentence *sentences, size_t count, size_t *parts, size_t *most)
{
    *parts = *most = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sentences[i].part_count; j++) {
            part *p = &sentences[i].parts[j];
            *parts += p->want_count > 0;
            *most = p->want_count > *most ? p->want_count : *most;
            bool *met = p->want_count > 0 ? calloc(p->want_count, sizeof *met) : NULL;
            bool good = p->want_count == 0 || (met && find_met(c, p, &p->best, met));
            for (size_t k = 0; good && k < p->want_count; k++)
                p->wants[k].state = met[k] ? WANT_MET : WANT_OPEN;
            free(met);
            if (!good)
                return false;
        }
    return true;
}

dp_status constrain(const constrainer *c, sentence *sentences, size_t count, dp_error *error)
{
    size_t parts, most;
    if (!begin(c, sentences, count, &parts, &most))
        return dp_error_set(error, DP_NO_MEMORY, "no memory for the terms of %zu sentences", count);
    round_of r = {.parts = parts > 0 ? malloc(parts * sizeof *r.parts) : NULL};
    bool *met = calloc(most + 1, sizeof *met);
    dp_status status = (parts == 0 || r.parts) && met
                           ? DP_OK
                           : dp_error_set(error, DP_NO_MEMORY, "no memory for the terms of %zu sentences", count);
    for (size_t i = 0; i < 2 * most && status == DP_OK; i++) {
        status = prepare_round(c, sentences, count, &r, error);
        if (status == DP_OK && r.count > 0)
            status = search_round(c, &r, error);
        for (size_t j = 0; j < r.count && status == DP_OK; j++)
            settle(c, r.parts[j].items, r.parts[j].count, met);
        free_round(&r);
    }
    free(r.parts);
    free(met);
    return status;
}
