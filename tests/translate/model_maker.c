/* SPDX-License-Identifier: ISC */
/*
 * Writing model files as docs/model-format.md describes them.
 */
#include "config.h"

#include "model_maker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TYPE_FLOAT32  0x0404u
#define TYPE_INT8     0x0101u
#define TYPE_INTGEMM8 0x4101u
#define MOST_ITEMS    1024

typedef struct item {
    char name[96];
    uint64_t type;
    size_t rows, columns;
    unsigned char *data;
    size_t length;
} item;

typedef struct maker {
    item items[MOST_ITEMS];
    size_t count;
    uint32_t random;
    const model_shape *shape;
} maker;

uint32_t random_below(uint32_t *state, uint32_t limit)
{
    *state = *state * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)*state * limit >> 32);
}

static float random_float(maker *m, float size)
{
    return ((float)random_below(&m->random, 20001) - 10000.0f) / 10000.0f * size;
}

/* ---- Items ---- */

static item *add_item(maker *m, const char *name, uint64_t type, size_t rows, size_t columns, size_t length)
{
    item *i = &m->items[m->count++];
    *i = (item){.type = type, .rows = rows, .columns = columns, .length = (length + 255) / 256 * 256};
    snprintf(i->name, sizeof i->name, "%s", name);
    i->data = calloc(i->length, 1);
    return i;
}

static float *add_floats(maker *m, const char *name, size_t rows, size_t columns, const float *values)
{
    item *i = add_item(m, name, TYPE_FLOAT32, rows, columns, rows * columns * sizeof *values);
    memcpy(i->data, values, rows * columns * sizeof *values);
    return (float *)(void *)i->data;
}

static void add_scalar(maker *m, const char *name, float value)
{
    add_floats(m, name, 1, 1, &value);
}

static void add_bytes(maker *m, const char *name, size_t rows, size_t columns, const int8_t *values, float scale)
{
    item *i = add_item(m, name, TYPE_INTGEMM8, rows, columns, rows * columns + sizeof scale);
    memcpy(i->data, values, rows * columns);
    memcpy(i->data + rows * columns, &scale, sizeof scale);
}

/* A random matrix as the shape says; `stored_rows` by `stored_columns` is how int8 lies in the file. */
static void add_matrix(maker *m, const char *name, size_t rows, size_t columns, float size)
{
    size_t count = rows * columns;
    if (m->shape->int8) {
        int8_t *values = malloc(count);
        for (size_t i = 0; i < count; i++)
            values[i] = (int8_t)((int)random_below(&m->random, 255) - 127);
        add_bytes(m, name, rows, columns, values, 127.0f / size);
        free(values);
    } else {
        float *values = malloc(count * sizeof *values);
        for (size_t i = 0; i < count; i++)
            values[i] = random_float(m, size);
        add_floats(m, name, rows, columns, values);
        free(values);
    }
}

static float *add_random_floats(maker *m, const char *name, size_t columns, float middle, float size)
{
    float *values = malloc(columns * sizeof *values);
    for (size_t i = 0; i < columns; i++)
        values[i] = middle + random_float(m, size);
    float *stored = add_floats(m, name, 1, columns, values);
    free(values);
    return stored;
}

static void add_multiplier(maker *m, const char *matrix, float value)
{
    char name[128];
    snprintf(name, sizeof name, "%s_QuantMultA", matrix);
    int8_t most = 127;
    if (strstr(name, "Wemb"))
        add_bytes(m, name, 1, 1, &most, 127.0f / value);
    else
        add_scalar(m, name, value);
}

/* ---- Layers ---- */

static void add_linear(maker *m, const char *layer, const char *weight, const char *bias, size_t rows, size_t columns)
{
    char name[96];
    snprintf(name, sizeof name, "%s_%s", layer, weight);
    add_matrix(m, name, rows, columns, 2.0f / sqrtf((float)rows));
    if (m->shape->int8 && m->shape->multipliers)
        add_multiplier(m, name, 40.0f);
    snprintf(name, sizeof name, "%s_%s", layer, bias ? bias : "");
    if (bias)
        add_random_floats(m, name, columns, 0.0f, 0.2f);
}

static void add_norm(maker *m, const char *layer, const char *part)
{
    char name[96];
    snprintf(name, sizeof name, "%s_%s_ln_scale", layer, part);
    add_random_floats(m, name, m->shape->width, 1.0f, 0.3f);
    snprintf(name, sizeof name, "%s_%s_ln_bias", layer, part);
    add_random_floats(m, name, m->shape->width, 0.0f, 0.2f);
}

static void add_attention(maker *m, const char *layer)
{
    size_t d = m->shape->width;
    add_linear(m, layer, "Wq", "bq", d, d);
    add_linear(m, layer, "Wk", "bk", d, d);
    add_linear(m, layer, "Wv", "bv", d, d);
    add_linear(m, layer, "Wo", "bo", d, d);
    add_norm(m, layer, "Wo");
}

static void add_feed_forward(maker *m, const char *layer)
{
    add_linear(m, layer, "W1", "b1", m->shape->width, m->shape->inner);
    add_linear(m, layer, "W2", "b2", m->shape->inner, m->shape->width);
    add_norm(m, layer, "ffn");
}

static void add_layers(maker *m)
{
    char name[64];
    size_t d = m->shape->width;
    for (size_t i = 1; i <= m->shape->encoder_layers; i++) {
        snprintf(name, sizeof name, "encoder_l%zu_self", i);
        add_attention(m, name);
        snprintf(name, sizeof name, "encoder_l%zu_ffn", i);
        add_feed_forward(m, name);
    }
    for (size_t i = 1; i <= m->shape->decoder_layers; i++) {
        snprintf(name, sizeof name, "decoder_l%zu_%s", i, m->shape->ssru ? "rnn" : "self");
        if (m->shape->ssru) {
            add_linear(m, name, "W", NULL, d, d);
            add_linear(m, name, "Wf", "bf", d, d);
            add_norm(m, name, "ffn");
        } else {
            add_attention(m, name);
        }
        snprintf(name, sizeof name, "decoder_l%zu_context", i);
        add_attention(m, name);
        snprintf(name, sizeof name, "decoder_l%zu_ffn", i);
        add_feed_forward(m, name);
    }
}

static void add_embeddings(maker *m)
{
    const model_shape *s = m->shape;
    float size = 1.5f / sqrtf((float)s->width);
    if (s->shared) {
        add_matrix(m, "Wemb", s->target_pieces, s->width, size);
    } else {
        add_matrix(m, "encoder_Wemb", s->source_pieces, s->width, size);
        add_matrix(m, "decoder_Wemb", s->target_pieces, s->width, size);
    }
    const char *output = s->tied ? (s->shared ? "Wemb" : "decoder_Wemb") : "decoder_ff_logit_out_W";
    if (!s->tied)
        add_matrix(m, output, s->width, s->target_pieces, size);
    if (s->int8 && s->multipliers) {
        add_multiplier(m, output, 40.0f);
        add_multiplier(m, "none", 40.0f);
    }
    float *bias = add_random_floats(m, "decoder_ff_logit_out_b", s->target_pieces, 0.0f, 0.5f);
    for (size_t i = 0; i < s->leaning_count; i++)
        bias[s->leanings[i].piece] = s->leanings[i].bias;
}

/* ---- The file ---- */

static void put_u64(dp_text *out, uint64_t value)
{
    char bytes[8];
    for (size_t i = 0; i < 8; i++)
        bytes[i] = (char)(value >> 8 * i & 0xFF);
    dp_text_append(out, bytes, 8);
}

static void put_u32(dp_text *out, uint32_t value)
{
    char bytes[4];
    for (size_t i = 0; i < 4; i++)
        bytes[i] = (char)(value >> 8 * i & 0xFF);
    dp_text_append(out, bytes, 4);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const item *)a)->name, ((const item *)b)->name);
}

static void put_tables(const maker *m, dp_text *out)
{
    put_u64(out, 1);
    put_u64(out, m->count);
    for (size_t i = 0; i < m->count; i++) {
        const item *t = &m->items[i];
        put_u64(out, strlen(t->name) + 1);
        put_u64(out, t->type);
        put_u64(out, t->type == TYPE_INT8 ? 1 : 2);
        put_u64(out, t->length);
    }
    for (size_t i = 0; i < m->count; i++)
        dp_text_append(out, m->items[i].name, strlen(m->items[i].name) + 1);
    for (size_t i = 0; i < m->count; i++) {
        if (m->items[i].type != TYPE_INT8)
            put_u32(out, (uint32_t)m->items[i].rows);
        put_u32(out, (uint32_t)m->items[i].columns);
    }
}

static made_model write_file(maker *m, const char *yaml)
{
    static const char zeros[256];
    dp_text out = {0};
    qsort(m->items, m->count, sizeof *m->items, by_name);
    size_t length = strlen(yaml) + 1;
    item *last = add_item(m, "special:model.yml", TYPE_INT8, 1, length, length);
    last->length = length;
    memcpy(last->data, yaml, length);
    put_tables(m, &out);
    size_t padding = 256 - (out.length + 8) % 256;
    put_u64(&out, padding);
    dp_text_append(&out, zeros, padding);
    for (size_t i = 0; i < m->count; i++) {
        dp_text_append(&out, (const char *)m->items[i].data, m->items[i].length);
        free(m->items[i].data);
    }
    size_t size = out.length;
    return (made_model){dp_text_take(&out), size};
}

static void put_yaml(const model_shape *s, dp_text *yaml)
{
    dp_text_printf(yaml,
                   "dec-cell: %s\ndec-depth: %zu\ndim-emb: %zu\ndim-vocabs:\n  - %zu\n  - %zu\nenc-depth: %zu\n"
                   "input-types:\n  []\nright-left: false\ntied-embeddings: %s\ntied-embeddings-all: %s\n"
                   "tied-embeddings-src: false\ntransformer-decoder-autoreg: %s\ntransformer-dim-ffn: %zu\n"
                   "transformer-ffn-activation: %s\ntransformer-ffn-depth: 2\ntransformer-heads: %zu\n"
                   "transformer-postprocess: dan\ntransformer-postprocess-emb: d\ntransformer-preprocess: \"\"\n"
                   "type: transformer\n",
                   s->ssru ? "ssru" : "gru", s->decoder_layers, s->width, s->source_pieces, s->target_pieces,
                   s->encoder_layers, s->tied && !s->shared ? "true" : "false", s->shared ? "true" : "false",
                   s->ssru ? "rnn" : "self-attention", s->inner, s->swish ? "swish" : "relu", s->heads);
    if (s->good_length > 0)
        dp_text_printf(yaml, "good-length: %zu\n", s->good_length);
}

made_model make_model(const model_shape *shape, unsigned seed)
{
    maker *m = calloc(1, sizeof *m);
    if (!m)
        return (made_model){0};
    m->shape = shape;
    m->random = seed;
    add_embeddings(m);
    add_layers(m);
    dp_text yaml = {0};
    put_yaml(shape, &yaml);
    made_model made = write_file(m, yaml.data);
    dp_text_free(&yaml);
    free(m);
    return made;
}

bool shape_named(const char *name, size_t pieces, model_shape *shape)
{
    static const model_shape shapes[] = {
        {.name = "tiny", .width = 256, .inner = 1536, .decoder_layers = 2},
        {.name = "base-memory", .width = 384, .inner = 1536, .decoder_layers = 4},
        {.name = "base", .width = 512, .inner = 2048, .decoder_layers = 2},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (strcmp(shapes[i].name, name) == 0) {
            *shape = shapes[i];
            shape->heads = 8;
            shape->encoder_layers = 6;
            shape->source_pieces = shape->target_pieces = pieces;
            shape->ssru = shape->int8 = shape->multipliers = shape->shared = shape->tied = true;
            return true;
        }
    return false;
}

/* ---- Copies ---- */

static void add_dequantised(maker *m, const tensor *t)
{
    size_t count = t->rows * t->columns;
    float *values = malloc(count * sizeof *values), unscale = 1.0f / t->scale;
    const int8_t *bytes = t->data;
    bool transposed = !strstr(t->name, "Wemb");
    for (size_t i = 0; i < count; i++) {
        size_t from = transposed ? i % t->columns * t->rows + i / t->columns : i;
        values[i] = (float)bytes[from] * unscale;
    }
    add_floats(m, t->name, t->rows, t->columns, values);
    free(values);
}

made_model make_float_copy(const model_file *file)
{
    maker *m = calloc(1, sizeof *m);
    if (!m)
        return (made_model){0};
    for (size_t i = 0; i < model_file_count(file); i++) {
        const tensor *t = model_file_tensor(file, i);
        if (strstr(t->name, "_QuantMultA") || strcmp(t->name, "special:model.yml") == 0)
            continue;
        if (t->type == TENSOR_FLOAT32)
            add_floats(m, t->name, t->rows, t->columns, t->data);
        else
            add_dequantised(m, t);
    }
    made_model made = write_file(m, model_file_yaml(file));
    free(m);
    return made;
}

/* ---- Shortlists ---- */

made_model make_shortlist(size_t sources, size_t targets, size_t first, size_t best, unsigned seed)
{
    uint32_t random = seed;
    dp_text offsets = {0}, pieces = {0}, out = {0};
    uint64_t at = 0;
    for (size_t s = 0; s <= sources; s++) {
        put_u64(&offsets, at);
        for (size_t i = 0; s < sources && i < best; i++, at++)
            put_u32(&pieces, (uint32_t)(i * targets / best) + random_below(&random, (uint32_t)(targets / best)));
    }
    dp_text body = {0};
    put_u64(&body, first);
    put_u64(&body, best);
    put_u64(&body, sources + 1);
    put_u64(&body, at);
    dp_text_append(&body, offsets.data, offsets.length);
    dp_text_append(&body, pieces.data, pieces.length);
    uint64_t hash = 0, word;
    for (size_t i = 0; i + 8 <= body.length; i += 8) {
        memcpy(&word, body.data + i, 8);
        hash ^= word + UINT64_C(0x9e3779b9) + (hash << 6) + (hash >> 2);
    }
    put_u64(&out, UINT64_C(0xF11A48D5013417F5));
    put_u64(&out, hash);
    dp_text_append(&out, body.data, body.length);
    dp_text_free(&offsets);
    dp_text_free(&pieces);
    dp_text_free(&body);
    size_t length = out.length;
    return (made_model){dp_text_take(&out), length};
}

/* ---- Vocabularies: protocol buffers as libsentencepiece reads them ---- */

static void put_number(dp_text *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        dp_text_append(out, &(char){(char)(value & 0x7F) | (char)0x80}, 1);
    dp_text_append(out, &(char){(char)value}, 1);
}

static void put_field(dp_text *out, unsigned field, const void *bytes, size_t length)
{
    put_number(out, field << 3 | 2);
    put_number(out, length);
    dp_text_append(out, bytes, length);
}

static void put_setting(dp_text *out, unsigned field, uint64_t value)
{
    put_number(out, (uint64_t)field << 3);
    put_number(out, value);
}

enum { PIECE_NORMAL = 1, PIECE_UNKNOWN_TYPE = 2, PIECE_CONTROL = 3 };

static void put_vocab_piece(dp_text *out, const char *text, float score, unsigned type)
{
    dp_text entry = {0};
    uint32_t bits;
    memcpy(&bits, &score, sizeof bits);
    put_field(&entry, 1, text, strlen(text));
    put_number(&entry, 2 << 3 | 5);
    put_u32(&entry, bits);
    put_setting(&entry, 3, type);
    put_field(out, 1, entry.data, entry.length);
    dp_text_free(&entry);
}

static size_t put_characters(dp_text *out, size_t pieces)
{
    static const char *const german[] = {"\u00E4", "\u00F6", "\u00FC", "\u00DF",
                                         "\u00C4", "\u00D6", "\u00DC", "\u2581"};
    size_t count = 0;
    for (char c = '!'; c <= '~' && count < pieces; c++, count++)
        put_vocab_piece(out, (char[]){c, '\0'}, -8.0f, PIECE_NORMAL);
    for (size_t i = 0; i < sizeof german / sizeof *german && count < pieces; i++, count++)
        put_vocab_piece(out, german[i], -8.0f, PIECE_NORMAL);
    return count;
}

static void put_words(dp_text *out, size_t words)
{
    char text[32];
    for (size_t i = 0; i < words; i++) {
        snprintf(text, sizeof text, "\u2581%c%c%zu", (char)('a' + i % 26), (char)('a' + i / 26 % 26), i);
        put_vocab_piece(out, i + 1 < words ? text : "\x1B[", -6.0f, PIECE_NORMAL);
    }
}

made_model make_vocab(size_t pieces, const void *rules, size_t rules_length)
{
    dp_text out = {0}, trainer = {0}, normalizer = {0};
    put_vocab_piece(&out, "</s>", 0.0f, PIECE_CONTROL);
    put_vocab_piece(&out, "<unk>", 0.0f, PIECE_UNKNOWN_TYPE);
    size_t count = 2 + put_characters(&out, pieces - 2);
    put_words(&out, pieces - count);
    put_setting(&trainer, 3, 1);           /* model type: unigram */
    put_setting(&trainer, 40, 1);          /* unknown */
    put_setting(&trainer, 41, UINT64_MAX); /* beginning: none */
    put_setting(&trainer, 42, 0);          /* end */
    put_setting(&trainer, 43, UINT64_MAX); /* padding: none */
    put_field(&out, 2, trainer.data, trainer.length);
    put_field(&normalizer, 1, "identity", 8);
    if (rules)
        put_field(&normalizer, 2, rules, rules_length);
    put_field(&out, 3, normalizer.data, normalizer.length);
    dp_text_free(&trainer);
    dp_text_free(&normalizer);
    size_t length = out.length;
    return (made_model){dp_text_take(&out), length};
}
