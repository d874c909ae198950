/* SPDX-License-Identifier: ISC */
/*
 * Reading TermBase eXchange documents (ISO 30042): version 2 (termEntry, langSet, tig or ntig) and version 3
 * (conceptEntry, langSec, termSec). Of each concept the preferred German terms become entries with its preferred
 * English term.
 */
#include "config.h"

#include "store.h"

#ifdef HAVE_XML

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_TERMS 32

typedef struct term {
    char *text;
    size_t line;
    bool deprecated;
    bool preferred;
    char pos;
    char gender;
} term;

typedef struct concept {
    term german[MOST_TERMS], english[MOST_TERMS];
    size_t german_count, english_count;
    char *domain;
    char *note;
}
concept;

static bool named(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static bool named_any(const xmlNode *node, const char *a, const char *b)
{
    return named(node, a) || named(node, b);
}

/* The text of a node with its white space made plain; null when there is none or memory ran out. */
static char *node_text(const xmlNode *node)
{
    xmlChar *content = xmlNodeGetContent(node);
    if (!content)
        return NULL;
    dp_text out = {0};
    dp_text_flatten(&out, (const char *)content, strlen((const char *)content));
    xmlFree(content);
    char *text = dp_text_take(&out);
    if (text && !*text) {
        free(text);
        text = NULL;
    }
    return text;
}

/* Whether an attribute begins with a value. */
static bool has_attribute(xmlNode *node, const char *name, const char *value)
{
    xmlChar *have = xmlGetProp(node, (const xmlChar *)name);
    bool same = have && strncmp((const char *)have, value, strlen(value)) == 0;
    xmlFree(have);
    return same;
}

static void describe_term(xmlNode *node, term *t)
{
    char *text = node_text(node);
    if (!text)
        return;
    if (has_attribute(node, "type", "administrativeStatus")) {
        t->deprecated = strncmp(text, "deprecated", 10) == 0 || strncmp(text, "superseded", 10) == 0;
        t->preferred = strncmp(text, "preferred", 9) == 0;
    } else if (has_attribute(node, "type", "partOfSpeech")) {
        t->pos = strcmp(text, "adjective") == 0    ? 'a'
                 : strcmp(text, "properNoun") == 0 ? 'N'
                 : strcmp(text, "noun") == 0       ? 'n'
                                                   : t->pos;
    } else if (has_attribute(node, "type", "grammaticalGender")) {
        t->gender = strchr("mfn", *text) ? *text : t->gender;
    }
    free(text);
}

/* Read a tig, ntig or termSec; the term may stand in a termGrp. */
static void read_term(xmlNode *section, term *t)
{
    for (xmlNode *node = section->children; node; node = node->next) {
        if (named(node, "term") && !t->text) {
            t->text = node_text(node);
            t->line = node->line;
        } else if (named_any(node, "termNote", "adminNote"))
            describe_term(node, t);
        else if (named_any(node, "termGrp", "termNoteGrp"))
            for (xmlNode *inner = node->children; inner; inner = inner->next) {
                if (named(inner, "term") && !t->text) {
                    t->text = node_text(inner);
                    t->line = inner->line;
                } else if (named(inner, "termNote"))
                    describe_term(inner, t);
            }
    }
}

static void read_language(xmlNode *section, concept *c)
{
    xmlChar *language = xmlNodeGetLang(section);
    bool german =
        language && (strncmp((const char *)language, "de", 2) == 0 || strncmp((const char *)language, "DE", 2) == 0);
    bool english =
        language && (strncmp((const char *)language, "en", 2) == 0 || strncmp((const char *)language, "EN", 2) == 0);
    xmlFree(language);
    term *terms = german ? c->german : c->english;
    size_t *count = german ? &c->german_count : &c->english_count;
    for (xmlNode *node = section->children; (german || english) && node && *count < MOST_TERMS; node = node->next) {
        if (!named_any(node, "tig", "ntig") && !named(node, "termSec"))
            continue;
        read_term(node, &terms[*count]);
        *count += terms[*count].text != NULL;
    }
}

/* The term to be used: a preferred one, or else the first that is not deprecated. */
static const term *preferred(const term *terms, size_t count)
{
    const term *first = NULL;
    for (size_t i = 0; i < count; i++) {
        if (terms[i].preferred)
            return &terms[i];
        if (!first && !terms[i].deprecated)
            first = &terms[i];
    }
    return first;
}

static dp_status add_concept(glossary *g, const concept *c, size_t line, const char *file, dp_text *problems)
{
    const term *english = preferred(c->english, c->english_count);
    if (!english || c->german_count == 0) {
        store_complain(problems, file, line, 1,
                       english ? "the concept has no German term" : "the concept has no English term", NULL);
        return DP_OK;
    }
    for (size_t i = 0; i < c->english_count; i++)
        if (&c->english[i] != english && !c->english[i].deprecated)
            glossary_remark(g, file, c->english[i].line, "a further English term of the concept is not used",
                            c->english[i].text);
    dp_text forbidden = {0};
    for (size_t i = 0; i < c->english_count; i++)
        if (c->english[i].deprecated)
            dp_text_printf(&forbidden, "%s%s", forbidden.length ? "|" : "", c->english[i].text);
    dp_status status = forbidden.failed ? DP_NO_MEMORY : DP_OK;
    for (size_t i = 0; status == DP_OK && i < c->german_count; i++) {
        const term *german = &c->german[i];
        glossary_entry entry = {.german = german->text,
                                .english = english->text,
                                .file = file,
                                .line = german->line,
                                .pos = german->pos,
                                .gender = german->gender,
                                .forbidden = forbidden.data,
                                .domain = c->domain,
                                .note = c->note};
        status = glossary_add(g, &entry, 1, problems);
    }
    dp_text_free(&forbidden);
    return status;
}

static void keep_first(char **where, xmlNode *node)
{
    if (!*where)
        *where = node_text(node);
}

static dp_status read_concept(glossary *g, xmlNode *section, const char *file, dp_text *problems)
{
    concept *c = calloc(1, sizeof *c);
    if (!c)
        return DP_NO_MEMORY;
    for (xmlNode *node = section->children; node; node = node->next) {
        if (named_any(node, "langSet", "langSec"))
            read_language(node, c);
        else if (named(node, "descrip") && has_attribute(node, "type", "subjectField"))
            keep_first(&c->domain, node);
        else if (named(node, "note"))
            keep_first(&c->note, node);
    }
    dp_status status = add_concept(g, c, section->line, file, problems);
    for (size_t i = 0; i < MOST_TERMS; i++) {
        free(c->german[i].text);
        free(c->english[i].text);
    }
    free(c->domain);
    free(c->note);
    free(c);
    return status;
}

/* Read all concepts below a node. The depth of a TBX document is fixed: root, text, body, concept. */
static dp_status read_concepts(glossary *g, xmlNode *parent, unsigned depth, const char *file, dp_text *problems)
{
    dp_status status = DP_OK;
    for (xmlNode *node = parent->children; status == DP_OK && node; node = node->next) {
        if (named_any(node, "termEntry", "conceptEntry"))
            status = read_concept(g, node, file, problems);
        else if (node->type == XML_ELEMENT_NODE && depth > 0)
            status = read_concepts(g, node, depth - 1, file, problems);
    }
    return status;
}

static void complain_of_xml(xmlParserCtxt *context, const char *file, dp_text *problems)
{
    const xmlError *error = xmlCtxtGetLastError(context);
    char what[256] = "not XML";
    if (error && error->message)
        snprintf(what, sizeof what, "not well-formed XML, nothing behind it is read: %.*s",
                 (int)strcspn(error->message, "\n"), error->message);
    size_t line = error && error->line > 0 ? (size_t)error->line : 1,
           column = error && error->int2 > 0 ? (size_t)error->int2 : 1;
    store_complain(problems, file, line, column, what, NULL);
}

dp_status glossary_add_tbx(glossary *g, const char *text, size_t length, const char *file, dp_text *problems)
{
    if (length > INT_MAX) {
        store_complain(problems, file, 1, 1, "larger than 2 GiB", NULL);
        return DP_OK;
    }
    xmlParserCtxt *context = xmlNewParserCtxt();
    if (!context)
        return DP_NO_MEMORY;
    /* No network, no entities from elsewhere; what can be read before an error is. */
    xmlDoc *doc = xmlCtxtReadMemory(context, text, (int)length, NULL, NULL,
                                    XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!doc || !context->wellFormed)
        complain_of_xml(context, file, problems);
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    size_t before = g->count;
    dp_status status = root ? read_concepts(g, root, 4, file, problems) : DP_OK;
    if (status == DP_OK && root && g->count == before && context->wellFormed)
        store_complain(problems, file, 1, 1, "no concepts with German and English terms in this XML; is it TBX?", NULL);
    xmlFreeDoc(doc);
    xmlFreeParserCtxt(context);
    return status;
}

#else

dp_status glossary_add_tbx(glossary *g, const char *text, size_t length, const char *file, dp_text *problems)
{
    (void)g;
    (void)text;
    (void)length;
    store_complain(problems, file, 1, 1,
                   "this depesche was built without libxml2 and cannot read TBX; convert it to TSV", NULL);
    return problems->failed ? DP_NO_MEMORY : DP_OK;
}

#endif
