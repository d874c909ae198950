/* SPDX-License-Identifier: ISC */
/*
 * A host with plugins that live in the test itself, and a document to run them on.
 */
#ifndef TESTS_CHAIN_FIXTURE_H
#define TESTS_CHAIN_FIXTURE_H

#include "alloc.h"
#include "doc.h"
#include "host.h"
#include "loader.h"

#include <stdlib.h>
#include <string.h>

/* Put a plugin into the host as if it had been loaded. */
static bool fixture_add(dp_host *host, const dp_plugin *plugin)
{
    loaded_plugin *loaded = calloc(1, sizeof *loaded);
    if (!loaded || !(loaded->path = strdup("/test.so")) ||
        !alloc_grow(&host->loaded, &host->loaded_capacity, host->loaded_count + 1, sizeof *host->loaded)) {
        loader_close(loaded);
        return false;
    }
    loaded->plugin = *plugin;
    host->loaded[host->loaded_count++] = loaded;
    return true;
}

/* Make a host that finds nothing but what is added. */
__attribute__((unused)) static dp_host *fixture_host(const dp_plugin *const *plugins, dp_error *error)
{
    dp_host *host = dp_host_new();
    for (size_t i = 0; host && plugins[i]; i++)
        if (loader_check(plugins[i], NULL, error) != DP_OK || !fixture_add(host, plugins[i])) {
            dp_host_free(host);
            return NULL;
        }
    return host;
}

__attribute__((unused)) static dp_doc *fixture_doc(dp_error *error)
{
    static const char source[] = "Das ist gut.";
    dp_doc *doc = doc_new(source, strlen(source), error);
    if (doc && doc_add_block(doc, DP_BLOCK_PARAGRAPH, (dp_span){0, 12}, NULL, error) == DP_OK &&
        doc_add_sentence(doc, 0, (dp_span){0, 12}, error) == DP_OK && doc_seal(doc, error) == DP_OK)
        return doc;
    dp_doc_free(doc);
    return NULL;
}

#endif /* TESTS_CHAIN_FIXTURE_H */
