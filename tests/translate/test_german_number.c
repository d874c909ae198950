/* SPDX-License-Identifier: ISC */
/*
 * The number of terms in German, by their endings and what stands before them.
 */
#include "config.h"

#include "../../core/doc.h"
#include "../../plugins/translate/german_number.h"

#include <depesche/depesche.h>
#include <tap.h>

#include <string.h>

static const char *const writes[] = {"terms", NULL};
static const dp_plugin plugin = {.abi_version = DP_ABI_VERSION, .id = "g", .version = "1", .writes = writes};

/* Sentence, the term in it, the entry's German, how it matches, number. */
static const char *const cases[][5] = {
    {"Die Waffenprogramme wachsen.", "Waffenprogramme", "Waffenprogramm", "inflected", "p"},
    {"Ein Waffenprogramm wächst.", "Waffenprogramm", "Waffenprogramm", "exact", "s"},
    {"Das Ende des Waffenprogramms naht.", "Waffenprogramms", "Waffenprogramm", "inflected", "s"},
    {"Die Häfen sind leer.", "Häfen", "Hafen", "inflected", "p"},
    {"Die Sanktionen wirken.", "Sanktionen", "Sanktion", "inflected", "p"},
    {"Die Minister kamen.", "Minister", "Minister", "exact", "p"},
    {"Der neue Minister kam.", "Minister", "Minister", "exact", ""},
    {"Mit dem neuen Minister geht es.", "Minister", "Minister", "exact", "s"},
    {"Drei Minister kamen.", "Minister", "Minister", "exact", "p"},
    {"Die Steuer steigt.", "Steuer", "Steuer", "exact", "s"},
    {"Er traf den Präsidenten.", "Präsidenten", "Präsident", "inflected", ""},
    {"Das Wort des Präsidenten gilt.", "Präsidenten", "Präsident", "inflected", "s"},
    {"Die Präsidenten kamen.", "Präsidenten", "Präsident", "inflected", "p"},
    {"Die Verbündeten kamen.", "Verbündeten", "Verbündeter", "inflected", "p"},
    {"Mit einem Verbündeten geht es.", "Verbündeten", "Verbündeter", "inflected", "s"},
    {"Die Chefs kamen.", "Chefs", "Chef", "inflected", "p"},
    {"Der Plan des Chefs gilt.", "Chefs", "Chef", "inflected", "s"},
    {"Nach Putins Rede war es still.", "Putins", "Putin", "inflected", "g"},
    {"Ein völkerrechtlicher Streit.", "völkerrechtlicher", "völkerrechtlich", "inflected", ""},
};

static bool is_number_of(const char *const given[5], char *got)
{
    dp_error error = {0};
    dp_text text = {0};
    dp_read_options how = {.name = "test", .format = "text"};
    dp_text_printf(&text, "Ein Satz.\n\n%s\n", given[0]);
    dp_doc *doc = dp_doc_read(text.data, text.length, &how, &error);
    const char *source = doc && doc_begin_stage(doc, &plugin, "g", &error) == DP_OK ? dp_doc_source(doc, NULL) : "";
    const char *at = strstr(source, given[1]);
    dp_span span = {(size_t)(at - source), (size_t)(at - source) + strlen(given[1])};
    dp_note *note = at ? dp_doc_add_note(doc, "terms", span, -1, &error) : NULL;
    bool good = note && dp_note_set(note, "german", given[2], &error) == DP_OK &&
                dp_note_set(note, "match", given[3], &error) == DP_OK &&
                dp_note_set(note, "english", given[4][0] == 'g' ? given[2] : "a term", &error) == DP_OK;
    *got = good ? german_amount(doc, note) : '?';
    dp_doc_free(doc);
    dp_text_free(&text);
    return *got == given[4][0];
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char got;
        if (!ok(is_number_of(cases[i], &got), "%s %s", cases[i][0], cases[i][4][0] ? cases[i][4] : "not clear"))
            printf("# got: %c\n", got ? got : '-');
    }
    return tap_done();
}
