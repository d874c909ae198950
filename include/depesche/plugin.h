/* SPDX-License-Identifier: ISC */
/*
 * The contract between the host and a plugin. This is the one header that a plugin author reads.
 *
 * A plugin is a shared object that exports one constant, `dp_plugin_descriptor`, and nothing else. The host reads
 * the version from it before it calls anything (constructors of the shared object run at dlopen all the same, so have
 * none). See docs/writing-a-plugin.md for a plugin from the first line to the last.
 *
 * Life of a stage:
 *   open     once per stage of a pipeline, before the first document. May be null when there is nothing to prepare.
 *            After a failed open, close is not called: open cleans up behind itself.
 *   process  once per document, in the order of the pipeline; never from two threads on one state. After a failure the
 *            document is reported as failed and the run goes on with the next one. Or process_many for several.
 *   close    once after the last document. May be null.
 * Stages of the same plugin, and stages opened again later, have states of their own: keep nothing in globals.
 *
 * A plugin never prints, never exits, never changes the locale, the working directory, signal handlers or file
 * descriptors that it did not open. It says what it has to say through dp_error and dp_doc_warn.
 */
#ifndef DEPESCHE_PLUGIN_H
#define DEPESCHE_PLUGIN_H

#include <depesche/doc.h>

DP_BEGIN_DECLS

/* The ABI this header describes, and the oldest one a host of this header still loads. Within the window, a host
 * reads only the fields that `struct_size` covers. */
#define DP_ABI_VERSION 1u
#define DP_ABI_OLDEST  1u

/* ---- Options ---- */

typedef enum dp_option_type {
    DP_OPTION_STRING = 1,
    DP_OPTION_INTEGER = 2,    /* 64 bits */
    DP_OPTION_NUMBER = 3,     /* a finite double */
    DP_OPTION_BOOLEAN = 4,    /* "true" or "false" in `fallback` */
    DP_OPTION_CHOICE = 5,     /* one of `choices` */
    DP_OPTION_FILE = 6,       /* a path; relative ones are looked up, see dp_options_string */
    DP_OPTION_LIST = 7        /* strings; `fallback` is separated by commas */
} dp_option_type;

/* One option of a plugin. Drives checking, `depesche inspect` and the manual. */
typedef struct dp_option {
    const char *name;         /* lower-case letters, digits and hyphens */
    dp_option_type type;
    const char *fallback;     /* value when none is given, as a user would write it; null: no value */
    const char *help;         /* one sentence, with the unit of a number */
    const char *choices;      /* of a DP_OPTION_CHOICE, separated by commas; otherwise null */
    double minimum;           /* of an integer or number; both 0: no bounds */
    double maximum;
} dp_option;

/* The values of a stage's options, checked by the host. Borrowed: valid while open runs. */
typedef struct dp_options dp_options;

/* Return the value of a string, choice or file option; null when it has none. A relative path of a file option comes back
 * as the first that exists of: beside the pipeline file that names it (or the working directory for `--set`), then in
 * the data directories; if none exists, unchanged. Asking for an option that the descriptor does not declare, or of
 * another type, gives null, 0 or false. */
DP_API const char *dp_options_string(const dp_options *options, const char *name);
DP_API int64_t dp_options_integer(const dp_options *options, const char *name);
DP_API double dp_options_number(const dp_options *options, const char *name);
DP_API bool dp_options_boolean(const dp_options *options, const char *name);

/* Number of strings in a list option, and string `index` of it, null past the end. */
DP_API size_t dp_options_count(const dp_options *options, const char *name);
DP_API const char *dp_options_item(const dp_options *options, const char *name, size_t index);

/* Whether the user or the pipeline gave the option a value, as opposed to its fallback. */
DP_API bool dp_options_given(const dp_options *options, const char *name);

/* Find a data file `name` (relative, such as "glossary/names.tsv"), or a directory when it ends in a slash, in the data
 * directories: the path of DEPESCHE_DATA_PATH, the user's XDG data directory, the installed one. Returns a path that the
 * caller frees with free(), or null when there is none. */
DP_API char *dp_options_find_data(const dp_options *options, const char *name);

/* ---- Descriptor ---- */

typedef struct dp_plugin {
    uint32_t abi_version;     /* DP_ABI_VERSION. The first field for ever */
    uint32_t struct_size;     /* sizeof(dp_plugin). The second for ever */
    uint32_t option_size;     /* sizeof(dp_option) */
    uint32_t reserved;        /* 0 */
    const char *id;           /* lower-case letters, digits and hyphens; the file is called ID.so */
    const char *version;      /* "1.0.0" */
    const char *summary;      /* what it does, one sentence without a full stop */

    /* Layers, as null-terminated lists; a null pointer is an empty list. The host's own layers "source", "blocks" and
     * "sentences" are always there and may be named in `reads`. */
    const char *const *reads; /* must have been written by an earlier stage */
    const char *const *uses;  /* taken into account when they are there */
    const char *const *writes; /* "translation", or kinds of notes; a layer may have several writers */

    const dp_option *options;
    size_t option_count;

    /* Prepare a stage. Store the stage's state in `*state`; null is a fine state. Return DP_UNAVAILABLE when something
     * optional is missing, such as a model: a pipeline may then go on without the stage. */
    dp_status (*open)(const dp_options *options, void **state, dp_error *error);

    /* Read the document and add to it. */
    dp_status (*process)(void *state, dp_doc *doc, dp_error *error);

    /* Free the state. */
    void (*close)(void *state);

    /* Read several documents and add to each. May be null: `process` is called for each then. For plugins that are faster
     * with many sentences at once; what comes out must be what `process` gives, byte for byte, whichever documents come
     * together. `statuses` and `errors` have a place for each document, DP_OK and empty on entry: set those of a
     * document that fails, which then fails alone. The host calls it when it has several documents at hand, and otherwise
     * `process`. If the process dies meanwhile, each document is given to `process` alone in a new one.
     * A plugin whose `struct_size` ends before this field, or before a later one, is loaded all the same. */
    void (*process_many)(void *state, dp_doc *const *docs, size_t count, dp_status *statuses, dp_error *errors);

    /* For an engine that translates: say how probable translations are, other engines' too, by setting `score` of each pair
     * as dp_doc_score wants it. Null for all others. It is called while a later stage of the chain works, never at the same
     * time as another function on the state; what it says must depend on the pair alone, not on those beside it. */
    dp_status (*score)(void *state, dp_scored *pairs, size_t count, dp_error *error);
} dp_plugin;

/* The one symbol a plugin exports:
 *   DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = { … };
 */
#define DP_PLUGIN_SYMBOL "dp_plugin_descriptor"
#ifdef __cplusplus
#  define DP_PLUGIN_EXPORT extern "C" DP_API
#else
#  define DP_PLUGIN_EXPORT extern DP_API const dp_plugin dp_plugin_descriptor; DP_API
#endif

DP_END_DECLS

#endif /* DEPESCHE_PLUGIN_H */
