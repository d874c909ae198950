/* SPDX-License-Identifier: ISC */
/*
 * The sections of a report, from the notes of a document. The briefing's notes come first, in their order. Every note of
 * another layer that no item of the briefing stands for is shown behind it, or, where there is no briefing, instead.
 */
#include "config.h"

#include "report.h"

#include "alloc.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

/* What is known about the briefing's sections. */
typedef struct section_kind {
    const char *name;     /* the note's string "section" */
    const char *heading, *singular;
    report_style style;
    const char *layer;    /* whose notes its items stand for */
} section_kind;

static const section_kind section_kinds[] = {
    {"source", "Source", "source line", REPORT_LINE, NULL},
    {"bottom-line", "Bottom line", "bottom line", REPORT_PARAGRAPH, "summary"},
    {"key-point", "Key points", "key point", REPORT_LIST, "summary"},
    {"who", "Who", "who", REPORT_FACTS, "entities"},
    {"where", "Where", "where", REPORT_FACTS, "entities"},
    {"when", "When", "when", REPORT_FACTS, "entities"},
    {"quote", "Quotes", "quote", REPORT_QUOTES, "quotes"},
    {"figure", "Figures", "figure", REPORT_FACTS, "entities"},
    {"term", "Terms", "term", REPORT_COMPACT, "terms"},
    {"caution", "What to be careful with", "caution", REPORT_CAUTION, NULL},
    {"coverage", "Coverage", "coverage", REPORT_LINE, NULL},
};

/* Boilerplate is shown up to this many bytes: enough to see what it was. */
#define EXCERPT 160
/* From which score on (dp_doc_aligned) a stretch of the translation is taken for that of a piece of German. */
#define ALIGNED 0.75

/* The notes of a layer in the order of their spans. */
typedef struct layer_index {
    const dp_note **notes;
    size_t count;
} layer_index;

typedef struct builder {
    report *page;
    const dp_doc *doc;
    bool briefed;           /* there is a briefing */
    bool *shown;            /* by number of the note: an item of the briefing stands for it */
    layer_index quotes, terms, term_reports, entities, summary;
} builder;

/* ---- Finding notes by their span ---- */

static int compare_spans(dp_span a, dp_span b)
{
    if (a.begin != b.begin)
        return a.begin < b.begin ? -1 : 1;
    return (a.end > b.end) - (a.end < b.end);
}

static int compare_notes(const void *a, const void *b)
{
    const dp_note *const *x = a, *const *y = b;
    int order = compare_spans(dp_note_span(*x), dp_note_span(*y));
    return order ? order : (dp_note_id(*x) > dp_note_id(*y)) - (dp_note_id(*x) < dp_note_id(*y));
}

static void make_index(builder *b, layer_index *index, const char *kind)
{
    size_t count = dp_doc_note_count(b->doc, kind);
    index->notes = arena_alloc(&b->page->memory, (count ? count : 1) * sizeof *index->notes);
    if (!index->notes) {
        b->page->failed = true;
        return;
    }
    index->count = count;
    for (size_t i = 0; i < count; i++)
        index->notes[i] = dp_doc_note(b->doc, kind, i);
    qsort(index->notes, count, sizeof *index->notes, compare_notes);
}

/* Return the place of the first note whose span is not before `span`. */
static size_t find_span(const layer_index *index, dp_span span)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_spans(dp_note_span(index->notes[middle]), span) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const dp_note *note_at(const layer_index *index, dp_span span)
{
    size_t at = find_span(index, span);
    return at < index->count && compare_spans(dp_note_span(index->notes[at]), span) == 0 ? index->notes[at] : NULL;
}

/* Remember that something stands for the notes at a span; of a kind only, unless `kind` is null. */
static void mark_shown(builder *b, const layer_index *index, dp_span span, const char *kind)
{
    for (size_t i = find_span(index, span); i < index->count; i++) {
        const dp_note *note = index->notes[i];
        if (compare_spans(dp_note_span(note), span) != 0)
            return;
        const char *is = dp_note_get(note, "kind");
        if (!kind || (is && strcmp(is, kind) == 0))
            b->shown[dp_note_id(note)] = true;
    }
}

static void mark_layer_shown(builder *b, const char *layer, dp_span span)
{
    if (strcmp(layer, "summary") == 0)
        mark_shown(b, &b->summary, span, NULL);
    else if (strcmp(layer, "entities") == 0)
        mark_shown(b, &b->entities, span, NULL);
    else
        mark_shown(b, &b->quotes, span, NULL);
}

/* ---- Items ---- */

/* Let an item rest on every sentence that a span touches. */
static void rest_on_span(builder *b, report_item *item, dp_span span)
{
    if (span.begin == span.end)
        return;
    size_t at = dp_doc_sentence_at(b->doc, span.begin);
    if (at == DP_NONE)
        at = dp_doc_sentence_at(b->doc, span.end - 1);
    for (; at < dp_doc_sentence_count(b->doc) && dp_doc_sentence(b->doc, at).span.begin < span.end; at++)
        report_rest_on(b->page, item, at);
}

static void rest_on_note(builder *b, report_item *item, const dp_note *note)
{
    dp_span span;
    size_t at = 0, sentence;
    item->span = dp_note_span(note);
    if (write_note_number(note, "sentence", &sentence))
        report_rest_on(b->page, item, sentence);
    else
        rest_on_span(b, item, item->span);
    while (write_next_span(note, "source", &at, &span))
        rest_on_span(b, item, span);
}

static void set_text(report_item *item, const char *text, bool untranslated)
{
    item->text = text ? text : "";
    item->untranslated = untranslated && text;
}

/* Fill an item with English text and its German wording, or with the German alone, marked, when there is no English. */
static void set_wording(report_item *item, const char *english, const char *german)
{
    set_text(item, english ? english : german, !english);
    item->german = english && german && strcmp(english, german) != 0 ? german : NULL;
}

static const char *flat_string(builder *b, const dp_note *note, const char *key)
{
    return report_flat(b->page, dp_note_get(note, key));
}

/* The German wording of a note: what it says itself, else the place it stands at. */
static const char *german_of(builder *b, const dp_note *note)
{
    const char *german = flat_string(b, note, "german");
    return german ? german : report_slice(b->page, dp_note_span(note));
}

/* Append a part to a list of them. Nothing for a null part. */
static void add_part(dp_text *list, const char *separator, const char *before, const char *part)
{
    if (!part || !*part)
        return;
    if (list->length > 0)
        dp_text_puts(list, separator);
    dp_text_puts(list, before);
    dp_text_puts(list, part);
}

/* The strings that items show in a form of their own, by layer. */
static const char *const quote_keys[] = {"type", "medium", "speaker", "speaker-text", "speaker-kind", "speaker-score",
                                         "speaker-english", "function", "function-english", "german", "english",
                                         "nested", "sentence", "verb", "english-scope", NULL};
static const char *const term_keys[] = {"german", "english", "match", "glossary", "status", "reason", "note", "keep",
                                        "hyphen", NULL};
static const char *const entity_keys[] = {"kind", "name", "english", "function", "function-english", "value", "unit", NULL};
static const char *const summary_keys[] = {"sentence", "rank", NULL};
static const char *const check_keys[] = {"code", "message", "sentence", "severity", NULL};
static const char *const briefing_keys[] = {"section", "text", "language", "german", "sentence", "label", "detail", NULL};
static const char *const no_keys[] = {NULL};

/* Append all other strings of a note as they are, so that nothing a plugin says is lost. */
static void add_more(dp_text *list, const dp_note *note, const char *const *known)
{
    const char *key, *value;
    for (size_t i = 0; dp_note_pair(note, i, &key, &value); i++) {
        size_t k = 0;
        while (known[k] && strcmp(known[k], key) != 0)
            k++;
        if (known[k])
            continue;
        add_part(list, "; ", "", key);
        dp_text_printf(list, ": %s", value);
    }
}

/* What the glossary says of the term, for an item that the briefing has made too. */
static void add_term_note(dp_text *detail, const dp_note *note)
{
    const char *keep = dp_note_get(note, "keep");
    add_part(detail, "; ", "", dp_note_get(note, "note"));
    add_part(detail, "; ", "", keep && strcmp(keep, "true") == 0 ? "kept as it is" : NULL);
    add_more(detail, note, term_keys);
}

/* ---- How something was said ---- */

static const char *const type_names[][2] = {
    {"Direct", "direct quotation"},
    {"Indirect", "indirect speech"},
    {"IndirectFreeIndirect", "indirect speech, carried on from before"},
    {"FreeIndirect", "said to be so, by whom is left open"},
    {"Reported", "report of what was said, not the words"},
    {"Speech", "spoken"},
    {"Writing", "written"},
    {"Thought", "thought"},
    {"SW", "spoken or written"},
    {"ST", "spoken or thought"},
    {"TW", "thought or written"},
    {"pronoun", "speaker named by a pronoun"},
    {"function", "speaker named by function"},
    {"group", "speaker is a group"},
    {"institution", "speaker is an institution"},
    {"anonymous", "speaker is not named"},
};

/* Whether two ASCII names are the same but for capitals. */
static bool same_letters(const char *a, const char *b)
{
    while (*a && dp_to_lower((unsigned char)*a) == dp_to_lower((unsigned char)*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

/* The English for a quote's type, medium or kind of speaker; itself when it is not known. */
static const char *type_name(const char *type)
{
    for (size_t i = 0; type && i < sizeof type_names / sizeof *type_names; i++)
        if (same_letters(type, type_names[i][0]))
            return type_names[i][1];
    return type;
}

static const char *named_slice(builder *b, const dp_note *note, const char *name)
{
    dp_span span;
    size_t at = 0;
    return write_next_span(note, name, &at, &span) ? report_slice(b->page, span) : NULL;
}

static const char *speaker_of(builder *b, const dp_note *note)
{
    const char *name = flat_string(b, note, "speaker");
    if (!name)
        name = flat_string(b, note, "speaker-text");
    return name ? name : named_slice(b, note, "speaker");
}

static const char *how_said(builder *b, const dp_note *note)
{
    dp_text how = {0};
    const char *nested = dp_note_get(note, "nested"), *kind = dp_note_get(note, "speaker-kind");
    const char *cue = named_slice(b, note, "cue"), *addressee = named_slice(b, note, "addressee");
    const char *speaker = dp_note_get(note, "speaker"), *as = flat_string(b, note, "speaker-text");
    add_part(&how, "; ", "", type_name(dp_note_get(note, "type")));
    add_part(&how, "; ", "", type_name(dp_note_get(note, "medium")));
    if (nested && strcmp(nested, "true") == 0)
        add_part(&how, "; ", "", "inside another quote");
    if (cue)
        dp_text_printf(&how, "%sintroduced by “%s”", how.length ? "; " : "", cue);
    if (addressee)
        dp_text_printf(&how, "%sto “%s”", how.length ? "; " : "", addressee);
    if (as && speaker && strcmp(as, speaker) != 0)
        dp_text_printf(&how, "%sin the text “%s”", how.length ? "; " : "", as);
    add_part(&how, "; ", "", kind && strcmp(kind, "name") != 0 ? type_name(kind) : NULL);
    add_more(&how, note, quote_keys);
    return report_keep(b->page, &how);
}

/* Whether a speaker is described in German rather than named: as the quotes stage says, or else as a word in lower case
 * tells. "er" or "die Ministerin" with a speaker who is called otherwise stands for somebody with a name. */
static bool is_described(const dp_note *note, const char *speaker)
{
    const char *kind = dp_note_get(note, "speaker-kind"), *name = dp_note_get(note, "speaker");
    const char *as = dp_note_get(note, "speaker-text");
    bool stands_for = kind && (strcmp(kind, "pronoun") == 0 || strcmp(kind, "function") == 0);
    if (stands_for && name && as && !strstr(as, name))
        return false;
    if (kind && !(strcmp(kind, "pronoun") == 0 && name))
        return strcmp(kind, "name") != 0;
    size_t length = strlen(speaker), at = 0;
    dp_span word;
    while (dp_word_next(speaker, length, &at, &word))
        if (dp_is_lower(dp_utf8_next(speaker, length, &word.begin)))
            return true;
    return false;
}

/* Whether a speaker is a person of that name, with or without a title before it: "Dr. Eva Muster". */
static bool is_named(const char *speaker, const char *name)
{
    size_t length = strlen(speaker), size = strlen(name);
    return size > 0 && length >= size && strcmp(speaker + length - size, name) == 0 &&
           (length == size || speaker[length - size - 1] == ' ');
}

/* What the translation has for a part of a sentence, where the alignment tells. */
static const char *aligned_english(const builder *b, dp_span german)
{
    size_t index = dp_doc_sentence_at(b->doc, german.begin);
    dp_translation translation = dp_doc_translation(b->doc, index);
    dp_span english;
    if (translation.status != DP_TRANSLATED || !dp_span_contains(dp_doc_sentence(b->doc, index).span, german) ||
        dp_doc_aligned(b->doc, index, german, &english) < ALIGNED)
        return NULL;
    dp_text text = {0};
    dp_text_append(&text, translation.text + english.begin, english.end - english.begin);
    return report_keep(b->page, &text);
}

/* The function that the briefing gives a person under "who", when that is English. */
static const char *briefed_function(const builder *b, const char *speaker)
{
    for (size_t i = 0; i < dp_doc_note_count(b->doc, "briefing"); i++) {
        const dp_note *item = dp_doc_note(b->doc, "briefing", i);
        const char *section = dp_note_get(item, "section"), *name = dp_note_get(item, "text");
        const char *function = dp_note_get(item, "detail");
        if (section && name && function && strcmp(section, "who") == 0 && is_named(speaker, name) && *function != '[')
            return function;
    }
    return NULL;
}

/* The English of a speaker's function, where a person of that name has one, or else what the translation has for it. */
static const char *english_function(const builder *b, const char *speaker)
{
    dp_span place;
    for (size_t i = 0; speaker && i < b->entities.count; i++) {
        const char *name = dp_note_get(b->entities.notes[i], "name");
        const char *function = dp_note_get(b->entities.notes[i], "function-english");
        if (!name || !is_named(speaker, name))
            continue;
        if (!function && dp_note_get_span(b->entities.notes[i], "function", 0, &place, NULL))
            function = aligned_english(b, place);
        if (function)
            return function;
    }
    return speaker ? briefed_function(b, speaker) : NULL;
}

/* What the layer entities calls the institution that speaks in English: the name that lies in the speaker's place. */
static const char *english_institution(const builder *b, const dp_note *quote)
{
    dp_span speaker, name;
    size_t at = 0;
    const char *kind = dp_note_get(quote, "speaker-kind");
    if (!kind || strcmp(kind, "institution") != 0 || !write_next_span(quote, "speaker", &at, &speaker))
        return NULL;
    for (size_t i = find_span(&b->entities, (dp_span){speaker.begin, speaker.begin}); i < b->entities.count; i++) {
        name = dp_note_span(b->entities.notes[i]);
        const char *is = dp_note_get(b->entities.notes[i], "kind"), *english = dp_note_get(b->entities.notes[i], "english");
        if (name.begin >= speaker.end)
            return NULL;
        if (is && english && name.end <= speaker.end && (strcmp(is, "organisation") == 0 || strcmp(is, "place") == 0))
            return english;
    }
    return NULL;
}

/* Who speaks in English where it is no name: an institution that is known, or what the translation has. */
static const char *english_speaker(builder *b, const dp_note *note, const char *speaker)
{
    const char *institution = english_institution(b, note);
    const char *kind = dp_note_get(note, "speaker-kind");
    bool body = kind && strcmp(kind, "pronoun") == 0; /* whom a table calls in English: "police" */
    bool described = !institution && speaker && (body || is_described(note, speaker));
    return described ? flat_string(b, note, "speaker-english") : institution;
}

/* The speaker and the function, which are German and say so where their English is not known. */
static const char *speaker_label(builder *b, const dp_note *note)
{
    dp_text label = {0};
    const char *german = dp_note_get(note, "function"), *speaker = speaker_of(b, note);
    const char *known = english_speaker(b, note, speaker);
    if (speaker && !known && is_described(note, speaker))
        dp_text_puts(&label, "[German] ");
    dp_text_puts(&label, known ? known : speaker ? speaker : "Unattributed");
    const char *english = german ? english_function(b, speaker) : NULL;
    if (german && !english)
        english = flat_string(b, note, "function-english");
    add_part(&label, ", ", english ? "" : "[German] ", english ? english : german);
    return report_keep(b->page, &label);
}

/* ---- The briefing ---- */

static const section_kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof section_kinds / sizeof *section_kinds; i++)
        if (strcmp(section_kinds[i].name, name) == 0)
            return &section_kinds[i];
    return NULL;
}

/* A section that only the plugin knows: its name with a capital, and an id that is surely an id. */
static report_section *add_unknown_section(builder *b, const char *name)
{
    dp_text id = {0}, heading = {0};
    size_t at = 0, length = strlen(name);
    dp_text_printf(&id, "section-%zu", b->page->front.count + 1);
    dp_text_put(&heading, dp_to_upper(dp_utf8_next(name, length, &at)));
    dp_text_puts(&heading, name + at);
    const char *kept_id = report_keep(b->page, &id), *kept = report_keep(b->page, &heading);
    return kept_id ? report_add_section(b->page, &b->page->front, kept_id, kept ? kept : "Section", kept ? kept : "item",
                                        REPORT_LIST)
                   : NULL;
}

static report_section *front_section(builder *b, const char *name, const char **names)
{
    report_sections *front = &b->page->front;
    for (size_t i = front->count; i > 0; i--)
        if (strcmp(names[i - 1], name) == 0)
            return &front->all[i - 1];
    const section_kind *kind = find_kind(name);
    report_section *made = kind ? report_add_section(b->page, front, kind->name, kind->heading, kind->singular, kind->style)
                                : add_unknown_section(b, name);
    if (made)
        names[front->count - 1] = name;
    return made;
}

/* Whether a wording is just that of the one sentence the item rests on, which the reader finds there. */
static bool is_whole_sentence(builder *b, const dp_note *note, const char *german)
{
    size_t sentence;
    if (!german || !write_note_sentence(b->doc, note, &sentence))
        return false;
    const char *whole = report_slice(b->page, dp_doc_sentence(b->doc, sentence).span);
    return whole && strcmp(whole, german) == 0;
}

static void set_briefing_text(builder *b, report_item *item, const dp_note *note)
{
    const char *language = dp_note_get(note, "language"), *text = flat_string(b, note, "text");
    const char *german = flat_string(b, note, "german");
    bool untranslated = language && strcmp(language, "de") == 0;
    if (!text) {
        text = report_slice(b->page, dp_note_span(note));
        untranslated = true;
    }
    set_text(item, text, untranslated);
    item->german = german && strcmp(german, item->text) != 0 ? german : NULL;
    item->label = flat_string(b, note, "label");
    dp_text detail = {0};
    add_part(&detail, "", "", dp_note_get(note, "detail"));
    add_more(&detail, note, briefing_keys);
    item->detail = report_keep(b->page, &detail);
}

/* Say how it was said, from the note of the quote itself. */
static void add_how_said(builder *b, report_item *item, const dp_note *note)
{
    dp_text detail = {0};
    add_part(&detail, "", "", how_said(b, note));
    add_part(&detail, "; ", "", item->detail);
    item->detail = report_keep(b->page, &detail);
    if (!item->label)
        item->label = speaker_label(b, note);
}

/* The note that says whether the translation has a term: of the layer term-report, or the term's own. */
static const dp_note *judged_term(const builder *b, const dp_note *term)
{
    const dp_note *judged = note_at(&b->term_reports, dp_note_span(term));
    return judged ? judged : term;
}

/* What the term or entity that an item stands for says beyond what the item itself was made of. */
static void add_rest(builder *b, report_item *item, const dp_note *note, bool term)
{
    dp_text detail = {0};
    if (!note)
        return;
    add_part(&detail, "", "", item->detail);
    if (term && judged_term(b, note) != note) {
        add_part(&detail, "; ", "", dp_note_get(judged_term(b, note), "status"));
        add_part(&detail, ": ", "", dp_note_get(judged_term(b, note), "reason"));
    }
    if (term)
        add_term_note(&detail, note);
    else
        add_more(&detail, note, entity_keys);
    item->detail = report_keep(b->page, &detail);
}

/* An item among the terms is a term with its English, or the explanation of one that may be a term besides, of which it
 * says nothing. */
static void stand_for_term(builder *b, report_item *item, const dp_note *note)
{
    dp_span span = item->span;
    size_t at = 0;
    const dp_note *term = note_at(&b->terms, span);
    const char *english = term ? flat_string(b, term, "english") : NULL;
    bool explained = term && (!english || strcmp(english, item->text) != 0);
    if (!explained)
        add_rest(b, item, term, true);
    do {
        if (explained || !term)
            mark_shown(b, &b->entities, span, "gloss");
        else
            mark_shown(b, &b->terms, span, NULL);
    } while (write_next_span(note, "source", &at, &span));
    if (item->label && item->german && strcmp(item->label, item->german) == 0)
        item->german = NULL;
}

/* Let an item stand for the notes of its section's layer. */
static void stand_for(builder *b, report_item *item, const dp_note *note, const char *layer)
{
    dp_span span;
    size_t at = 0;
    const dp_note *quote = strcmp(layer, "quotes") == 0 ? note_at(&b->quotes, item->span) : NULL;
    if (quote)
        add_how_said(b, item, quote);
    else if (strcmp(layer, "terms") == 0)
        stand_for_term(b, item, note);
    else if (strcmp(layer, "entities") == 0)
        add_rest(b, item, note_at(&b->entities, item->span), false);
    if (strcmp(layer, "terms") == 0)
        return;
    mark_layer_shown(b, layer, item->span);
    while (write_next_span(note, "source", &at, &span))
        mark_layer_shown(b, layer, span);
}

static void add_briefing_item(builder *b, const dp_note *note, const char **names)
{
    const char *name = dp_note_get(note, "section");
    name = name && *name ? name : "other";
    const section_kind *kind = find_kind(name);
    report_section *section = front_section(b, name, names);
    report_item *item = report_add_item(b->page, section);
    if (!item)
        return;
    set_briefing_text(b, item, note);
    rest_on_note(b, item, note);
    if ((section->style == REPORT_LIST || section->style == REPORT_PARAGRAPH) && is_whole_sentence(b, note, item->german))
        item->german = NULL;
    if (kind && kind->layer)
        stand_for(b, item, note, kind->layer);
}

static const dp_note *headline_note(const dp_doc *doc)
{
    for (size_t i = 0; i < dp_doc_note_count(doc, "briefing"); i++) {
        const char *section = dp_note_get(dp_doc_note(doc, "briefing", i), "section");
        if (section && strcmp(section, "headline") == 0)
            return dp_doc_note(doc, "briefing", i);
    }
    return NULL;
}

static void build_briefing(builder *b, const dp_note *headline)
{
    size_t count = dp_doc_note_count(b->doc, "briefing");
    const char **names = alloc_zeroed(count, sizeof *names);
    if (!names)
        b->page->failed = true;
    for (size_t i = 0; i < count && !b->page->failed; i++) {
        const dp_note *note = dp_doc_note(b->doc, "briefing", i);
        if (note != headline)
            add_briefing_item(b, note, names);
    }
    free(names);
}

/* ---- Headline and standfirst ---- */

static void set_field(report *page, report_item *item, dp_field field)
{
    dp_translation english = dp_doc_field_translation(page->doc, field);
    bool translated = english.status == DP_TRANSLATED || english.status == DP_COPIED;
    set_wording(item, translated ? report_flat(page, english.text) : NULL,
                report_flat(page, dp_doc_field(page->doc, field)));
}

static void build_headline(builder *b, const dp_note *note)
{
    report *page = b->page;
    if (note)
        set_briefing_text(b, &page->headline, note);
    else
        set_field(page, &page->headline, DP_FIELD_TITLE);
    if (!*page->headline.text)
        page->headline.text = "(no headline)";
    if (dp_doc_field(page->doc, DP_FIELD_STANDFIRST) && !dp_doc_field_in_source(page->doc, DP_FIELD_STANDFIRST))
        set_field(page, &page->standfirst, DP_FIELD_STANDFIRST);
}

/* ---- The other layers ---- */

static int compare_strings(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_items(const void *a, const void *b)
{
    const report_item *x = *(const report_item *const *)a, *y = *(const report_item *const *)b;
    int order = compare_strings(x->label, y->label);
    order = order ? order : strcmp(x->text, y->text);
    order = order ? order : compare_strings(x->german, y->german);
    order = order ? order : compare_strings(x->detail, y->detail);
    return order ? order : (x > y) - (x < y);
}

static bool same_item(const report_item *a, const report_item *b)
{
    return compare_strings(a->label, b->label) == 0 && strcmp(a->text, b->text) == 0 &&
           compare_strings(a->german, b->german) == 0 && compare_strings(a->detail, b->detail) == 0;
}

static void merge_numbers(report *page, report_item *into, const report_item *from)
{
    size_t count = into->number_count + from->number_count;
    if (from->number_count == 0 || !report_grow(page, &into->numbers, &into->number_capacity, count, sizeof(size_t)))
        return;
    memcpy(into->numbers + into->number_count, from->numbers, from->number_count * sizeof(size_t));
    into->number_count = count;
}

/* Draw items that say the same together, in the place of the first: a term that stands in ten sentences is one item. */
static void merge_same(report *page, report_section *section)
{
    report_item **order = section && section->count ? alloc_zeroed(section->count, sizeof *order) : NULL;
    if (!order) {
        page->failed = page->failed || !section || section->count;
        return;
    }
    for (size_t i = 0; i < section->count; i++)
        order[i] = &section->items[i];
    qsort(order, section->count, sizeof(report_item *), compare_items);
    for (size_t i = 1, first = 0; i < section->count; i++) {
        if (!same_item(order[first], order[i])) {
            first = i;
            continue;
        }
        merge_numbers(page, order[first], order[i]);
        order[i]->text = NULL;
    }
    free(order);
    size_t kept = 0;
    for (size_t i = 0; i < section->count; i++)
        if (section->items[i].text)
            section->items[kept++] = section->items[i];
    section->count = kept;
}

static void fill_term(builder *b, report_item *item, const dp_note *note)
{
    dp_text detail = {0};
    const dp_note *judged = judged_term(b, note);
    set_wording(item, flat_string(b, note, "english"), german_of(b, note));
    add_part(&detail, "; ", "glossary ", dp_note_get(note, "glossary"));
    add_part(&detail, "; ", "", dp_note_get(note, "match"));
    add_part(&detail, "; ", "", dp_note_get(judged, "status"));
    add_part(&detail, ": ", "", dp_note_get(judged, "reason"));
    add_term_note(&detail, note);
    item->detail = report_keep(b->page, &detail);
}

static void fill_entity(builder *b, report_item *item, const dp_note *note)
{
    const char *name = flat_string(b, note, "name"), *kind = dp_note_get(note, "kind");
    bool proper = kind && (strcmp(kind, "person") == 0 || strcmp(kind, "organisation") == 0 || strcmp(kind, "place") == 0);
    const char *german = name ? name : report_slice(b->page, item->span);
    set_wording(item, flat_string(b, note, "english"), german);
    item->untranslated = item->untranslated && !proper; /* a name is no German text */
    dp_text detail = {0};
    const char *function = name ? english_function(b, name) : NULL;
    add_part(&detail, "; ", function ? "" : "[German] ", function ? function : dp_note_get(note, "function"));
    add_part(&detail, "; ", "", dp_note_get(note, "value"));
    add_more(&detail, note, entity_keys);
    item->detail = report_keep(b->page, &detail);
    item->label = report_flat(b->page, kind);
}

static void fill_quote(builder *b, report_item *item, const dp_note *note)
{
    set_wording(item, flat_string(b, note, "english"), german_of(b, note));
    item->label = speaker_label(b, note);
    dp_text detail = {0};
    const char *scope = dp_note_get(note, "english-scope");
    add_part(&detail, "", "", how_said(b, note));
    add_part(&detail, "; ", "", scope && strcmp(scope, "sentence") == 0 ? "in English the whole sentence" : NULL);
    item->detail = report_keep(b->page, &detail);
}

static void fill_summary(builder *b, report_item *item, const dp_note *note)
{
    size_t sentence;
    const char *german = report_slice(b->page, item->span), *english = NULL;
    if (write_note_sentence(b->doc, note, &sentence)) {
        dp_translation translation = dp_doc_translation(b->doc, sentence);
        if (translation.status == DP_TRANSLATED || translation.status == DP_COPIED)
            english = report_flat(b->page, translation.text);
    }
    set_wording(item, english, german);
    if (is_whole_sentence(b, note, item->german))
        item->german = NULL;
    dp_text detail = {0};
    add_part(&detail, "", "rank ", dp_note_get(note, "rank"));
    add_more(&detail, note, summary_keys);
    item->detail = report_keep(b->page, &detail);
}

static void fill_check(builder *b, report_item *item, const dp_note *note)
{
    const char *message = flat_string(b, note, "message");
    set_text(item, message ? message : flat_string(b, note, "code"), false);
    dp_text detail = {0};
    add_part(&detail, "; ", "", dp_note_get(note, "severity"));
    add_part(&detail, "; ", "check of: ", dp_note_get(note, "code"));
    add_more(&detail, note, check_keys);
    item->detail = report_keep(b->page, &detail);
}

static void fill_warning(builder *b, report_item *item, const dp_note *note)
{
    set_text(item, flat_string(b, note, "message"), false);
}

/* Any note: all its strings as they are. */
static void fill_other(builder *b, report_item *item, const dp_note *note)
{
    dp_text detail = {0};
    add_more(&detail, note, no_keys);
    set_text(item, report_slice(b->page, item->span), true);
    item->label = dp_note_kind(note);
    item->detail = report_keep(b->page, &detail);
}

/* ---- Notes to items ---- */

typedef void fill_function(builder *b, report_item *item, const dp_note *note);

/* Add an item for each note of a kind that nothing stands for, to a section that is made when there is one. */
static void add_notes(builder *b, report_section **section, const section_kind *kind, const char *layer, fill_function *fill)
{
    report_sections *to = b->briefed && kind->style != REPORT_CAUTION ? &b->page->back : &b->page->front;
    for (size_t i = 0; i < dp_doc_note_count(b->doc, layer) && !b->page->failed; i++) {
        const dp_note *note = dp_doc_note(b->doc, layer, i);
        if (b->shown[dp_note_id(note)])
            continue;
        if (!*section)
            *section = report_add_section(b->page, to, kind->name, kind->heading, kind->singular, kind->style);
        report_item *item = report_add_item(b->page, *section);
        if (!item)
            return;
        rest_on_note(b, item, note);
        fill(b, item, note);
    }
}

static void add_layer(builder *b, const section_kind *alone, const section_kind *behind, fill_function *fill)
{
    report_section *section = NULL;
    add_notes(b, &section, b->briefed ? behind : alone, alone->layer, fill);
    if (section && section->style == REPORT_COMPACT)
        merge_same(b->page, section);
}

static void add_layers(builder *b)
{
    static const section_kind alone[] = {
        {"summary", "Summary", "summary", REPORT_LIST, "summary"},
        {"quotes", "Quotes", "quote", REPORT_QUOTES, "quotes"},
        {"terms", "Terms", "term", REPORT_COMPACT, "terms"},
        {"entities", "Names, dates and figures", "name", REPORT_COMPACT, "entities"},
    };
    static const section_kind behind[] = {
        {"more-summary", "More of the summary", "summary", REPORT_LIST, NULL},
        {"more-quotes", "More quotes", "further quote", REPORT_QUOTES, NULL},
        {"more-terms", "More terms", "further term", REPORT_COMPACT, NULL},
        {"more-entities", "More names, dates and figures", "further name", REPORT_COMPACT, NULL},
    };
    static fill_function *const fill[] = {fill_summary, fill_quote, fill_term, fill_entity};
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        add_layer(b, &alone[i], &behind[i], fill[i]);
}

/* ---- Cautions ---- */

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Find the messages that the briefing has among its cautions already. */
static void mark_cautions_shown(builder *b)
{
    size_t count = dp_doc_note_count(b->doc, "briefing"), texts = 0;
    static const char *const kinds[] = {"checks", "warning"};
    const char **all = alloc_zeroed(count, sizeof *all);
    if (!all) {
        b->page->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const dp_note *note = dp_doc_note(b->doc, "briefing", i);
        const char *section = dp_note_get(note, "section"), *text = dp_note_get(note, "text");
        if (text && section && strcmp(section, "caution") == 0)
            all[texts++] = text;
    }
    qsort(all, texts, sizeof *all, compare_texts);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        for (size_t i = 0; i < dp_doc_note_count(b->doc, kinds[k]); i++) {
            const dp_note *note = dp_doc_note(b->doc, kinds[k], i);
            const char *message = dp_note_get(note, "message");
            b->shown[dp_note_id(note)] = message && bsearch(&message, all, texts, sizeof *all, compare_texts);
        }
    }
    free(all);
}

/* Failed checks and warnings join the briefing's cautions, so that they stand in one place. */
static void add_cautions(builder *b)
{
    const section_kind *kind = find_kind("caution");
    report_section *section = NULL;
    for (size_t i = 0; i < b->page->front.count; i++)
        if (strcmp(b->page->front.all[i].id, kind->name) == 0)
            section = &b->page->front.all[i];
    add_notes(b, &section, kind, "checks", fill_check);
    add_notes(b, &section, kind, "warning", fill_warning);
    if (section)
        merge_same(b->page, section);
}

/* ---- What is left ---- */

static bool has_place(const char *kind)
{
    static const char *const kinds[] = {"terms",  "quotes",   "summary", "entities",
                                        "checks", "briefing", "warning", "term-engine", "term-figures"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    return false;
}

/* Whether the note says how a term came out that is shown itself, or tells of an entry that is no term here. */
static bool tells_of_term(const builder *b, const dp_note *note)
{
    const char *status = dp_note_get(note, "status");
    return strcmp(dp_note_kind(note), "term-report") == 0 &&
           (note_at(&b->terms, dp_note_span(note)) || (status && strcmp(status, "overlapped") == 0));
}

/* Notes of layers that only their plugins know, in the order they were written. */
static void add_other_notes(builder *b)
{
    report_section *section = NULL;
    for (size_t i = 0; i < dp_doc_note_count(b->doc, NULL) && !b->page->failed; i++) {
        const dp_note *note = dp_doc_note(b->doc, NULL, i);
        if (has_place(dp_note_kind(note)) || tells_of_term(b, note))
            continue;
        if (!section)
            section = report_add_section(b->page, &b->page->back, "notes", "Other notes", "note", REPORT_COMPACT);
        report_item *item = report_add_item(b->page, section);
        if (!item)
            return;
        rest_on_note(b, item, note);
        fill_other(b, item, note);
    }
}

/* The beginning of a block, cut between two words where there is a space. */
static const char *excerpt(report *page, dp_span span)
{
    const char *whole = report_slice(page, span);
    size_t length = whole ? strlen(whole) : 0;
    if (length <= EXCERPT)
        return whole;
    size_t cut = EXCERPT;
    while (cut > 0 && whole[cut] != ' ')
        cut--;
    for (cut = cut ? cut : EXCERPT; !dp_utf8_boundary(whole, length, cut);)
        cut--;
    dp_text text = {0};
    dp_text_append(&text, whole, cut);
    dp_text_puts(&text, " …");
    return report_keep(page, &text);
}

static void add_boilerplate(report *page)
{
    report_section *section = NULL;
    for (size_t i = 0; i < dp_doc_block_count(page->doc) && !page->failed; i++) {
        dp_block block = dp_doc_block(page->doc, i);
        if (block.kind != DP_BLOCK_BOILERPLATE)
            continue;
        if (!section)
            section = report_add_section(page, &page->back, "left-out", "Left out of the article", "left out", REPORT_COMPACT);
        report_item *item = report_add_item(page, section);
        if (!item)
            return;
        set_text(item, excerpt(page, block.span), false);
        item->label = report_flat(page, block.reason);
    }
}

void report_build_sections(report *page)
{
    builder b = {.page = page, .doc = page->doc, .briefed = dp_doc_note_count(page->doc, "briefing") > 0};
    const dp_note *headline = headline_note(page->doc);
    b.shown = alloc_zeroed(dp_doc_note_count(page->doc, NULL) + 1, sizeof *b.shown);
    make_index(&b, &b.quotes, "quotes");
    make_index(&b, &b.terms, "terms");
    make_index(&b, &b.term_reports, "term-report");
    make_index(&b, &b.entities, "entities");
    make_index(&b, &b.summary, "summary");
    if (!b.shown)
        page->failed = true;
    if (!page->failed) {
        mark_cautions_shown(&b);
        build_headline(&b, headline);
        build_briefing(&b, headline);
        add_layers(&b);
        add_cautions(&b);
        add_other_notes(&b);
        add_boilerplate(page);
    }
    free(b.shown);
}
