/* SPDX-License-Identifier: ISC */
/*
 * Amounts of money, percentages, people, casualties, things and measures: a number with a unit that the list knows.
 * Numbers are kept as digits and powers of ten, so that nothing is rounded.
 */
#include "entity.h"

#include <string.h>

/* Small numbers of people or things are no news of their own. */
#define SMALL_NUMBER 10

typedef struct amount {
    int64_t digits;      /* without the decimal sign */
    int decimals, power; /* digits * 10^(power - decimals) */
} amount;

static const struct {
    const char *german, *english;
    int power;
} large_numbers[] = {
    {"tsd", "thousand", 3},       {"mio", "million", 6},       {"million", "million", 6},
    {"millionen", "million", 6},  {"mrd", "billion", 9},       {"milliarde", "billion", 9},
    {"milliarden", "billion", 9}, {"billion", "trillion", 12}, {"billionen", "trillion", 12},
};

/* Read digits: "18.500", "4,2", "1.234,5". A full stop parts three digits each, or it is no number. */
static bool read_digits(const char *text, size_t length, amount *into)
{
    size_t group = 0, digits = 0;
    bool grouped = false, comma = false;
    *into = (amount){0};
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.' && !comma && digits && digits <= 3 + (grouped ? 12 : 0) && (!grouped || group == 3)) {
            grouped = true;
            group = 0;
        } else if (text[i] == ',' && !comma && digits && (!grouped || group == 3)) {
            comma = true;
        } else if (text[i] >= '0' && text[i] <= '9' && digits < 15) {
            into->digits = into->digits * 10 + (text[i] - '0');
            into->decimals += comma;
            digits++;
            group += !comma;
        } else {
            return false;
        }
    }
    return digits && (!grouped || group == 3) && (!comma || into->decimals > 0);
}

static bool is_year(const amount *number, dp_span span)
{
    return number->decimals == 0 && number->digits >= 1900 && number->digits < 2100 && span.end - span.begin == 4;
}

/* Read a number, in digits or words, with "Millionen" behind it. Returns the token behind it, or `at`. */
static size_t read_number(const scan *all, size_t at, size_t limit, amount *into)
{
    const token *word = &all->tokens[at];
    char folded[WORD_SIZE];
    size_t length = scan_fold(all, at, folded), end = at + 1;
    if (word->number) {
        if (!read_digits(all->source + word->span.begin, word->span.end - word->span.begin, into))
            return at;
    } else {
        unsigned value = length ? lexicon_number(all->words, folded, length) : 0;
        if (!value)
            return at;
        *into = (amount){.digits = value};
    }
    length = end < limit ? scan_fold(all, end, folded) : 0;
    for (size_t i = 0; i < sizeof large_numbers / sizeof *large_numbers; i++)
        if (length == strlen(large_numbers[i].german) && memcmp(folded, large_numbers[i].german, length) == 0) {
            into->power = large_numbers[i].power;
            end++;
            return end + (length == 3 && end < limit && all->tokens[end].code == '.');
        }
    return end;
}

/* ---- Wording ---- */

static void put_grouped(dp_text *out, int64_t digits)
{
    char text[24];
    size_t length = 0;
    do {
        text[length++] = (char)('0' + digits % 10);
        digits /= 10;
    } while (digits);
    while (length--)
        dp_text_printf(out, "%c%s", text[length], length && length % 3 == 0 ? "," : "");
}

static const char *power_name(int power)
{
    return power == 3    ? " thousand"
           : power == 6  ? " million"
           : power == 9  ? " billion"
           : power == 12 ? " trillion"
                         : "";
}

static void put_number(dp_text *out, const amount *number)
{
    int64_t factor = 1;
    for (int i = 0; i < number->decimals; i++)
        factor *= 10;
    put_grouped(out, number->digits / factor);
    if (number->decimals)
        dp_text_printf(out, ".%0*lld", number->decimals, (long long)(number->digits % factor));
}

/* The normalised value: plain decimal digits. */
static void put_value(dp_text *out, const amount *number)
{
    int zeros = number->power - number->decimals;
    amount plain = *number;
    if (zeros >= 0) {
        dp_text_printf(out, "%lld", (long long)number->digits);
        while (number->digits && zeros--)
            dp_text_puts(out, "0");
        return;
    }
    int64_t factor = 1;
    for (; zeros < 0; zeros++)
        factor *= 10;
    dp_text_printf(out, "%lld", (long long)(plain.digits / factor));
    int64_t rest = plain.digits % factor;
    if (rest == 0)
        return;
    for (factor /= 10, dp_text_puts(out, "."); rest; rest %= factor, factor /= 10) {
        dp_text_printf(out, "%lld", (long long)(rest / factor));
        if (factor == 1)
            return;
    }
}

static bool is_text(slice text, const char *wanted)
{
    return text.length == strlen(wanted) && memcmp(text.bytes, wanted, text.length) == 0;
}

/* The sign that stands before an amount of money, or null. */
static const char *money_sign(const unit_entry *of)
{
    static const char *const signs[][2] = {{"EUR", "€"}, {"USD", "$"}, {"GBP", "£"}, {"CHF", "CHF "}};
    for (size_t i = 0; i < 4; i++)
        if (is_text(of->code, signs[i][0]))
            return signs[i][1];
    return NULL;
}

static void put_quantity(dp_text *out, const amount *number, const unit_entry *of)
{
    const char *sign = money_sign(of);
    bool one = number->digits == 1 && number->decimals == 0 && number->power == 0;
    dp_text_puts(out, sign ? sign : "");
    put_number(out, number);
    dp_text_puts(out, power_name(number->power));
    if (sign)
        return;
    slice name = one ? of->one : of->many;
    dp_text_puts(out, " ");
    dp_text_append(out, name.bytes, name.length);
}

/* ---- The words before ---- */

/* Words that say how exact the number is; returns the token they begin at. */
static size_t read_about(const scan *all, size_t first, size_t at, const char **fixed, slice *english)
{
    static const struct {
        const char *one, *two, *english;
    } pairs[] = {{"mehr", "als", "more than"}, {"weniger", "als", "less than"}, {"bis", "zu", "up to"}};
    char word[WORD_SIZE];
    for (size_t i = 0; i < 3 && at >= first + 2; i++)
        if (scan_is(all, at - 2, pairs[i].one) && scan_is(all, at - 1, pairs[i].two)) {
            *fixed = pairs[i].english;
            return at - 2;
        }
    if (at == first)
        return at;
    bool stop = all->tokens[at - 1].code == '.' && at >= first + 2;
    size_t before = at - 1 - stop, length = scan_fold(all, before, word);
    *english = lexicon_about(all->words, word, length);
    if (stop && !(length == 2 && memcmp(word, "ca", 2) == 0))
        *english = (slice){0};
    return english->length ? before : at;
}

/* ---- Figures ---- */

/* Whether somebody is said to be harmed in the words behind. */
static bool is_harmed(const scan *all, size_t at, size_t limit)
{
    for (size_t end = at + 12 < limit ? at + 12 : limit; at < end; at++)
        if (all->tokens[at].classes & CLASS_HARMED)
            return true;
    return false;
}

static bool worth_showing(const scan *all, const amount *number, const unit_entry *of, size_t end, size_t limit)
{
    bool small = number->power == 0 && number->decimals == 0 && number->digits < SMALL_NUMBER;
    if (is_text(of->kind, "people") || is_text(of->kind, "count"))
        return !small || (is_text(of->kind, "people") && number->digits > 1 && is_harmed(all, end, limit));
    if (is_text(of->kind, "measure"))
        return !small;
    return true;
}

static const unit_entry *unit_at(const scan *all, size_t at, size_t limit)
{
    char word[WORD_SIZE];
    if (at >= limit)
        return NULL;
    if (all->tokens[at].code) {
        uint32_t code = all->tokens[at].code;
        return code == '%'      ? lexicon_unit(all->words, "%", 1)
               : code == 0x20AC ? lexicon_unit(all->words, "euro", 4)
               : code == '$'    ? lexicon_unit(all->words, "dollar", 6)
                                : NULL;
    }
    bool noun = all->tokens[at].capital;
    size_t length = noun ? scan_fold(all, at, word) : 0;
    return lexicon_unit(all->words, word, length);
}

/* Skip an adjective between number and unit: "900 zusätzliche Soldaten" are soldiers. */
static size_t skip_adjective(const scan *all, size_t at, size_t limit)
{
    if (at + 1 >= limit || all->tokens[at].code || all->tokens[at].capital || all->tokens[at].number)
        return at;
    dp_span span = all->tokens[at].span;
    const char *end = all->source + span.end;
    bool declined = span.end - span.begin > 4 && (end[-1] == 'e' || (end[-1] == 'n' && end[-2] == 'e'));
    return declined && !(all->tokens[at].classes & (CLASS_ARTICLE | CLASS_PAST)) && all->tokens[at + 1].capital ? at + 1
                                                                                                                : at;
}

static size_t add_figure(scan *all, size_t first, size_t at, size_t limit)
{
    amount number, second = {0};
    const char *fixed = NULL;
    slice about = {0};
    size_t end = read_number(all, at, limit, &number), range = at;
    if (end == at || all->tokens[at].taken)
        return at;
    bool between = at > first && scan_is(all, at - 1, "zwischen");
    if (end + 1 < limit && scan_is(all, end, between ? "und" : "bis"))
        range = read_number(all, end + 1, limit, &second);
    bool ranged = range > end + 1 && end + 1 < limit;
    end = ranged ? range : end;
    const unit_entry *of = unit_at(all, end, limit);
    size_t unit_end = end;
    if (!of) {
        unit_end = skip_adjective(all, end, limit);
        of = unit_end > end && number.power == 0 ? unit_at(all, unit_end, limit) : NULL;
        if (of && (is_text(of->kind, "money") || is_text(of->kind, "percent")))
            of = NULL;
    }
    dp_span word = all->tokens[at].span;
    if (!of || (is_year(&number, word) && !is_text(of->kind, "money")) ||
        !worth_showing(all, &number, of, unit_end + 1, limit))
        return at;
    size_t begin = read_about(all, first, at, &fixed, &about);
    begin = ranged && between ? at - 1 : begin;
    entity *item = scan_add(all, ENTITY_FIGURE, begin, unit_end + 1);
    if (!item)
        return at;
    dp_text english = {0}, value = {0};
    if (fixed || about.length) {
        dp_text_puts(&english, fixed ? fixed : "");
        dp_text_append(&english, about.bytes, about.length);
        dp_text_puts(&english, " ");
    }
    put_value(&value, &number);
    if (ranged) {
        const char *sign = money_sign(of);
        dp_text_puts(&english, sign ? sign : "");
        put_number(&english, &number);
        dp_text_puts(&english, number.power == second.power ? "" : power_name(number.power));
        dp_text_puts(&english, " to ");
        dp_text_puts(&value, "/");
        put_value(&value, &second);
    }
    put_quantity(&english, ranged ? &second : &number, of);
    item->name = scan_keep_span(all, item->span);
    item->english = scan_keep(all, &english);
    item->value = scan_keep(all, &value);
    item->unit = scan_keep_slice(all, of->code);
    return unit_end + 1;
}

void find_figures(scan *all)
{
    for (size_t i = 0; i < all->sentence_count && !all->failed; i++) {
        const sentence *in = &all->sentences[i];
        for (size_t at = in->begin; at < in->end && !all->failed;) {
            size_t end = all->tokens[at].code ? at : add_figure(all, in->begin, at, in->end);
            at = end > at ? end : at + 1;
        }
    }
}
