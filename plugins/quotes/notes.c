/* SPDX-License-Identifier: ISC */
#include "notes.h"

#include "resolve.h"
#include "wording.h"

#include <string.h>

const char *quote_type_name(quote_type type)
{
    static const char *const names[QUOTE_TYPE_COUNT] = {
        [QUOTE_DIRECT] = "Direct",     [QUOTE_INDIRECT] = "Indirect", [QUOTE_FREE_FOLLOWING] = "IndirectFreeIndirect",
        [QUOTE_FREE] = "FreeIndirect", [QUOTE_REPORTED] = "Reported",
    };
    return type < QUOTE_TYPE_COUNT ? names[type] : NULL;
}

static const char *medium_name(quote_medium medium)
{
    static const char *const names[] = {
        [MEDIUM_SPEECH] = "Speech", [MEDIUM_WRITING] = "Writing", [MEDIUM_THOUGHT] = "Thought"};
    return names[medium];
}

static dp_status add_spans(dp_note *note, const char *name, const spans *list, dp_error *error)
{
    for (size_t i = 0; i < list->count; i++) {
        dp_status status = dp_note_add_span(note, name, list->items[i], error);
        if (status != DP_OK)
            return status;
    }
    return DP_OK;
}

/* The source under several spans, with blanks between them. */
static dp_status set_text(dp_note *note, const char *key, const char *source, const spans *list, dp_error *error)
{
    if (list->count == 0)
        return DP_OK;
    dp_text text = {0};
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            dp_text_append(&text, " … ", sizeof " … " - 1);
        dp_text_append(&text, source + list->items[i].begin, list->items[i].end - list->items[i].begin);
    }
    dp_status status = text.failed ? dp_error_set(error, DP_NO_MEMORY, "not enough memory for a quotation")
                                   : dp_note_set_bytes(note, key, text.data ? text.data : "", text.length, error);
    dp_text_free(&text);
    return status;
}

static dp_status set_speaker(dp_note *note, const analysis *work, const quote *item, dp_error *error)
{
    const char *kind = speaker_kind_name(item->kind);
    if (!kind)
        return DP_OK;
    dp_status status = dp_note_set(note, "speaker-kind", kind, error);
    if (status == DP_OK && item->name)
        status = dp_note_set(note, "speaker", work->names.data + item->name, error);
    if (status == DP_OK && item->function)
        status = dp_note_set(note, "function", work->names.data + item->function, error);
    if (status == DP_OK)
        status = dp_note_setf(note, "speaker-score", error, "%.2f", item->speaker_score);
    return status;
}

static const char speaker_lines[] =
#include "data/speakers.inc"
    ;

/* What English calls a body or group that speaks without a name: "police"; null when the table does not know. Short lists need
 * no index. */
static const char *find_speaker(const char *german, size_t *length)
{
    size_t size = strlen(german);
    for (const char *line = speaker_lines; *line; line += strcspn(line, "\n") + 1) {
        if (strncmp(line, german, size) != 0 || line[size] != '\t')
            continue;
        *length = strcspn(line + size + 1, "\n");
        return line + size + 1;
    }
    return NULL;
}

/* English for a speaker who is no name: as the table has it, or else the translation. "He" says nothing beside who he is. */
static dp_status set_english_speaker(dp_note *note, const dp_doc *doc, const analysis *work, const quote *item, dp_error *error)
{
    size_t length;
    const char *known = item->name && item->kind != SPEAKER_NAME ? find_speaker(work->names.data + item->name, &length) : NULL;
    if (known)
        return dp_note_set_bytes(note, "speaker-english", known, length, error);
    dp_text text = {0};
    dp_status status = DP_OK;
    bool described = item->kind != SPEAKER_NONE && item->kind != SPEAKER_NAME && !(item->kind == SPEAKER_PRONOUN && item->name);
    if (described && item->speaker.count == 1 && wording_speaker(doc, item->speaker.items[0], &text))
        status = dp_note_set_bytes(note, "speaker-english", text.data, text.length, error);
    dp_text_cut(&text, 0);
    /* What names the speaker, too, is more than the function. */
    if (status == DP_OK && item->function && wording_speaker(doc, item->function_span, &text) &&
        !(item->name && strstr(text.data, work->names.data + item->name)))
        status = dp_note_set_bytes(note, "function-english", text.data, text.length, error);
    dp_text_free(&text);
    return status;
}

static dp_status set_english(dp_note *note, const dp_doc *doc, const quote *item, dp_error *error)
{
    dp_text text = {0};
    bool exact;
    dp_status status = DP_OK;
    if (wording_english(doc, item, &text, &exact)) {
        status = dp_note_set_bytes(note, "english", text.data, text.length, error);
        if (status == DP_OK)
            status = dp_note_set(note, "english-scope", exact ? "quote" : "sentence", error);
    }
    dp_text_free(&text);
    return status;
}

static dp_status write_quote(dp_doc *doc, const analysis *work, const quote *item, dp_error *error)
{
    dp_note *note = dp_doc_add_note(doc, "quotes", spans_hull(&item->text), item->score, error);
    if (!note)
        return error->status;
    dp_status status = dp_note_set(note, "type", quote_type_name(item->type), error);
    if (status == DP_OK)
        status = dp_note_set(note, "medium", medium_name(item->medium), error);
    if (status == DP_OK)
        status = set_text(note, "german", work->source, &item->text, error);
    if (status == DP_OK)
        status = set_text(note, "speaker-text", work->source, &item->speaker, error);
    if (status == DP_OK)
        status = set_speaker(note, work, item, error);
    if (status == DP_OK)
        status = set_english_speaker(note, doc, work, item, error);
    if (status == DP_OK)
        status = set_english(note, doc, item, error);
    if (status == DP_OK && item->verb != VERB_NONE)
        status = dp_note_set(note, "verb", lexicon_verb(work->words, item->verb)->infinitive, error);
    if (status == DP_OK && item->nested)
        status = dp_note_set(note, "nested", "true", error);
    if (status == DP_OK)
        status = add_spans(note, "quote", &item->text, error);
    if (status == DP_OK)
        status = add_spans(note, "speaker", &item->speaker, error);
    if (status == DP_OK)
        status = add_spans(note, "cue", &item->cue, error);
    if (status == DP_OK)
        status = add_spans(note, "frame", &item->frame, error);
    return status == DP_OK ? add_spans(note, "addressee", &item->addressee, error) : status;
}

/* Whether a text holds another, upper and lower case alike. */
static bool holds(const char *text, const char *part)
{
    dp_text folded = {0};
    dp_text wanted_part = {0};
    bool good =
        dp_text_fold(&folded, text, strlen(text)) == DP_OK && dp_text_fold(&wanted_part, part, strlen(part)) == DP_OK;
    bool found = good && folded.data && wanted_part.data && strstr(folded.data, wanted_part.data);
    dp_text_free(&folded);
    dp_text_free(&wanted_part);
    return found;
}

static bool wanted(const analysis *work, const quote *item, const notes_options *options)
{
    if (!(options->types & (1u << item->type)) || item->score < options->minimum_score)
        return false;
    if (!options->speaker || !*options->speaker)
        return true;
    return (item->name && holds(work->names.data + item->name, options->speaker)) ||
           (item->function && holds(work->names.data + item->function, options->speaker));
}

dp_status notes_write(dp_doc *doc, const lexicon *words, const notes_options *options, dp_error *error)
{
    dp_error own = {0};
    dp_error *where = error ? error : &own;
    analysis work;
    dp_status status = analysis_run(&work, doc, words);
    if (status != DP_OK)
        dp_error_set(where, status, "not enough memory to look for quotations");
    for (size_t i = 0; status == DP_OK && i < work.found.count; i++)
        if (wanted(&work, &work.found.items[i], options))
            status = write_quote(doc, &work, &work.found.items[i], where);
    analysis_free(&work);
    return status;
}
