/* SPDX-License-Identifier: ISC */
/*
 * From the tensors of a model file to layers: each is looked up by name, checked and packed into one arena.
 */
#include "config.h"

#include "model.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define ALIGNMENT ((size_t)64)
#define NAME_SIZE 96

/* ---- Memory for packed weights ---- */

static size_t aligned(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* Enough for every tensor in every packed form; pages that are never written cost nothing. */
static size_t arena_bound(const model_file *file)
{
    size_t bound = 0;
    for (size_t i = 0; i < model_file_count(file); i++) {
        const tensor *t = model_file_tensor(file, i);
        size_t element = t->type == TENSOR_FLOAT32 ? sizeof(float) : 1;
        size_t sides = t->rows + t->columns + 2 * PANEL;
        bound += aligned((t->rows + PANEL) * (t->columns + PANEL) * element) + 2 * aligned(sides * sizeof(float));
    }
    return bound;
}

static dp_status arena_open(model *m, dp_error *error)
{
    m->arena_size = arena_bound(m->file);
    void *arena = mmap(NULL, m->arena_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (arena == MAP_FAILED)
        return dp_error_set(error, DP_NO_MEMORY, "%s: no memory for %zu MiB of weights", model_file_name(m->file),
                            m->arena_size >> 20);
#ifdef MADV_HUGEPAGE
    madvise(arena, m->arena_size, MADV_HUGEPAGE);
#endif
    m->arena = arena;
    return DP_OK;
}

static void *arena_take(model *m, size_t size)
{
    void *taken = (unsigned char *)m->arena + m->arena_used;
    m->arena_used += aligned(size);
    return taken;
}

/* ---- Looking up ---- */

/* Binds tensors to layers. After the first failure every further call does nothing and gives null or zeros. */
typedef struct binder {
    model *model;
    dp_status status;
    dp_error *error;
} binder;

static DP_PRINTF(2, 3) void fail(binder *b, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    b->status = dp_error_setv(b->error, DP_BAD_INPUT, format, arguments);
    va_end(arguments);
    dp_error_prefix(b->error, "%s", model_file_name(b->model->file));
}

static bool all_finite(const float *values, size_t count)
{
    float sum = 0.0f;
    for (size_t i = 0; i < count; i++)
        sum += values[i] * 0.0f;
    return isfinite(sum);
}

static bool values_good(const tensor *t)
{
    if (t->type == TENSOR_FLOAT32)
        return all_finite(t->data, t->rows * t->columns);
    return isfinite(t->scale) && t->scale > 0.0f;
}

/* A tensor of floats or intgemm8 bytes with that shape. */
static const tensor *bind_tensor(binder *b, const char *name, size_t rows, size_t columns)
{
    if (b->status != DP_OK)
        return NULL;
    const tensor *t = model_file_find(b->model->file, name);
    if (!t)
        fail(b, "the model lacks the tensor '%s' that its options ask for", name);
    else if (t->rows != rows || t->columns != columns)
        fail(b, "tensor '%s' is %zu x %zu, but the options ask for %zu x %zu", name, t->rows, t->columns, rows,
             columns);
    else if (t->type != TENSOR_FLOAT32 && t->type != TENSOR_INTGEMM8)
        fail(b, "tensor '%s' is neither float32 nor intgemm8; other types are not supported", name);
    else if (!values_good(t))
        fail(b, "tensor '%s' holds values that are no numbers", name);
    return b->status == DP_OK ? t : NULL;
}

static const float *bind_floats(binder *b, const char *name, size_t columns)
{
    const tensor *t = bind_tensor(b, name, 1, columns);
    if (t && t->type != TENSOR_FLOAT32)
        fail(b, "tensor '%s' must be float32", name);
    return t && b->status == DP_OK ? t->data : NULL;
}

/* A bias, filled up with zeros to whole panels. */
static const float *bind_bias(binder *b, const char *name, size_t columns)
{
    const float *values = bind_floats(b, name, columns);
    if (!values)
        return NULL;
    float *padded = arena_take(b->model, panels_of(columns) * PANEL * sizeof *padded);
    memcpy(padded, values, columns * sizeof *padded);
    return padded;
}

/* The activation multiplier of a matrix, or 0 when the model has none. */
static float bind_input_scale(binder *b, const char *matrix_name)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%s_QuantMultA", matrix_name);
    if (b->status != DP_OK || !model_file_find(b->model->file, name))
        return 0.0f;
    const tensor *t = bind_tensor(b, name, 1, 1);
    if (!t)
        return 0.0f;
    /* The training program takes every name with "Wemb" in it for a matrix, so that one scalar comes as a byte. */
    float scale = t->type == TENSOR_FLOAT32 ? *(const float *)t->data : (float)*(const int8_t *)t->data / t->scale;
    if (!(scale > 0.0f))
        fail(b, "the multiplier '%s' is not positive", name);
    return scale;
}

/* ---- Matrices ---- */

static void pack_int8(binder *b, matrix *m, const int8_t *columns)
{
    int8_t *packed = arena_take(b->model, packed_bytes(m->inputs, m->outputs));
    int32_t *column_sums = arena_take(b->model, panels_of(m->outputs) * PANEL * sizeof *column_sums);
    pack_int8_columns(columns, NULL, m->inputs, m->outputs, packed);
    b->model->kernels->sum_columns(packed, m->inputs, panels_of(m->outputs), column_sums);
    m->bytes = packed;
    m->column_sums = column_sums;
}

static float *take_floats(binder *b, const matrix *m)
{
    return arena_take(b->model, packed_floats(m->inputs, m->outputs) * sizeof(float));
}

/* The matrix called LAYER_WEIGHT, with the bias LAYER_BIAS if that is not null. */
static matrix bind_matrix(binder *b, const char *layer, const char *weight, const char *bias, size_t inputs,
                          size_t outputs)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%s_%s", layer, weight);
    matrix m = {.inputs = inputs, .outputs = outputs};
    const tensor *t = bind_tensor(b, name, inputs, outputs);
    if (t && t->type == TENSOR_INTGEMM8) {
        m.weight_scale = t->scale;
        m.input_scale = bind_input_scale(b, name);
        pack_int8(b, &m, t->data);
    } else if (t) {
        float *packed = take_floats(b, &m);
        pack_float_rows(t->data, outputs, inputs, outputs, packed);
        m.floats = packed;
    }
    if (t)
        model_file_release(b->model->file, t); /* packed, so that the file need not stay in memory beside */
    if (bias) {
        snprintf(name, sizeof name, "%s_%s", layer, bias);
        m.bias = bind_bias(b, name, outputs);
    }
    if (b->model->widest < outputs)
        b->model->widest = outputs;
    return m;
}

static norm bind_norm(binder *b, const char *layer, const char *part)
{
    char scale[NAME_SIZE], bias[NAME_SIZE];
    size_t width = b->model->options.width;
    snprintf(scale, sizeof scale, "%s_%s_ln_scale", layer, part);
    snprintf(bias, sizeof bias, "%s_%s_ln_bias", layer, part);
    return (norm){bind_floats(b, scale, width), bind_floats(b, bias, width)};
}

/* ---- Layers ---- */

static attention bind_attention(binder *b, const char *layer)
{
    size_t d = b->model->options.width;
    return (attention){
        .query = bind_matrix(b, layer, "Wq", "bq", d, d),
        .key = bind_matrix(b, layer, "Wk", "bk", d, d),
        .value = bind_matrix(b, layer, "Wv", "bv", d, d),
        .output = bind_matrix(b, layer, "Wo", "bo", d, d),
        .norm = bind_norm(b, layer, "Wo"),
    };
}

static feed_forward bind_feed_forward(binder *b, const char *layer)
{
    char name[NAME_SIZE];
    size_t d = b->model->options.width;
    snprintf(name, sizeof name, "%s_W1", layer);
    const tensor *t = model_file_find(b->model->file, name);
    size_t inner = t ? t->columns : d; /* its width is not among the options; a missing tensor is reported below */
    return (feed_forward){
        .inner = bind_matrix(b, layer, "W1", "b1", d, inner),
        .outer = bind_matrix(b, layer, "W2", "b2", inner, d),
        .norm = bind_norm(b, layer, "ffn"),
    };
}

static ssru bind_ssru(binder *b, const char *layer)
{
    size_t d = b->model->options.width;
    return (ssru){
        .candidate = bind_matrix(b, layer, "W", NULL, d, d),
        .gate = bind_matrix(b, layer, "Wf", "bf", d, d),
        .norm = bind_norm(b, layer, "ffn"),
    };
}

static const char *layer_name(char *name, const char *side, size_t number, const char *part)
{
    snprintf(name, NAME_SIZE, "%s_l%zu_%s", side, number, part);
    return name;
}

static void bind_layers(binder *b)
{
    model *m = b->model;
    char name[NAME_SIZE];
    m->encoder = calloc(m->options.encoder_layers, sizeof *m->encoder);
    m->decoder = calloc(m->options.decoder_layers, sizeof *m->decoder);
    if (!m->encoder || !m->decoder) {
        b->status = dp_error_set(b->error, DP_NO_MEMORY, "%s: no memory for the layers", model_file_name(m->file));
        return;
    }
    for (size_t i = 0; i < m->options.encoder_layers; i++) {
        m->encoder[i].self = bind_attention(b, layer_name(name, "encoder", i + 1, "self"));
        m->encoder[i].ffn = bind_feed_forward(b, layer_name(name, "encoder", i + 1, "ffn"));
    }
    for (size_t i = 0; i < m->options.decoder_layers; i++) {
        decoder_layer *layer = &m->decoder[i];
        if (m->options.ssru)
            layer->cell = bind_ssru(b, layer_name(name, "decoder", i + 1, "rnn"));
        else
            layer->self = bind_attention(b, layer_name(name, "decoder", i + 1, "self"));
        layer->context = bind_attention(b, layer_name(name, "decoder", i + 1, "context"));
        layer->ffn = bind_feed_forward(b, layer_name(name, "decoder", i + 1, "ffn"));
    }
}

static embedding bind_embedding(binder *b, const char *name, size_t pieces)
{
    const tensor *t = bind_tensor(b, name, pieces, b->model->options.width);
    if (!t)
        return (embedding){0};
    if (t->type == TENSOR_FLOAT32)
        return (embedding){.floats = t->data, .pieces = pieces};
    return (embedding){.bytes = t->data, .unscale = 1.0f / t->scale, .pieces = pieces};
}

/* ---- Output layer ---- */

/* The columns of the output layer, each close together, to select from. Only a float matrix that is no embedding table
 * does not have them so in the file. */
static const void *bind_output_columns(binder *b, const tensor *t, bool tied)
{
    if (tied || t->type == TENSOR_INTGEMM8)
        return t->data;
    const float *rows = t->data;
    float *columns = arena_take(b->model, t->rows * t->columns * sizeof *columns);
    for (size_t k = 0; k < t->rows; k++)
        for (size_t c = 0; c < t->columns; c++)
            columns[c * t->rows + k] = rows[k * t->columns + c];
    return columns;
}

static void pack_output(binder *b, const tensor *t, bool tied)
{
    matrix *m = &b->model->output;
    if (t->type == TENSOR_INTGEMM8) {
        pack_int8(b, m, t->data);
        return;
    }
    float *packed = take_floats(b, m);
    if (tied)
        pack_float_columns(t->data, m->inputs, NULL, m->inputs, m->outputs, packed);
    else
        pack_float_rows(t->data, t->columns, m->inputs, m->outputs, packed);
    m->floats = packed;
}

static bool omits_bias(const model_file *file)
{
    return strstr(model_file_yaml(file), "output-omit-bias: true") != NULL;
}

static void bind_output(binder *b, bool whole_output)
{
    model *m = b->model;
    const model_options *o = &m->options;
    size_t d = o->width, pieces = o->target_pieces;
    const char *table = o->shared_embedding ? "Wemb" : "decoder_Wemb";
    const char *name = o->tied_output ? table : "decoder_ff_logit_out_W";
    const tensor *t = o->tied_output ? bind_tensor(b, name, pieces, d) : bind_tensor(b, name, d, pieces);
    m->output = (matrix){.inputs = d, .outputs = pieces};
    if (!omits_bias(m->file))
        m->output.bias = bind_bias(b, "decoder_ff_logit_out_b", pieces);
    if (b->status != DP_OK)
        return;
    bool is_int8 = t->type == TENSOR_INTGEMM8;
    if (is_int8) {
        m->output.weight_scale = t->scale;
        m->output.input_scale = bind_input_scale(b, name);
    }
    m->output_shortlist = m->output;
    /* The training program knows the selected columns as "none". */
    if (is_int8 && model_file_find(m->file, "none_QuantMultA"))
        m->output_shortlist.input_scale = bind_input_scale(b, "none");
    if (whole_output) {
        pack_output(b, t, o->tied_output);
        model_file_release(m->file, t);
    }
    if (!whole_output)
        m->output_columns = bind_output_columns(b, t, o->tied_output);
}

/* ---- Interface ---- */

static dp_status bind_model(model *m, bool whole_output, dp_error *error)
{
    const model_options *o = &m->options;
    binder b = {m, DP_OK, error};
    m->widest = o->width;
    m->source = bind_embedding(&b, o->shared_embedding ? "Wemb" : "encoder_Wemb", o->source_pieces);
    m->target = bind_embedding(&b, o->shared_embedding ? "Wemb" : "decoder_Wemb", o->target_pieces);
    if (b.status == DP_OK)
        bind_layers(&b);
    if (b.status == DP_OK)
        bind_output(&b, whole_output);
    return b.status;
}

dp_status model_build(model_file *file, const kernels *k, bool whole_output, model **out, dp_error *error)
{
    model *m = calloc(1, sizeof *m);
    if (!m) {
        model_file_close(file);
        return dp_error_set(error, DP_NO_MEMORY, "no memory for the model");
    }
    m->file = file;
    m->kernels = k;
    dp_status status = model_options_parse(model_file_yaml(file), model_file_name(file), &m->options, error);
    if (status == DP_OK)
        status = arena_open(m, error);
    if (status == DP_OK)
        status = bind_model(m, whole_output, error);
    if (status != DP_OK) {
        model_close(m);
        return status;
    }
    *out = m;
    return DP_OK;
}

dp_status model_open(const char *path, const kernels *k, bool whole_output, model **out, dp_error *error)
{
    model_file *file = NULL;
    dp_status status = model_file_open(path, &file, error);
    return status == DP_OK ? model_build(file, k, whole_output, out, error) : status;
}

void model_close(model *m)
{
    if (!m)
        return;
    if (m->arena)
        munmap(m->arena, m->arena_size);
    free(m->encoder);
    free(m->decoder);
    model_file_close(m->file);
    free(m);
}

void embedding_row(const embedding *e, size_t width, uint32_t piece, float factor, float *out)
{
    if (e->floats) {
        const float *row = e->floats + (size_t)piece * width;
        for (size_t i = 0; i < width; i++)
            out[i] = row[i] * factor;
    } else {
        const int8_t *row = e->bytes + (size_t)piece * width;
        for (size_t i = 0; i < width; i++)
            out[i] = (float)row[i] * e->unscale * factor;
    }
}
