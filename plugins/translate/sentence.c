/* SPDX-License-Identifier: ISC */
/*
 * Cutting sentences into parts and pieces, and putting their translations together.
 */
#include "config.h"

#include "sentence.h"

#include "clauses.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static dp_status no_memory(const sentence *s, dp_error *error)
{
    return dp_error_set(error, DP_NO_MEMORY, "no memory to translate a sentence of %zu bytes", s->length);
}

static void note(sentence *s, const char *text)
{
    if (s->notes.length > 0)
        dp_text_puts(&s->notes, "; ");
    dp_text_puts(&s->notes, text);
}

/* ---- Cutting ---- */

/* Cut a part's text into pieces of its own. */
static dp_status fill_part(const sentence *s, const vocab *v, part *p, dp_error *error)
{
    size_t count = 0;
    dp_status status =
        vocab_encode(v, s->german.text.data + p->span.begin, p->span.end - p->span.begin, &p->pieces, &count, error);
    if (status != DP_OK)
        return status;
    p->ids = malloc((count + 1) * sizeof *p->ids);
    if (!p->ids)
        return no_memory(s, error);
    for (size_t i = 0; i < count; i++)
        p->ids[i] = p->pieces[i].id;
    p->ids[count] = PIECE_END;
    p->count = count + 1;
    return DP_OK;
}

static dp_status add_part(sentence *s, const vocab *v, dp_span span, size_t *room, dp_error *error)
{
    while (span.begin < span.end && s->german.text.data[span.begin] == ' ')
        span.begin++;
    if (s->part_count == *room) {
        size_t grown = *room * 2 + 1;
        part *parts = realloc(s->parts, grown * sizeof *parts);
        if (!parts)
            return no_memory(s, error);
        s->parts = parts;
        *room = grown;
    }
    part *p = &s->parts[s->part_count++];
    *p = (part){.span = span};
    return fill_part(s, v, p, error);
}

static dp_status cut(sentence *s, const vocab *v, const sentence_options *options, dp_error *error)
{
    const dp_text *text = &s->german.text;
    piece *pieces = NULL;
    size_t count = 0, room = 0, begin = 0, parts = 0, *ends = NULL;
    dp_status status = vocab_encode(v, text->data, text->length, &pieces, &count, error);
    if (status == DP_OK && count > 0) {
        ends = malloc(count * sizeof *ends);
        parts = ends ? clauses_cut(text, pieces, count, options->good_length, options->most_length, ends) : 0;
        status = parts > 0 ? DP_OK : no_memory(s, error);
    }
    for (size_t i = 0; status == DP_OK && i < parts; i++) {
        size_t end = i + 1 == parts ? text->length : pieces[ends[i] - 1].span.end;
        status = add_part(s, v, (dp_span){begin, end}, &room, error);
        begin = end;
    }
    free(ends);
    free(pieces);
    if (s->part_count > 1)
        note(s, "translated in parts");
    return status;
}

dp_status sentence_begin(sentence *s, const vocab *v, const sentence_options *options, dp_error *error)
{
    dp_status status = prepare(s->source, s->length, s->base, options->raw, v, &s->german, error);
    if (status != DP_OK)
        return status;
    if (s->german.capitals)
        note(s, "all in capitals");
    if (s->german.text.length == 0 || (!s->german.has_letters && !options->raw))
        return DP_OK;
    return cut(s, v, options, error);
}

/* ---- Putting together ---- */

static const char *hypothesis_fault(const part *p, const hypothesis *h)
{
    if (h->count == 0)
        return "the model found no translation";
    if (pieces_loop(h->pieces, h->count) && !pieces_loop(p->ids, p->count))
        return "the model repeated itself";
    if (!h->ended)
        return "the model came to no end";
    return NULL;
}

const char *part_fault(const part *p)
{
    return hypothesis_fault(p, &p->best);
}

bool part_doubtful(const part *p)
{
    return part_fault(p) || (pieces_stutter(p->best.pieces, p->best.count) && !pieces_stutter(p->ids, p->count));
}

static void part_clear(part *p)
{
    hypothesis_free(&p->best);
    for (size_t i = 0; i < p->other_count; i++)
        hypothesis_free(&p->others[i]);
    free(p->others);
    p->others = NULL;
    p->other_count = 0;
}

dp_status part_take(part *p, hypothesis *results, size_t count, dp_error *error)
{
    if (p->best.count > 0 && !part_fault(p) && hypothesis_fault(p, &results[0]))
        return DP_OK;
    p->again = p->best.count > 0;
    part_clear(p);
    p->others = count > 1 ? calloc(count - 1, sizeof *p->others) : NULL;
    if (count > 1 && !p->others)
        return dp_error_set(error, DP_NO_MEMORY, "no memory for %zu translations", count);
    p->best = results[0];
    p->other_count = count - 1;
    for (size_t i = 1; i < count; i++)
        p->others[i - 1] = results[i];
    memset(results, 0, count * sizeof *results);
    return DP_OK;
}

/* The English of all parts, and where each target piece of each part stands in it. */
typedef struct draft {
    dp_text text;
    dp_span **pieces; /* per part, per piece of its translation */
} draft;

static void draft_free(draft *d, size_t parts)
{
    for (size_t i = 0; d->pieces && i < parts; i++)
        free(d->pieces[i]);
    free(d->pieces);
    dp_text_free(&d->text);
}

/* Whether the English word at the start of `out + begin` stands in the German of the part too: a name. */
static bool is_name(const sentence *s, const part *p, const dp_text *out, size_t begin)
{
    size_t at = begin, place = p->span.begin;
    dp_span word, other;
    if (!dp_word_next(out->data, out->length, &at, &word))
        return false;
    while (dp_word_next(s->german.text.data, p->span.end, &place, &other))
        if (other.end - other.begin == word.end - word.begin &&
            memcmp(s->german.text.data + other.begin, out->data + word.begin, word.end - word.begin) == 0)
            return true;
    return false;
}

/* The first letter of a part as its place asks for: small where the German goes on inside a sentence, and large where a
 * sentence begins with a capital. */
static void set_case(const sentence *s, const part *p, size_t begin, dp_text *out)
{
    size_t at = p->span.begin;
    uint32_t code = dp_utf8_next(s->german.text.data, p->span.end, &at);
    char *first = out->data + begin;
    if (out->length <= begin + 1 || !(first[1] >= 'a' && first[1] <= 'z'))
        return;
    if (p != s->parts && dp_is_lower(code) && first[0] >= 'A' && first[0] <= 'Z' && !is_name(s, p, out, begin))
        first[0] = (char)(first[0] - 'A' + 'a');
    if (p == s->parts && dp_is_upper(code) && first[0] >= 'a' && first[0] <= 'z')
        first[0] = (char)(first[0] - 'a' + 'A');
}

/* Take back what the model adds because it takes a part for a sentence: a full stop, a capital letter. */
static void smooth_part(const sentence *s, const part *p, bool last, size_t begin, dp_text *out)
{
    const char *german = s->german.text.data;
    bool full_stop = p->span.end > p->span.begin && german[p->span.end - 1] == '.';
    if ((!last || s->headline) && !full_stop && out->length > begin + 1 && out->data[out->length - 1] == '.' &&
        out->data[out->length - 2] != '.')
        dp_text_cut(out, out->length - 1);
    set_case(s, p, begin, out);
}

static dp_status draft_part(sentence *s, const vocab *v, bool raw, size_t index, draft *d, dp_error *error)
{
    part *p = &s->parts[index];
    size_t count = p->best.count, *ends = calloc(count + 1, sizeof *ends);
    d->pieces[index] = calloc(count + 1, sizeof **d->pieces);
    if (!ends || !d->pieces[index]) {
        free(ends);
        return no_memory(s, error);
    }
    if (d->text.length > 0)
        dp_text_append(&d->text, " ", 1);
    size_t begin = d->text.length;
    dp_status status = vocab_decode(v, p->best.pieces, count, &d->text, ends, error);
    if (status == DP_OK && !raw)
        smooth_part(s, p, index + 1 == s->part_count, begin, &d->text);
    for (size_t i = 0; i < count; i++) {
        size_t from = begin + (i > 0 ? ends[i - 1] : 0), to = begin + ends[i];
        to = to < d->text.length ? to : d->text.length;
        d->pieces[index][i] = (dp_span){from < to ? from : to, to};
    }
    free(ends);
    return status;
}

/* ---- Alignment ---- */

typedef struct words {
    dp_span *spans;
    size_t count;
} words;

static bool find_words(const dp_text *text, words *w)
{
    size_t room = 0, at = 0;
    dp_span word;
    while (text->data && dp_word_next(text->data, text->length, &at, &word)) {
        if (w->count == room) {
            room = room * 2 + 16;
            dp_span *grown = realloc(w->spans, room * sizeof *grown);
            if (!grown)
                return false;
            w->spans = grown;
        }
        w->spans[w->count++] = word;
    }
    return true;
}

/* The first word that ends behind `position`, or w->count; words are in order. */
static size_t word_from(const words *w, size_t position)
{
    size_t low = 0, high = w->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (w->spans[middle].end <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t word_at(const words *w, dp_span span)
{
    size_t i = word_from(w, span.begin);
    return i < w->count && dp_span_overlaps(w->spans[i], span) ? i : DP_NONE;
}

/* Of the attention of an English word's pieces, how much rests on each German word; the German word with the most, or
 * DP_NONE when that is too little to mean anything. */
#define LEAST_ATTENTION 0.15f

static size_t best_word(const part *p, const size_t *german_word, const dp_span *pieces, dp_span english, float *shares)
{
    size_t covered = 0, best = DP_NONE;
    for (size_t j = 0; j + 1 < p->count; j++)
        if (german_word[j] != DP_NONE)
            shares[german_word[j]] = 0.0f;
    for (size_t i = 0; i < p->best.count; i++) {
        if (!dp_span_overlaps(pieces[i], english))
            continue;
        covered++;
        for (size_t j = 0; j + 1 < p->count; j++)
            if (german_word[j] != DP_NONE)
                shares[german_word[j]] += p->best.weights[i * p->count + j];
    }
    for (size_t j = 0; j + 1 < p->count; j++)
        if (german_word[j] != DP_NONE && (best == DP_NONE || shares[german_word[j]] > shares[best]))
            best = german_word[j];
    return best != DP_NONE && shares[best] >= LEAST_ATTENTION * (float)covered ? best : DP_NONE;
}

/* Align the English words of one part. */
static bool align_part(sentence *s, const part *p, const dp_span *pieces, const words *german, const words *english,
                       const size_t *moved, float *shares)
{
    size_t *german_word = malloc((p->count + 1) * sizeof *german_word);
    if (!german_word)
        return false;
    for (size_t j = 0; j + 1 < p->count; j++) {
        dp_span span = p->pieces[j].span;
        german_word[j] = word_at(german, (dp_span){p->span.begin + span.begin, p->span.begin + span.end});
    }
    size_t end = p->best.count > 0 ? pieces[p->best.count - 1].end : 0;
    for (size_t w = word_from(english, pieces[0].begin); w < english->count && english->spans[w].begin < end; w++) {
        size_t best = best_word(p, german_word, pieces, english->spans[w], shares);
        dp_span at = english->spans[w];
        if (best != DP_NONE)
            s->alignment[s->alignment_count++] =
                (aligned){prepared_origin(&s->german, german->spans[best]), {moved[at.begin], moved[at.end]}};
    }
    free(german_word);
    return true;
}

static dp_status align(sentence *s, const draft *d, const size_t *moved, dp_error *error)
{
    words german = {0}, english = {0};
    float *shares = NULL;
    bool good = find_words(&s->german.text, &german) && find_words(&d->text, &english);
    if (good) {
        shares = calloc(german.count + 1, sizeof *shares);
        s->alignment = calloc(english.count + s->part_count, sizeof *s->alignment);
        good = shares && s->alignment;
    }
    for (size_t i = 0; good && i < s->part_count; i++)
        if (s->parts[i].best.weights && s->parts[i].best.count > 0)
            good = align_part(s, &s->parts[i], d->pieces[i], &german, &english, moved, shares);
    free(german.spans);
    free(english.spans);
    free(shares);
    return good ? DP_OK : no_memory(s, error);
}

/* ---- Outcome ---- */

/* What agreement with a human translation (chrF, from 0 to 1) to expect when the geometric mean of the pieces'
 * probabilities is 0, and when it is 1: the line that fits two test sets best, see docs/translation.md. */
#define AGREEMENT_AT_0 0.00
#define AGREEMENT_AT_1 0.79

static double confidence(double total, size_t count)
{
    double mean = count > 0 ? exp(total / (double)count) : 0.0;
    mean = mean >= 0.0 && mean <= 1.0 ? mean : 0.0;
    double agreement = AGREEMENT_AT_0 + (AGREEMENT_AT_1 - AGREEMENT_AT_0) * mean;
    return agreement < 0.0 ? 0.0 : agreement > 1.0 ? 1.0 : agreement;
}

/* Sum of the log probabilities of all pieces, and their number. */
static double sum_scores(const sentence *s, size_t *count)
{
    double total = 0.0;
    *count = 0;
    for (size_t i = 0; i < s->part_count; i++) {
        total += s->parts[i].best.total;
        *count += s->parts[i].best.count;
    }
    return total;
}

static dp_status copy(sentence *s, dp_translation_status status, dp_error *error)
{
    s->status = status;
    s->score = -1.0;
    dp_text_append(&s->english, s->source, s->length);
    return s->english.failed ? no_memory(s, error) : DP_OK;
}

/* Append the English of all parts. `*moved`, freed by the caller, says where each byte of the draft stands in it. */
static dp_status write_english(sentence *s, const vocab *v, bool raw, draft *d, dp_text *out, size_t **moved,
                               dp_error *error)
{
    d->pieces = calloc(s->part_count, sizeof *d->pieces);
    dp_status status = d->pieces ? DP_OK : no_memory(s, error);
    for (size_t i = 0; status == DP_OK && i < s->part_count; i++)
        status = draft_part(s, v, raw, i, d, error);
    if (status != DP_OK)
        return status;
    *moved = malloc((d->text.length + 1) * sizeof **moved);
    if (!*moved || restore_quotes(&s->german, d->text.data, d->text.length, out, *moved) != DP_OK)
        return no_memory(s, error);
    return DP_OK;
}

static dp_status compose(sentence *s, const vocab *v, const sentence_options *options, dp_error *error)
{
    draft d = {0};
    size_t *moved = NULL;
    dp_status status = write_english(s, v, options->raw, &d, &s->english, &moved, error);
    if (status == DP_OK && d.text.length > 0)
        status = align(s, &d, moved, error);
    free(moved);
    draft_free(&d, s->part_count);
    return status;
}

/* ---- Alternatives ---- */

/* A sentence in which one part has another translation. */
typedef struct variant {
    size_t part, other;
    double score;
} variant;

static int likeliest_first(const void *a, const void *b)
{
    const variant *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    return x->other < y->other ? -1 : x->other > y->other;
}

static size_t list_variants(const sentence *s, bool raw, variant *out)
{
    size_t pieces, found = 0;
    double total = sum_scores(s, &pieces);
    for (size_t i = 0; i < s->part_count; i++)
        for (size_t j = 0; j < s->parts[i].other_count; j++) {
            const part *p = &s->parts[i];
            const hypothesis *other = &p->others[j];
            if (other->count == 0 || (!raw && hypothesis_fault(p, other)))
                continue;
            double score = confidence(total - p->best.total + other->total, pieces - p->best.count + other->count);
            out[found++] = (variant){i, j, score};
        }
    qsort(out, found, sizeof *out, likeliest_first);
    return found;
}

static bool already_there(const sentence *s, const dp_text *english)
{
    bool found = strcmp(s->english.data, english->data) == 0;
    for (size_t i = 0; i < s->alternative_count && !found; i++)
        found = strcmp(s->alternatives[i].english.data, english->data) == 0;
    return found;
}

static void swap_hypotheses(hypothesis *a, hypothesis *b)
{
    hypothesis held = *a;
    *a = *b;
    *b = held;
}

static dp_status add_alternative(sentence *s, const vocab *v, bool raw, const variant *choice, dp_error *error)
{
    part *p = &s->parts[choice->part];
    draft d = {0};
    size_t *moved = NULL;
    dp_text english = {0};
    swap_hypotheses(&p->best, &p->others[choice->other]);
    dp_status status = write_english(s, v, raw, &d, &english, &moved, error);
    swap_hypotheses(&p->best, &p->others[choice->other]);
    free(moved);
    draft_free(&d, s->part_count);
    if (status == DP_OK && english.length > 0 && !already_there(s, &english))
        s->alternatives[s->alternative_count++] = (alternative){english, choice->score};
    else
        dp_text_free(&english);
    return status;
}

/* Two ways through the search may spell the same text: then there are fewer alternatives than were asked for. */
static dp_status find_alternatives(sentence *s, const vocab *v, const sentence_options *options, dp_error *error)
{
    size_t most = 0, more = options->results - 1;
    for (size_t i = 0; i < s->part_count; i++)
        most += s->parts[i].other_count;
    variant *variants = calloc(most + 1, sizeof *variants);
    s->alternatives = calloc(more, sizeof *s->alternatives);
    dp_status status = variants && s->alternatives ? DP_OK : no_memory(s, error);
    size_t found = status == DP_OK ? list_variants(s, options->raw, variants) : 0;
    for (size_t i = 0; i < found && i < more && status == DP_OK; i++)
        status = add_alternative(s, v, options->raw, &variants[i], error);
    free(variants);
    return status;
}

dp_status sentence_end(sentence *s, const vocab *v, const sentence_options *options, dp_error *error)
{
    if (s->part_count == 0)
        return copy(s, DP_COPIED, error);
    for (size_t i = 0; i < s->part_count && !options->raw; i++)
        if (part_fault(&s->parts[i])) {
            note(s, part_fault(&s->parts[i]));
            return copy(s, DP_GIVEN_UP, error);
        }
    dp_status status = compose(s, v, options, error);
    if (status != DP_OK)
        return status;
    size_t count;
    double total = sum_scores(s, &count);
    for (size_t i = 0; i < s->part_count; i++)
        if (s->parts[i].again) {
            note(s, "translated again without repetitions");
            break;
        }
    s->status = DP_TRANSLATED;
    s->score = confidence(total, count);
    if (s->english.length == 0) {
        note(s, "the model found no translation");
        return copy(s, DP_GIVEN_UP, error);
    }
    if (options->results > 1 && (status = find_alternatives(s, v, options, error)) != DP_OK)
        return status;
    return s->notes.failed ? no_memory(s, error) : DP_OK;
}

void sentence_free(sentence *s)
{
    for (size_t i = 0; i < s->part_count; i++) {
        free(s->parts[i].pieces);
        free(s->parts[i].ids);
        part_clear(&s->parts[i]);
        free(s->parts[i].wants);
    }
    free(s->parts);
    free(s->alignment);
    for (size_t i = 0; i < s->alternative_count; i++)
        dp_text_free(&s->alternatives[i].english);
    free(s->alternatives);
    prepared_free(&s->german);
    dp_text_free(&s->english);
    dp_text_free(&s->notes);
    *s = (sentence){0};
}
