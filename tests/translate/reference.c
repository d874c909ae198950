/* SPDX-License-Identifier: ISC */
/*
 * The plain network. Memory is taken from one block that is freed at the end; sizes are those of tiny models.
 */
#include "config.h"

#include "reference.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 256 /* pieces of a sentence, and columns of a layer */

typedef struct net {
    const model_file *file;
    const model_options *options;
    size_t d;
    bool missing;
} net;

typedef double row[MOST];

/* ---- Tensors ---- */

static const tensor *get(net *n, const char *name)
{
    const tensor *t = model_file_find(n->file, name);
    n->missing |= t == NULL;
    return t;
}

/* Element of a tensor as its shape says, however it is stored. */
static double value(const tensor *t, size_t r, size_t c)
{
    if (t->type == TENSOR_FLOAT32)
        return (double)((const float *)t->data)[r * t->columns + c];
    const int8_t *bytes = t->data;
    bool table = strstr(t->name, "Wemb") != NULL;
    return (double)bytes[table ? r * t->columns + c : c * t->rows + r] / (double)t->scale;
}

static double scalar(const tensor *t)
{
    return t->type == TENSOR_FLOAT32 ? (double)*(const float *)t->data
                                     : (double)*(const int8_t *)t->data / (double)t->scale;
}

/* The scale of a matrix's inputs: its multiplier, or what fits the row. Stored as the engine does, in single precision.
 */
static double input_scale(net *n, const char *weights, const double *x, size_t inputs)
{
    char name[128];
    snprintf(name, sizeof name, "%s_QuantMultA", weights);
    const tensor *t = model_file_find(n->file, name);
    if (t)
        return scalar(t);
    double most = 0.0;
    for (size_t i = 0; i < inputs; i++)
        most = fmax(most, fabs(x[i]));
    return most > 0.0 ? 127.0 / most : 1.0;
}

/* What an int8 product sees of an input. */
static double seen(double x, double scale)
{
    double rounded = nearbyint((double)((float)x * (float)scale));
    return fmin(fmax(rounded, -127.0), 127.0) / scale;
}

/* out = x * matrix + bias; `transposed` for a table used as a matrix. */
static void product(net *n, const char *weights, bool transposed, const char *bias, const double *x, size_t outputs,
                    double *out)
{
    const tensor *t = get(n, weights), *b = bias ? get(n, bias) : NULL;
    if (!t || (bias && !b))
        return;
    size_t inputs = transposed ? t->columns : t->rows;
    double scale = t->type == TENSOR_INTGEMM8 ? input_scale(n, weights, x, inputs) : 0.0;
    for (size_t c = 0; c < outputs; c++) {
        out[c] = b ? value(b, 0, c) : 0.0;
        for (size_t k = 0; k < inputs; k++) {
            double w = transposed ? value(t, c, k) : value(t, k, c);
            out[c] += w * (t->type == TENSOR_INTGEMM8 ? seen(x[k], scale) : x[k]);
        }
    }
}

static const char *named(char *name, const char *layer, const char *part)
{
    snprintf(name, 128, "%s_%s", layer, part);
    return name;
}

static void linear(net *n, const char *layer, const char *weight, const char *bias, const double *x, double *out)
{
    char w[128], b[128];
    const tensor *t = get(n, named(w, layer, weight));
    if (t)
        product(n, w, false, bias ? named(b, layer, bias) : NULL, x, t->columns, out);
}

/* ---- Layers ---- */

static void add_norm(net *n, const char *layer, const char *part, double *x, const double *y)
{
    char scale[128], bias[128];
    snprintf(scale, sizeof scale, "%s_%s_ln_scale", layer, part);
    snprintf(bias, sizeof bias, "%s_%s_ln_bias", layer, part);
    const tensor *s = get(n, scale), *b = get(n, bias);
    double mean = 0.0, variance = 0.0;
    for (size_t i = 0; i < n->d; i++)
        mean += (x[i] += y[i]) / (double)n->d;
    for (size_t i = 0; i < n->d; i++)
        variance += (x[i] - mean) * (x[i] - mean) / (double)n->d;
    for (size_t i = 0; s && b && i < n->d; i++)
        x[i] = value(s, 0, i) * (x[i] - mean) / sqrt(variance + 1e-6) + value(b, 0, i);
}

static void attend(net *n, const double *query, row *keys, row *values, size_t count, double *out)
{
    size_t heads = n->options->heads, e = n->d / heads;
    for (size_t h = 0; h < heads; h++) {
        double weights[MOST], total = 0.0;
        for (size_t s = 0; s < count; s++) {
            double dot = 0.0;
            for (size_t i = h * e; i < (h + 1) * e; i++)
                dot += query[i] * keys[s][i];
            total += weights[s] = exp(dot / sqrt((double)e));
        }
        for (size_t i = h * e; i < (h + 1) * e; i++) {
            out[i] = 0.0;
            for (size_t s = 0; s < count; s++)
                out[i] += weights[s] / total * values[s][i];
        }
    }
}

static void attention(net *n, const char *layer, double *x, row *keys, row *values, size_t count)
{
    row query, mixed, out;
    linear(n, layer, "Wq", "bq", x, query);
    attend(n, query, keys, values, count, mixed);
    linear(n, layer, "Wo", "bo", mixed, out);
    add_norm(n, layer, "Wo", x, out);
}

static void feed_forward(net *n, const char *layer, double *x)
{
    row inner, out;
    char name[128];
    const tensor *t = get(n, named(name, layer, "W1"));
    linear(n, layer, "W1", "b1", x, inner);
    for (size_t i = 0; t && i < t->columns; i++)
        inner[i] =
            n->options->ffn_activation == ACTIVATION_RELU ? fmax(inner[i], 0.0) : inner[i] / (1.0 + exp(-inner[i]));
    linear(n, layer, "W2", "b2", inner, out);
    add_norm(n, layer, "ffn", x, out);
}

static void embed(net *n, const char *table, uint32_t piece, size_t position, double *x)
{
    const tensor *t = get(n, table);
    size_t half = n->d / 2;
    for (size_t i = 0; t && i < n->d; i++) {
        double angle = (double)position * exp(-log(10000.0) / ((double)half - 1.0) * (double)(i % half));
        x[i] = (piece == UINT32_MAX ? 0.0 : value(t, piece, i) * sqrt((double)n->d)) +
               (i < half ? sin(angle) : cos(angle));
    }
}

static void encode(net *n, const uint32_t *from, size_t count, row *x)
{
    static row keys[MOST], values[MOST];
    char self[64], ffn[64];
    for (size_t i = 0; i < count; i++)
        embed(n, n->options->shared_embedding ? "Wemb" : "encoder_Wemb", from[i], i, x[i]);
    for (size_t l = 1; l <= n->options->encoder_layers; l++) {
        snprintf(self, sizeof self, "encoder_l%zu_self", l);
        snprintf(ffn, sizeof ffn, "encoder_l%zu_ffn", l);
        for (size_t i = 0; i < count; i++) {
            linear(n, self, "Wk", "bk", x[i], keys[i]);
            linear(n, self, "Wv", "bv", x[i], values[i]);
        }
        for (size_t i = 0; i < count; i++) {
            attention(n, self, x[i], keys, values, count);
            feed_forward(n, ffn, x[i]);
        }
    }
}

/* ---- The decoder, all steps of one layer before the next: what comes is known. ---- */

static void recur(net *n, const char *layer, row *x, size_t count)
{
    row cell = {0}, candidate, gate, out;
    for (size_t t = 0; t < count; t++) {
        linear(n, layer, "W", NULL, x[t], candidate);
        linear(n, layer, "Wf", "bf", x[t], gate);
        for (size_t i = 0; i < n->d; i++) {
            double g = 1.0 / (1.0 + exp(-gate[i]));
            cell[i] = g * cell[i] + (1.0 - g) * candidate[i];
            out[i] = fmax(cell[i], 0.0);
        }
        add_norm(n, layer, "ffn", x[t], out);
    }
}

static void self_attend(net *n, const char *layer, row *x, size_t count)
{
    static row keys[MOST], values[MOST];
    for (size_t t = 0; t < count; t++) {
        linear(n, layer, "Wk", "bk", x[t], keys[t]);
        linear(n, layer, "Wv", "bv", x[t], values[t]);
    }
    for (size_t t = 0; t < count; t++)
        attention(n, layer, x[t], keys, values, t + 1);
}

static void decode(net *n, row *source, size_t source_count, row *x, size_t count)
{
    static row keys[MOST], values[MOST];
    char name[64];
    for (size_t l = 1; l <= n->options->decoder_layers; l++) {
        snprintf(name, sizeof name, "decoder_l%zu_%s", l, n->options->ssru ? "rnn" : "self");
        if (n->options->ssru)
            recur(n, name, x, count);
        else
            self_attend(n, name, x, count);
        snprintf(name, sizeof name, "decoder_l%zu_context", l);
        for (size_t s = 0; s < source_count; s++) {
            linear(n, name, "Wk", "bk", source[s], keys[s]);
            linear(n, name, "Wv", "bv", source[s], values[s]);
        }
        for (size_t t = 0; t < count; t++)
            attention(n, name, x[t], keys, values, source_count);
        snprintf(name, sizeof name, "decoder_l%zu_ffn", l);
        for (size_t t = 0; t < count; t++)
            feed_forward(n, name, x[t]);
    }
}

bool reference_scores(const model_file *file, const model_options *options, const uint32_t *from, size_t from_count,
                      const uint32_t *target, size_t target_count, double *scores)
{
    static row source[MOST], x[MOST];
    net n = {.file = file, .options = options, .d = options->width};
    const char *table = options->shared_embedding ? "Wemb" : "decoder_Wemb";
    double *logits = malloc(options->target_pieces * sizeof *logits);
    encode(&n, from, from_count, source);
    for (size_t t = 0; t < target_count; t++)
        embed(&n, table, t == 0 ? UINT32_MAX : target[t - 1], t, x[t]);
    decode(&n, source, from_count, x, target_count);
    for (size_t t = 0; logits && t < target_count; t++) {
        double total = 0.0;
        product(&n, options->tied_output ? table : "decoder_ff_logit_out_W", options->tied_output,
                "decoder_ff_logit_out_b", x[t], options->target_pieces, logits);
        for (size_t i = 0; i < options->target_pieces; i++)
            total += exp(logits[i]);
        scores[t] = logits[target[t]] - log(total);
    }
    free(logits);
    return !n.missing;
}
