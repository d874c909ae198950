/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <depesche/depesche.h>

#include "alloc.h"
#include "tap.h"

static dp_doc *read_page(const char *html, dp_error *error)
{
    *error = (dp_error){0};
    return dp_doc_read(html, strlen(html), &(dp_read_options){.name = "a.html", .format = "html"}, error);
}

/* The blocks of the document, one a line: "kind: text" or "reason| text". */
static void list_blocks(const dp_doc *doc, dp_text *out)
{
    const char *source = dp_doc_source(doc, NULL);
    for (size_t i = 0; i < dp_doc_block_count(doc); i++) {
        dp_block block = dp_doc_block(doc, i);
        if (block.kind == DP_BLOCK_SPACE)
            continue;
        dp_text_printf(out, "%s%s ", block.reason ? block.reason : dp_block_kind_name(block.kind), block.reason ? "|" : ":");
        dp_text_append(out, source + block.span.begin, block.span.end - block.span.begin);
        dp_text_puts(out, "\n");
    }
}

static void is_page(const char *html, const char *blocks, const char *name)
{
    dp_error error;
    dp_doc *doc = read_page(html, &error);
    dp_text got = {0};
    if (doc)
        list_blocks(doc, &got);
    is_string(doc ? got.data : error.text, blocks, name);
    dp_text_free(&got);
    dp_doc_free(doc);
}

static void is_source(const char *html, const char *source, const char *name)
{
    dp_error error;
    dp_doc *doc = read_page(html, &error);
    is_string(doc ? dp_doc_source(doc, NULL) : error.text, source, name);
    dp_doc_free(doc);
}

#define LONG "Das ist ein Absatz des Artikels, der lang genug ist, um als solcher zu gelten."

static void test_text(void)
{
    is_source("<p>Ein  Satz\n mit\t<b>fetter</b><i>r</i> Schrift .</p>\n<p>Zwei</p>", "Ein Satz mit fetterr Schrift .\n\nZwei",
              "white space as a browser shows it");
    is_source("<p>&bdquo;K&auml;se&ldquo; &#228; &#xE4; &#132;x&#147; &#8211; &amp;auml; &unbekannt; 5&nbsp;Euro</p>",
              "\xE2\x80\x9EK\xC3\xA4se\xE2\x80\x9C \xC3\xA4 \xC3\xA4 \xE2\x80\x9Ex\xE2\x80\x9C \xE2\x80\x93 &auml; "
              "&unbekannt; 5\xC2\xA0" "Euro",
              "references");
    is_source("<p>eins<br>zwei<br><br>drei</p>", "eins\nzwei\n\ndrei", "line ends, two of which part paragraphs");
    is_source("<p>eins<p>zwei<li>drei<td>vier", "eins\n\nzwei\n\ndrei vier", "elements without end");
    is_source("<p>a</p><script>var x = '<p>b</p>';</script><style>p{}</style><!-- <p>c</p> --><svg><text>d</text></svg><p>e</p>",
              "a\n\ne", "scripts, styles, comments and drawings are no text");
    is_source("<table><tr><td>Bayern</td><td>3:1</td></tr><tr><td>K\xC3\xB6ln</td></tr></table>",
              "Bayern 3:1\n\nK\xC3\xB6ln", "a row of a table is a line");
    is_source("Text ohne &lt;Elemente&gt;", "Text ohne <Elemente>", "text without elements");
    is_source("<p>a&#0;&#xD800;&#x110000;b</p>", "ab", "references to nothing");
}

static void test_article(void)
{
    is_page("<h1>Titel</h1><p>" LONG "</p><h2>Zwischen den Zeilen</h2><p>" LONG "</p>",
            "title: Titel\nparagraph: " LONG "\nheading: Zwischen den Zeilen\nparagraph: " LONG "\n", "a plain page");
    is_page("<nav><a href=/>Start</a></nav><h1>Titel</h1><p>" LONG "</p><figure><figcaption>Ein Bild</figcaption></figure>"
            "<div class='social-bar'>Teilen</div><footer>Impressum</footer>",
            "navigation| Start\ntitle: Titel\nparagraph: " LONG "\ncaption| Ein Bild\nshare buttons| Teilen\n"
            "page footer| Impressum\n",
            "what stands around an article is told with the reason");
    is_page("<body class='sidebar comments'><form><div class='menu-wrapper'><h1>Titel</h1><p>" LONG "</p></div></form></body>",
            "title: Titel\nparagraph: " LONG "\n", "a form or class name around everything is not believed");
    is_page("<h1>Titel</h1><p>" LONG "</p><ul><li><a href=a>Noch ein Artikel</a></ul>",
            "title: Titel\nparagraph: " LONG "\nlinks| Noch ein Artikel\n", "a block of links leads away");
    is_page("<main><h1>Titel</h1><p>Was davor steht.</p><article><p>" LONG "</p></article><article><h2>Anderes</h2><p>Mehr"
            "</p></article></main>",
            "title: Titel\nparagraph: Was davor steht.\nparagraph: " LONG "\noutside the article| Anderes\n"
            "outside the article| Mehr\n",
            "the article is told from teasers of others");
    is_page("<h1>Titel</h1><p>" LONG "</p><p hidden>Nichts</p><p style='display:none'>Nichts</p>",
            "title: Titel\nparagraph: " LONG "\nhidden| Nichts\nhidden| Nichts\n", "hidden text");
}

static void test_title(void)
{
    is_page("<meta property=og:title content='Der Artikel'><h1>Zeitung</h1><h2>Der Artikel</h2><p>" LONG "</p>",
            "heading: Zeitung\ntitle: Der Artikel\nparagraph: " LONG "\n", "the headline is what the page calls its title");
    is_page("<meta name=description content='Kurz  gesagt.'><h1>T</h1><p>Kurz gesagt.</p><p>" LONG "</p>",
            "title: T\nstandfirst: Kurz gesagt.\nparagraph: " LONG "\n", "the description is the standfirst");
    is_page("<h1>T</h1><div class=article__lead>Kurz gesagt.</div><p>" LONG "</p><p class=lead>" LONG "</p>",
            "title: T\nstandfirst: Kurz gesagt.\nparagraph: " LONG "\nparagraph: " LONG "\n", "so is the first marked block");
    dp_error error;
    dp_doc *doc = read_page("<title>Der Artikel | Kurier</title><meta property=og:site_name content=Kurier><p>" LONG, &error);
    is_string(dp_doc_field(doc, DP_FIELD_TITLE), "Der Artikel", "without a headline, the title of the window");
    ok(!dp_doc_field_in_source(doc, DP_FIELD_TITLE), "which does not stand in the text");
    dp_doc_free(doc);
}

static void test_metadata(void)
{
    dp_error error;
    dp_doc *doc = read_page("<html lang=de-AT><meta property='article:published_time' content='2024-02-03T10:00:00Z'>"
                            "<meta property=og:site_name content=Kurier><meta name=author content='Eva Muster'>"
                            "<link rel=canonical href='https://kurier.example/a'><p>" LONG,
                            &error);
    is_string(dp_doc_field(doc, DP_FIELD_DATE), "2024-02-03", "the date");
    is_string(dp_doc_field(doc, DP_FIELD_OUTLET), "Kurier", "the outlet");
    is_string(dp_doc_field(doc, DP_FIELD_AUTHOR), "Eva Muster", "the author");
    is_string(dp_doc_field(doc, DP_FIELD_URL), "https://kurier.example/a", "the address");
    is_string(dp_doc_field(doc, DP_FIELD_LANGUAGE), "de-AT", "the language");
    dp_doc_free(doc);
    doc = read_page("<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"Thing\"},{\"@type\":[\"NewsArticle\"],"
                    "\"datePublished\":\"2024-02-03\",\"author\":[{\"name\":\"Eva Muster\"}],\"publisher\":{\"name\":\"Kurier\"}}"
                    "]}</script><script type='application/ld+json'>[1, {broken</script><p>" LONG,
                    &error);
    is_string(dp_doc_field(doc, DP_FIELD_DATE), "2024-02-03", "JSON-LD: the date");
    is_string(dp_doc_field(doc, DP_FIELD_OUTLET), "Kurier", "JSON-LD: the outlet");
    is_string(dp_doc_field(doc, DP_FIELD_AUTHOR), "Eva Muster", "JSON-LD: the author");
    dp_doc_free(doc);
    doc = read_page("<script type='application/ld+json'>{\"@type\":\"BlogPosting\",\"author\":\"Eva\"}</script><p>" LONG
                    "<p><time datetime=2024-02-03>gestern</time>",
                    &error);
    is_string(dp_doc_field(doc, DP_FIELD_AUTHOR), "Eva", "JSON-LD: an author by name");
    is_string(dp_doc_field(doc, DP_FIELD_DATE), "2024-02-03", "a date in the text");
    dp_doc_free(doc);
}

static void test_declared(void)
{
    static const char *const pages[] = {
        "<meta charset=\"macintosh\"><p>K\x8Ase</p>",
        "<!-- <meta charset=utf-8> --><META HTTP-EQUIV='Content-Type' content='text/html; charset=macintosh'><p>K\x8Ase</p>",
        "<?xml version='1.0' encoding='macintosh'?><html><p>K\x8Ase</p>",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        dp_error error;
        dp_doc *doc = read_page(pages[i], &error);
        is_string(dp_doc_field(doc, DP_FIELD_ENCODING), "Macintosh", "a declared encoding is found");
        is_string(dp_doc_source(doc, NULL), "K\xC3\xA4se", "and used, once");
        dp_doc_free(doc);
    }
}

/* ---- Hostile pages ---- */

static void refuses_repeated(const char *before, const char *piece, size_t count, const char *part, const char *name)
{
    dp_text html = {0};
    dp_error error;
    dp_text_puts(&html, before);
    for (size_t i = 0; i < count; i++)
        dp_text_puts(&html, piece);
    dp_doc *doc = read_page(html.data, &error);
    if (!ok(!doc && error.status == DP_BAD_INPUT && strstr(error.text, part), "%s", name))
        printf("# got: %s\n", error.text);
    dp_doc_free(doc);
    dp_text_free(&html);
}

static void test_hostile(void)
{
    refuses_repeated("<p>x", "<div>", 200000, "deeper than", "deep nesting is refused");
    refuses_repeated("<p>x<a", " a=b", 200000, "attributes", "so are endless attributes");
    refuses_repeated("<p>x<a", "\" \"", 200000, "attributes", "whatever stands between them");
    refuses_repeated("", "<!--", 200000, "no text", "an endless comment holds no text");
    refuses_repeated("<html>", "<br>", 2000, "no text", "a page without text is refused");
    dp_error error;
    dp_text html = {0};
    dp_text_puts(&html, "<script>");
    for (size_t i = 0; i < 3000; i++)
        dp_text_puts(&html, "if (a <b & c) x ");
    dp_text_puts(&html, "</script><p>" LONG);
    dp_doc *doc = read_page(html.data, &error);
    ok(doc != NULL, "a long script is no tag");
    dp_doc_free(doc);
    dp_text_free(&html);
    doc = read_page("<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><p>a&x;b", &error);
    ok(doc && strstr(dp_doc_source(doc, NULL), "a&x;b"), "nothing is loaded from elsewhere");
    dp_doc_free(doc);
    doc = read_page("<a href=x>Nur ein Verweis</a>", &error);
    ok(doc && dp_doc_note_count(doc, "warning") == 1, "a page without an article is warned about");
    dp_doc_free(doc);
}

static void test_no_memory(void)
{
    size_t n = 1;
    for (bool done = false; !done && n < 5000; n++) {
        dp_error error;
        alloc_fail_at(n, false);
        dp_doc *doc = read_page("<html lang=de><title>T | K</title><meta property=og:site_name content=K>"
                                "<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":\"E\"}</script>"
                                "<nav>N</nav><article><p class=lead>Kurz.<p>" LONG "<br><br>x&#132;</article><p>y",
                                &error);
        done = doc != NULL;
        dp_doc_free(doc);
        if (!done && error.status != DP_NO_MEMORY) {
            printf("# %zu: %s\n", n, error.text);
            break;
        }
    }
    alloc_fail_at(0, false);
    ok(n > 40 && n < 5000, "every failing allocation is reported (%zu)", n);
}

int main(void)
{
#ifdef HAVE_XML
    test_text();
    test_article();
    test_title();
    test_metadata();
    test_declared();
    test_hostile();
    test_no_memory();
#else
    dp_error error;
    ok(!read_page("<p>a", &error) && error.status == DP_UNAVAILABLE, "HTML is refused without libxml2: %s", error.text);
    (void)test_text, (void)test_article, (void)test_title, (void)test_metadata, (void)test_declared, (void)test_hostile;
    (void)test_no_memory;
#endif
    return tap_done();
}
