/* SPDX-License-Identifier: ISC */
/*
 * Writing a whole glossary in one of the formats that are read, and saying what the format cannot hold.
 */
#include "store.h"

#include <string.h>

/* ---- What an entry may have ---- */

static bool has_case(const glossary_entry *e)
{
    return e->letters != CASE_USUAL;
}

static bool has_pos(const glossary_entry *e)
{
    return e->pos != 0;
}

static bool has_gender(const glossary_entry *e)
{
    return e->gender != 0;
}

static bool has_plural(const glossary_entry *e)
{
    return e->gender == 'p';
}

static bool has_inflect(const glossary_entry *e)
{
    return e->fixed;
}

static bool has_keep(const glossary_entry *e)
{
    return e->keep;
}

static bool has_forbidden(const glossary_entry *e)
{
    return e->forbidden != NULL;
}

static bool has_domain(const glossary_entry *e)
{
    return e->domain != NULL;
}

static bool has_note(const glossary_entry *e)
{
    return e->note != NULL;
}

typedef struct trait {
    const char *name;
    bool (*has)(const glossary_entry *entry);
    bool tbx, deepl; /* formats that lose it; the others hold everything */
} trait;

static const trait traits[] = {
    {"case", has_case, true, true},           {"pos", has_pos, false, true},
    {"gender", has_gender, false, true},      {"gender=pl", has_plural, true, false},
    {"inflect=no", has_inflect, true, true},  {"keep=yes", has_keep, true, true},
    {"forbidden", has_forbidden, false, true}, {"domain", has_domain, false, true},
    {"note", has_note, false, true},
};

static void tell_losses(const glossary *g, glossary_format format, dp_text *losses)
{
    for (size_t t = 0; t < sizeof traits / sizeof *traits; t++) {
        size_t count = 0;
        const glossary_entry *first = NULL;
        if (!(format == FORMAT_TBX ? traits[t].tbx : format == FORMAT_DEEPL && traits[t].deepl))
            continue;
        const glossary_entry *e;
        for (size_t i = 0; (e = glossary_next(g, &i));)
            if (traits[t].has(e)) {
                first = first ? first : e;
                count++;
            }
        if (first)
            dp_text_printf(losses, "the format cannot hold '%s', which %zu entr%s; the first is \"%s\" in line %zu\n",
                           traits[t].name, count, count == 1 ? "y has" : "ies have", first->german, first->line);
    }
    if (g->comments > 0)
        dp_text_printf(losses, "%zu comment line%s left out\n", g->comments, g->comments == 1 ? " is" : "s are");
}

/* ---- Lines ---- */

/* A field of a CSV row: quoted when it could be read otherwise. */
static void put_field(dp_text *out, const char *text, size_t length)
{
    bool plain = length > 0 && text[0] != '#';
    for (size_t i = 0; plain && i < length; i++)
        plain = !strchr(",;\"\n\r\t", text[i]);
    if (plain) {
        dp_text_append(out, text, length);
        return;
    }
    dp_text_puts(out, "\"");
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            dp_text_puts(out, "\"");
        dp_text_append(out, text + i, 1);
    }
    dp_text_puts(out, "\"");
}

/* Turn the tab-separated line of an entry into a CSV row of at most `most` fields. */
static void put_row(dp_text *out, const char *line, size_t most)
{
    for (size_t field = 0; field < most && *line; field++) {
        size_t length = strcspn(line, "\t\n");
        if (field > 0)
            dp_text_puts(out, ",");
        put_field(out, line, length);
        line += length;
        line += *line == '\t';
        if (*line == '\n')
            break;
    }
    dp_text_puts(out, "\n");
}

/* ---- TBX ---- */

static void put_xml(dp_text *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char *name = text[i] == '&' ? "&amp;" : text[i] == '<' ? "&lt;" : text[i] == '>' ? "&gt;" : NULL;
        bool control = (unsigned char)text[i] < 0x20;
        if (name)
            dp_text_puts(out, name);
        else
            dp_text_append(out, control ? " " : text + i, 1);
    }
}

static void put_element(dp_text *out, const char *open, const char *text, size_t length, const char *close)
{
    dp_text_puts(out, open);
    put_xml(out, text, length);
    dp_text_printf(out, "%s\n", close);
}

static void put_german(dp_text *out, const glossary_entry *e)
{
    dp_text_puts(out, "<langSec xml:lang=\"de\"><termSec>\n");
    put_element(out, "<term>", e->german, strlen(e->german), "</term>");
    const char *pos = e->pos == 'a' ? "adjective" : e->pos == 'N' ? "properNoun" : e->pos == 'n' ? "noun" : NULL;
    if (pos)
        dp_text_printf(out, "<termNote type=\"partOfSpeech\">%s</termNote>\n", pos);
    const char *gender = e->gender == 'm'   ? "masculine"
                         : e->gender == 'f' ? "feminine"
                         : e->gender == 'n' ? "neuter"
                                            : NULL;
    if (gender)
        dp_text_printf(out, "<termNote type=\"grammaticalGender\">%s</termNote>\n", gender);
    dp_text_puts(out, "</termSec></langSec>\n");
}

static void put_english(dp_text *out, const glossary_entry *e)
{
    dp_text_puts(out, "<langSec xml:lang=\"en\"><termSec>\n");
    put_element(out, "<term>", e->english, strlen(e->english), "</term>");
    dp_text_puts(out, "</termSec>");
    for (const char *form = e->forbidden; form && *form;) {
        size_t length = strcspn(form, "|");
        if (length > 0) {
            dp_text_puts(out, "<termSec>\n");
            put_element(out, "<term>", form, length, "</term>");
            dp_text_puts(out, "<termNote type=\"administrativeStatus\">deprecatedTerm-admn-sts</termNote>\n</termSec>");
        }
        form += length + (form[length] == '|');
    }
    dp_text_puts(out, "</langSec>\n");
}

static void put_concept(dp_text *out, const glossary_entry *e, size_t number)
{
    dp_text_printf(out, "<conceptEntry id=\"c%zu\">\n", number);
    if (e->domain)
        put_element(out, "<descrip type=\"subjectField\">", e->domain, strlen(e->domain), "</descrip>");
    if (e->note)
        put_element(out, "<note>", e->note, strlen(e->note), "</note>");
    put_german(out, e);
    put_english(out, e);
    dp_text_puts(out, "</conceptEntry>\n");
}

static const char tbx_begin[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"de\" xmlns=\"urn:iso:std:iso:30042:ed-2\">\n"
    "<tbxHeader><fileDesc><sourceDesc><p>Written by depesche</p></sourceDesc></fileDesc></tbxHeader>\n"
    "<text><body>\n";
static const char tbx_end[] = "</body></text>\n</tbx>\n";

/* ---- All of it ---- */

static void put_entry(dp_text *out, const glossary_entry *e, size_t number, glossary_format format)
{
    if (format == FORMAT_TBX) {
        put_concept(out, e, number);
        return;
    }
    dp_text line = {0};
    glossary_write(e, &line);
    /* A space keeps a term such as "#MeToo" from being a comment. */
    if (format == FORMAT_TSV)
        dp_text_printf(out, "%s%s", *e->german == '#' ? " " : "", line.data ? line.data : "");
    else
        put_row(out, line.data ? line.data : "", format == FORMAT_DEEPL ? 2 : SIZE_MAX);
    out->failed = out->failed || line.failed;
    dp_text_free(&line);
}

dp_status glossary_write_file(const glossary *g, glossary_format format, dp_text *out, dp_text *losses)
{
    size_t number = 0;
    if (format == FORMAT_TBX)
        dp_text_puts(out, tbx_begin);
    const glossary_entry *e;
    for (size_t i = 0; (e = glossary_next(g, &i));)
        put_entry(out, e, ++number, format);
    if (format == FORMAT_TBX)
        dp_text_puts(out, tbx_end);
    tell_losses(g, format, losses);
    return out->failed || losses->failed ? DP_NO_MEMORY : DP_OK;
}
