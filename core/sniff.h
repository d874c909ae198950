/* SPDX-License-Identifier: ISC */
/*
 * What an input is, told from its first bytes.
 */
#ifndef CORE_SNIFF_H
#define CORE_SNIFF_H

#include <depesche/text.h>

/* Return the format that the bytes look like: "html", "ndjson", "markdown" or "text". The first few kilobytes are
 * enough. Static. */
const char *sniff_format(const char *text, size_t length);

/* Whether the name is that of a format ("auto" is none). */
bool sniff_is_format(const char *name);

/* Return what kind of file the bytes are when it is a known one that holds no plain text, with what to do about it;
 * otherwise null. Static. */
const char *sniff_binary(const void *bytes, size_t length);

#define SNIFF_LABEL_SIZE 64

/* Find the encoding that an HTML page declares in its first bytes, in <meta> or <?xml ?>, and store the label. */
bool sniff_html_charset(const void *bytes, size_t length, char label[SNIFF_LABEL_SIZE]);

#endif /* CORE_SNIFF_H */
