/* SPDX-License-Identifier: ISC */
/*
 * Reading the options of a model. They are YAML as the training program writes it: "key: value" lines, and lists either
 * in brackets or as lines of "  - item". Anything else in YAML does not occur and is not understood.
 */
#include "config.h"

#include "model_options.h"

#include <string.h>

/* A stretch of the YAML text. */
typedef struct slice {
    const char *text;
    size_t length;
} slice;

static bool slice_is(slice s, const char *text)
{
    return s.length == strlen(text) && memcmp(s.text, text, s.length) == 0;
}

static slice trim(slice s)
{
    while (s.length > 0 && strchr(" \t\r", s.text[s.length - 1]))
        s.length--;
    while (s.length > 0 && strchr(" \t", s.text[0])) {
        s.text++;
        s.length--;
    }
    if (s.length >= 2 && (s.text[0] == '"' || s.text[0] == '\'') && s.text[s.length - 1] == s.text[0])
        return (slice){s.text + 1, s.length - 2};
    return s;
}

static slice line_at(const char *text)
{
    return (slice){text, strcspn(text, "\n")};
}

static const char *next_line(slice line)
{
    const char *end = line.text + line.length;
    return *end == '\n' ? end + 1 : end;
}

/* The value behind a key at the beginning of a line. `*rest`, if wanted, is where the next line begins. */
static bool find(const char *yaml, const char *key, slice *value, const char **rest)
{
    size_t length = strlen(key);
    while (*yaml) {
        slice line = line_at(yaml);
        yaml = next_line(line);
        if (line.length > length && memcmp(line.text, key, length) == 0 && line.text[length] == ':') {
            *value = trim((slice){line.text + length + 1, line.length - length - 1});
            if (rest)
                *rest = yaml;
            return true;
        }
    }
    return false;
}

/* ---- What must be as it is ---- */

/* Options that change the network, with the values (separated by "|") under which it is the one we run. Where an option
 * is missing, the training program meant the first of them. */
static const struct {
    const char *key;
    const char *values;
} required[] = {
    {"transformer-preprocess", "|~"},
    {"transformer-postprocess", "dan"},
    {"transformer-postprocess-emb", "d|"},
    {"transformer-postprocess-top", "|~"},
    {"transformer-ffn-depth", "2"},
    {"transformer-decoder-ffn-depth", "0|2"},
    {"transformer-no-projection", "false"},
    {"transformer-pool", "false"},
    {"transformer-rnn-projection", "false"},
    {"transformer-tied-layers", "[]|"},
    {"transformer-train-position-embeddings", "false"},
    {"transformer-guided-alignment-layer", "last"},
    {"right-left", "false"},
    {"skip", "false"},
    {"ulr", "false"},
    {"input-types", "[]|"},
    {"lemma-dim-emb", "0"},
    {"factors-combine", "sum"},
    {"output-approx-knn", "[]|"},
};

static bool listed(slice value, const char *values)
{
    while (true) {
        size_t length = strcspn(values, "|");
        if (value.length == length && memcmp(value.text, values, length) == 0)
            return true;
        if (values[length] == '\0')
            return false;
        values += length + 1;
    }
}

static dp_status refuse(const char *name, const char *key, slice value, dp_error *error)
{
    return dp_error_set(error, DP_INCOMPATIBLE, "%s: the model's option '%s: %.*s' is not supported", name, key,
                        value.length < 80 ? (int)value.length : 80, value.text);
}

static dp_status check_required(const char *yaml, const char *name, dp_error *error)
{
    slice type;
    if (!find(yaml, "type", &type, NULL))
        return dp_error_set(error, DP_BAD_INPUT, "%s: the model does not say its type", name);
    if (!slice_is(type, "transformer"))
        return refuse(name, "type", type, error);
    for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
        slice value;
        if (find(yaml, required[i].key, &value, NULL) && !listed(value, required[i].values))
            return refuse(name, required[i].key, value, error);
    }
    return DP_OK;
}

/* ---- What is read ---- */

#define MOST_LAYERS 64
#define MOST_WIDTH  8192
#define MOST_PIECES 1000000

static bool parse_number(slice s, size_t *number)
{
    if (s.length == 0 || s.length > 9)
        return false;
    *number = 0;
    for (size_t i = 0; i < s.length; i++) {
        if (s.text[i] < '0' || s.text[i] > '9')
            return false;
        *number = *number * 10 + (size_t)(s.text[i] - '0');
    }
    return true;
}

static dp_status read_number(const char *yaml, const char *name, const char *key, size_t most, size_t *number,
                             dp_error *error)
{
    slice value;
    if (!find(yaml, key, &value, NULL))
        return dp_error_set(error, DP_BAD_INPUT, "%s: the model's options lack '%s'", name, key);
    if (!parse_number(value, number) || *number == 0 || *number > most)
        return refuse(name, key, value, error);
    return DP_OK;
}

/* Good lengths of models that do not say theirs: measured with a small one, and what published ones bear. */
#define SMALL_LAYERS      6
#define GOOD_LENGTH_SMALL 28
#define GOOD_LENGTH_USUAL 100
#define GOOD_LENGTH_LEAST 8
#define GOOD_LENGTH_MOST  500

/* "good-length" is no option of the training program but one that our exporter may add. */
static dp_status read_good_length(const char *yaml, const char *name, model_options *o, dp_error *error)
{
    slice value;
    o->small = o->encoder_layers < SMALL_LAYERS;
    if (!find(yaml, "good-length", &value, NULL)) {
        o->good_length = o->small ? GOOD_LENGTH_SMALL : GOOD_LENGTH_USUAL;
        return DP_OK;
    }
    if (!parse_number(value, &o->good_length) || o->good_length < GOOD_LENGTH_LEAST ||
        o->good_length > GOOD_LENGTH_MOST)
        return refuse(name, "good-length", value, error);
    return DP_OK;
}

static bool read_switch(const char *yaml, const char *key)
{
    slice value;
    return find(yaml, key, &value, NULL) && slice_is(value, "true");
}

/* Two numbers, in brackets or on lines of their own. */
static dp_status read_vocabularies(const char *yaml, const char *name, model_options *o, dp_error *error)
{
    slice value;
    const char *rest;
    size_t count = 0, numbers[2];
    if (!find(yaml, "dim-vocabs", &value, &rest))
        return dp_error_set(error, DP_BAD_INPUT, "%s: the model's options lack 'dim-vocabs'", name);
    if (value.length > 0 && value.text[0] == '[') {
        const char *at = value.text + 1, *end = value.text + value.length;
        while (count < 2 && at < end) {
            size_t length = strcspn(at, ",]\n");
            if (!parse_number(trim((slice){at, length}), &numbers[count++]))
                return refuse(name, "dim-vocabs", value, error);
            at += length + 1;
        }
    } else {
        for (slice line = trim(line_at(rest)); count < 2 && line.length > 0 && line.text[0] == '-';
             line = trim(line_at(rest))) {
            if (!parse_number(trim((slice){line.text + 1, line.length - 1}), &numbers[count++]))
                return refuse(name, "dim-vocabs", line, error);
            rest = next_line(line_at(rest));
        }
    }
    if (count != 2 || numbers[0] < 3 || numbers[1] < 3 || numbers[0] > MOST_PIECES || numbers[1] > MOST_PIECES)
        return dp_error_set(error, DP_BAD_INPUT, "%s: the model's option 'dim-vocabs' must hold two numbers of pieces",
                            name);
    o->source_pieces = numbers[0];
    o->target_pieces = numbers[1];
    return DP_OK;
}

static dp_status read_decoder(const char *yaml, const char *name, model_options *o, dp_error *error)
{
    slice value;
    if (find(yaml, "transformer-decoder-autoreg", &value, NULL)) {
        o->ssru = slice_is(value, "rnn");
        if (!o->ssru && !slice_is(value, "self-attention"))
            return refuse(name, "transformer-decoder-autoreg", value, error);
    }
    if (o->ssru && (!find(yaml, "dec-cell", &value, NULL) || !slice_is(value, "ssru")))
        return find(yaml, "dec-cell", &value, NULL)
                   ? refuse(name, "dec-cell", value, error)
                   : dp_error_set(error, DP_BAD_INPUT, "%s: the model's options lack 'dec-cell'", name);
    return DP_OK;
}

static dp_status read_activation(const char *yaml, const char *name, model_options *o, dp_error *error)
{
    slice value;
    o->ffn_activation = ACTIVATION_SWISH; /* what the training program takes when nothing is said */
    if (find(yaml, "transformer-ffn-activation", &value, NULL)) {
        if (slice_is(value, "relu"))
            o->ffn_activation = ACTIVATION_RELU;
        else if (!slice_is(value, "swish"))
            return refuse(name, "transformer-ffn-activation", value, error);
    }
    return DP_OK;
}

dp_status model_options_parse(const char *yaml, const char *name, model_options *o, dp_error *error)
{
    *o = (model_options){0};
    dp_status status = check_required(yaml, name, error);
    if (status == DP_OK)
        status = read_number(yaml, name, "dim-emb", MOST_WIDTH, &o->width, error);
    if (status == DP_OK)
        status = read_number(yaml, name, "transformer-heads", MOST_WIDTH, &o->heads, error);
    if (status == DP_OK)
        status = read_number(yaml, name, "enc-depth", MOST_LAYERS, &o->encoder_layers, error);
    if (status == DP_OK)
        status = read_number(yaml, name, "dec-depth", MOST_LAYERS, &o->decoder_layers, error);
    if (status == DP_OK)
        status = read_vocabularies(yaml, name, o, error);
    if (status == DP_OK)
        status = read_decoder(yaml, name, o, error);
    if (status == DP_OK)
        status = read_activation(yaml, name, o, error);
    if (status == DP_OK)
        status = read_good_length(yaml, name, o, error);
    if (status != DP_OK)
        return status;
    if (o->width % 2 != 0 || o->width < 4 || o->width % o->heads != 0)
        return dp_error_set(error, DP_BAD_INPUT,
                            "%s: the model's 'dim-emb: %zu' and 'transformer-heads: %zu' do not go together", name,
                            o->width, o->heads);
    bool all = read_switch(yaml, "tied-embeddings-all");
    o->shared_embedding = all || read_switch(yaml, "tied-embeddings-src");
    o->tied_output = all || read_switch(yaml, "tied-embeddings");
    if (o->shared_embedding && o->source_pieces != o->target_pieces)
        return dp_error_set(error, DP_BAD_INPUT, "%s: the model shares one embedding among %zu and %zu pieces", name,
                            o->source_pieces, o->target_pieces);
    return DP_OK;
}
