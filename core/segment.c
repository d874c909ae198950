/* SPDX-License-Identifier: ISC */
/*
 * Blocks from blank lines, one sentence a block.
 */
#include "config.h"

#include "segment.h"

#include <string.h>

dp_status segment_doc(dp_doc *doc, const segment_options *options, dp_error *error)
{
    (void)options;
    size_t length, at = 0;
    const char *source = dp_doc_source(doc, &length);
    while (at < length) {
        size_t end = at;
        while (end < length && strchr(" \r\n", source[end]))
            end++;
        bool space = end > at;
        while (!space && end < length && !(source[end] == '\n' && (end + 1 == length || strchr("\r\n", source[end + 1]))))
            end++;
        dp_status status = doc_add_block(doc, space ? DP_BLOCK_SPACE : DP_BLOCK_PARAGRAPH, (dp_span){at, end}, NULL, error);
        if (status == DP_OK && !space)
            status = doc_add_sentence(doc, dp_doc_block_count(doc) - 1, (dp_span){at, end}, error);
        if (status != DP_OK)
            return status;
        at = end;
    }
    return DP_OK;
}
