/* SPDX-License-Identifier: ISC */
/*
 * Surnames from Cyrillic: which are spelt the English way, and which are left alone because they might be something
 * else.
 */
#include "config.h"

#include "../../plugins/translate/transcribe.h"

#include <tap.h>

#include <string.h>

static const char *const cases[][2] = {
    {"Wladimir Petrow", "Petrov"},
    {"Sergej Iwanow", "Ivanov"},
    {"Tatjana Iwanowa", "Ivanova"},
    {"Dmitri Wolkow", "Volkov"},
    {"Michail Tkatschenko", "Tkachenko"},
    {"Oleksandr Tkatschuk", "Tkachuk"},
    {"Andrij Kowalenko", "Kovalenko"},
    {"Nikolai Pugatschow", "Pugachev"},
    {"Igor Tschaadajew", "Chaadayev"},
    {"Wladimir Malinowski", "Malinovsky"},
    {"Alexej Borissow", "Borisov"},
    {"Iwan Chlebnikow", "Khlebnikov"},
    {"Olga Timoschenko", "Timoshenko"},
    {"Juri Zwetkow", "Tsvetkov"},
    {"Maxim Solowjow", ""},     /* S may be a z: Sacharow is Sakharov, Selenskyj Zelensky */
    {"Georgi Schukow", ""},     /* Zhukov */
    {"Michail Schischkin", ""}, /* the first sound is not sure */
    {"Rudolf Virchow", ""},
    {"Bernhard von Bülow", ""},
    {"Igor Müller", ""},
    {"Selenskyj", ""},
    {"", ""},
};

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_text got = {0};
        transcribe_surname(&got, cases[i][0]);
        if (!ok(strcmp(got.data ? got.data : "", cases[i][1]) == 0, "'%s' is '%s'", cases[i][0], cases[i][1]))
            printf("# got: %s\n", got.data ? got.data : "nothing");
        dp_text_free(&got);
    }
    ok(transcribe_concerns("Lukaschtschuk") && transcribe_concerns("Medwedew") && !transcribe_concerns("Merkel"),
       "what may be a transcription is known");
    return tap_done();
}
