/* SPDX-License-Identifier: ISC */
/*
 * From the German transcription of Russian, Ukrainian and Belarusian names to the usual English one, letter by letter.
 */
#include "config.h"

#include "transcribe.h"

#include <string.h>

static const char given_names[] =
#include "data/given_names.inc"
    ;

/* Endings of surnames, and what they are in English; the letters before them follow the rules. */
static const char *const endings[][2] = {
    {"owskij", "ovsky"},    {"owski", "ovsky"},    {"ewskij", "evsky"}, {"ewski", "evsky"},   {"owskaja", "ovskaya"},
    {"ewskaja", "evskaya"}, {"skyj", "sky"},       {"skij", "sky"},     {"skaja", "skaya"},   {"schenko", "shenko"},
    {"schkow", "shkov"},    {"schkowa", "shkova"}, {"schkin", "shkin"}, {"enko", "enko"},     {"tschuk", "chuk"},
    {"tschenko", "chenko"}, {"jow", "yov"},        {"jowa", "yova"},    {"ajew", "ayev"},     {"ejew", "eyev"},
    {"ujew", "uyev"},       {"ajewa", "ayeva"},    {"ejewa", "eyeva"},  {"ujewa", "uyeva"},   {"ow", "ov"},
    {"ew", "ev"},           {"owa", "ova"},        {"ewa", "eva"},      {"in", "in"},         {"ina", "ina"},
    {"owitsch", "ovich"},   {"ewitsch", "evich"},  {"tschow", "chev"},  {"tschowa", "cheva"}, {"tschew", "chev"},
};

static bool ends_with(const char *text, size_t length, const char *ending)
{
    size_t size = strlen(ending);
    return length > size && memcmp(text + length - size, ending, size) == 0;
}

/* Which of the endings a name has, the longest of them; the number of endings when none. */
static size_t find_ending(const char *name, size_t length)
{
    size_t best = sizeof endings / sizeof *endings;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends_with(name, length, endings[i][0]) &&
            (best == sizeof endings / sizeof *endings || strlen(endings[i][0]) > strlen(endings[best][0])))
            best = i;
    return best;
}

bool transcribe_concerns(const char *surname)
{
    static const char *const inside[] = {"tsch", "Tsch", "dsch", "Dsch"};
    static const char *const at_end[] = {"ij", "yj", "ow", "ew", "owa", "ewa", "skaja"};
    size_t length = strlen(surname);
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        if (strstr(surname, inside[i]))
            return true;
    for (size_t i = 0; i < sizeof at_end / sizeof *at_end; i++)
        if (ends_with(surname, length, at_end[i]))
            return true;
    return false;
}

static bool is_given_name(const char *name, size_t length)
{
    for (const char *line = given_names; *line; line = strchr(line, '\n') + 1)
        if (strcspn(line, "\n") == length && memcmp(line, name, length) == 0)
            return true;
    return false;
}

/* Whether an s before this stands for one sound only; elsewhere it may be a z. */
static bool is_plain_s(char behind)
{
    return behind == 'k' || behind == 'p' || behind == 't';
}

/* Append what one German letter or group at `*at` becomes, and move behind it; false where that is not sure. */
static bool put_letter(dp_text *out, const char *name, size_t length, size_t *at)
{
    static const char *const groups[][2] = {
        {"schtsch", "shch"}, {"tsch", "ch"}, {"ch", "kh"}, {"ss", "s"},
        {"ja", "ya"},        {"ju", "yu"},   {"w", "v"},   {"z", "ts"},
    };
    const char *here = name + *at;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        size_t size = strlen(groups[i][0]);
        if (*at + size <= length && memcmp(here, groups[i][0], size) == 0) {
            *at += size;
            return dp_text_puts(out, groups[i][1]) == DP_OK;
        }
    }
    char behind = *at + 1 < length ? name[*at + 1] : '\0';
    bool good = (*here >= 'a' && *here <= 'z') && !strchr("cjqvx", *here) && (*here != 's' || is_plain_s(behind));
    ++*at;
    return good && dp_text_append(out, here, 1) == DP_OK;
}

void transcribe_surname(dp_text *out, const char *name)
{
    const char *space = strrchr(name, ' '), *first = strchr(name, ' ');
    if (!space || !is_given_name(name, (size_t)(first - name)))
        return;
    dp_text small = {0}, made = {0};
    if (dp_text_fold(&small, space + 1, strlen(space + 1)) != DP_OK || small.length == 0) {
        dp_text_free(&small);
        return;
    }
    size_t length = small.length, ending = find_ending(small.data, length), at = 0;
    bool good = ending < sizeof endings / sizeof *endings && small.data[0] != 's';
    if (good)
        length -= strlen(endings[ending][0]);
    while (good && at < length)
        good = put_letter(&made, small.data, length, &at);
    if (good && made.length > 1) {
        made.data[0] = (char)(made.data[0] >= 'a' && made.data[0] <= 'z' ? made.data[0] - 'a' + 'A' : made.data[0]);
        dp_text_printf(out, "%s%s", made.data, endings[ending][1]);
    }
    dp_text_free(&small);
    dp_text_free(&made);
}
