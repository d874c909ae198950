/* SPDX-License-Identifier: ISC */
/*
 * Text of one sentence a line, as translation tools exchange it. The source is the decoded input; each line with more
 * than white space becomes a paragraph of one sentence.
 */
#include "config.h"

#include "doc.h"
#include "read.h"

#include <string.h>

/* The bytes of a line without white space at its ends; empty when there is nothing else. */
static dp_span trim_line(const char *text, dp_span line)
{
    for (size_t at = line.begin; at < line.end && dp_is_space(dp_utf8_next(text, line.end, &at));)
        line.begin = at;
    for (size_t at = line.end; at > line.begin && dp_is_space(dp_utf8_previous(text, line.end, &at));)
        line.end = at;
    return line;
}

dp_status lines_doc(dp_doc *doc, dp_error *error)
{
    size_t length, blocks = 0;
    const char *text = dp_doc_source(doc, &length);
    dp_status status = DP_OK;
    for (size_t at = 0; status == DP_OK && at < length; blocks++) {
        const char *newline = memchr(text + at, '\n', length - at);
        dp_span line = {at, newline ? (size_t)(newline - text) : length};
        dp_span sentence = trim_line(text, line);
        bool blank = sentence.begin >= sentence.end;
        dp_span block = {at, blank && newline ? line.end + 1 : line.end};
        status = doc_add_block(doc, blank ? DP_BLOCK_SPACE : DP_BLOCK_PARAGRAPH, block, NULL, error);
        if (status == DP_OK && !blank)
            status = doc_add_sentence(doc, blocks, sentence, error);
        at = block.end;
    }
    return status;
}
