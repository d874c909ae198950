/* SPDX-License-Identifier: ISC */
/*
 * Damaged and hostile model files, shortlists and vocabularies: each is refused with a sentence, or works. With an
 * argument, so many mutations of each are tried; `make check` does some.
 */
#include "config.h"

#include "../../plugins/translate/search.h"
#include "../../plugins/translate/vocab.h"
#include "model_maker.h"

#include <tap.h>

#include <stdlib.h>

#define PIECES 120

static const model_shape shape = {.name = "small",
                                  .width = 16,
                                  .heads = 2,
                                  .inner = 32,
                                  .encoder_layers = 1,
                                  .decoder_layers = 1,
                                  .source_pieces = PIECES,
                                  .target_pieces = PIECES,
                                  .ssru = true,
                                  .int8 = true,
                                  .multipliers = true,
                                  .shared = true,
                                  .tied = true};

static uint32_t random_state = 20240501;

static size_t below(size_t limit)
{
    return random_below(&random_state, (uint32_t)limit);
}

/* ---- Mutations ---- */

static const uint64_t nasty[] = {0,          1,          2,          0x7F,           0xFF,    0x7FFFFFFF,
                                 0x80000000, 0xFFFFFFFF, UINT64_MAX, UINT64_MAX / 2, 1u << 24};

static void mutate(unsigned char *bytes, size_t *length)
{
    size_t changes = 1 + below(4);
    if (below(16) == 0)
        for (size_t i = below(4) == 0 ? 0 : below(*length); i < *length; i++)
            bytes[i] = (unsigned char)below(256);
    /* Most of what can be lied about stands at the beginning and at the end. */
    size_t reach = below(3) == 0 ? *length : *length < 4096 ? *length : 4096;
    for (size_t i = 0; i<changes && * length> 8; i++) {
        size_t at = below(reach - 7), from = below(8) == 0 ? *length - reach : 0;
        uint64_t value = nasty[below(sizeof nasty / sizeof *nasty)];
        switch (below(5)) {
        case 0:
            bytes[from + at] ^= (unsigned char)(1u << below(8));
            break;
        case 1:
            bytes[from + at] = (unsigned char)below(256);
            break;
        case 2:
            memcpy(bytes + from + at / 8 * 8, &value, 8);
            break;
        case 3:
            memcpy(bytes + from + at / 4 * 4, &value, 4);
            break;
        default:
            if (below(4) == 0)
                *length = below(*length);
            reach = *length < reach ? *length : reach;
            break;
        }
        if (reach < 8)
            break;
    }
}

/* A copy that begins at a multiple of 64 bytes, as a mapped file does. */
static unsigned char *copy_of(const made_model *made)
{
    unsigned char *copy = aligned_alloc(64, (made->length + 63) / 64 * 64);
    if (copy)
        memcpy(copy, made->bytes, made->length);
    return copy;
}

/* ---- Models ---- */

static void translate_something(const model *m, const shortlist *list)
{
    uint32_t pieces[] = {5, 9, 33, 2, 71, 1, PIECE_END};
    search_options options = {.beam = 2, .results = 2, .length_factor = 2.0, .alignment = true};
    hypothesis results[2];
    search_space space = {0};
    search_job job = {.source = {pieces, 7}, .results = results};
    if (search_batch(m, list, &options, &space, &job, 1, NULL) == DP_OK) {
        hypothesis_free(&results[0]);
        hypothesis_free(&results[1]);
    }
    search_space_free(&space);
}

/* Returns 1 when the model opens, 0 when it is refused, and complains of a refusal without a sentence. */
static size_t try_model(const unsigned char *bytes, size_t length)
{
    model_file *file = NULL;
    model *m = NULL;
    dp_error error = {0};
    dp_status status = model_file_parse(bytes, length, "mutant", &file, &error);
    if (status == DP_OK)
        status = model_build(file, kernels_best(), true, &m, &error);
    if (status != DP_OK) {
        if (error.text[0] == '\0' || error.status != status)
            ok(false, "a refused model is refused with a sentence");
        return 0;
    }
    if (m->options.source_pieces >= PIECES)
        translate_something(m, NULL);
    model_close(m);
    return 1;
}

static void test_models(size_t rounds)
{
    made_model made = make_model(&shape, 7);
    size_t opened = 0;
    for (size_t i = 0; i < rounds; i++) {
        unsigned char *copy = copy_of(&made);
        size_t length = made.length;
        mutate(copy, &length);
        opened += try_model(copy, length);
        free(copy);
    }
    ok(opened < rounds, "%zu mutated models: %zu opened, the others were refused", rounds, opened);
    free(made.bytes);
}

static void test_truncation(void)
{
    made_model made = make_model(&shape, 7);
    size_t opened = 0, tried = 0;
    for (size_t length = 0; length < made.length; length += 1 + length / 40, tried++)
        opened += try_model(made.bytes, length);
    is_int(opened, 0, "no truncated model opens");
    free(made.bytes);
}

/* ---- Options ---- */

static const struct {
    const char *change; /* appended to good options; the first of two lines with one key counts, so it replaces */
    const char *named;  /* what the refusal must name */
} unsupported[] = {
    {"type: s2s\n", "type: s2s"},
    {"transformer-preprocess: n\n", "transformer-preprocess: n"},
    {"transformer-postprocess: da\n", "transformer-postprocess: da"},
    {"transformer-ffn-activation: gelu\n", "transformer-ffn-activation: gelu"},
    {"transformer-decoder-autoreg: average-attention\n", "transformer-decoder-autoreg: average-attention"},
    {"transformer-decoder-autoreg: rnn\ndec-cell: lstm\n", "dec-cell: lstm"},
    {"transformer-train-position-embeddings: true\n", "transformer-train-position-embeddings: true"},
    {"transformer-tied-layers: [1, 1]\n", "transformer-tied-layers: [1, 1]"},
    {"lemma-dim-emb: 10\n", "lemma-dim-emb: 10"},
    {"right-left: true\n", "right-left: true"},
    {"dim-emb: -4\n", "dim-emb: -4"},
    {"enc-depth: 9999\n", "enc-depth: 9999"},
    {"transformer-heads: 3\n", "transformer-heads: 3"},
    {"dim-vocabs: [a, b]\n", "dim-vocabs"},
    {"dim-vocabs: [100]\n", "dim-vocabs"},
    {"good-length: 0\n", "good-length: 0"},
};

static void test_options(void)
{
    static const char good[] =
        "dim-emb: 16\ndim-vocabs:\n  - 90\n  - 90\nenc-depth: 1\ndec-depth: 1\ntransformer-heads: 2\n"
        "transformer-postprocess: dan\ntransformer-decoder-autoreg: self-attention\ntype: transformer\n";
    model_options o;
    dp_error error = {0};
    ok(model_options_parse(good, "m", &o, &error) == DP_OK && o.width == 16 && o.source_pieces == 90 && !o.ssru,
       "plain options are read");
    ok(model_options_parse("type: transformer\n", "m", &o, &error) == DP_BAD_INPUT, "missing options are refused");
    for (size_t i = 0; i < sizeof unsupported / sizeof *unsupported; i++) {
        dp_text yaml = {0};
        dp_text_puts(&yaml, unsupported[i].change);
        dp_text_puts(&yaml, good);
        dp_status status = model_options_parse(yaml.data, "m", &o, &error);
        ok(status != DP_OK && strstr(error.text, unsupported[i].named), "refused by name: %s", error.text);
        dp_text_free(&yaml);
    }
}

/* ---- Shortlists ---- */

/* Make the checksum right again, so that what lies behind it is tried as well. */
static void mend_checksum(unsigned char *bytes, size_t length)
{
    uint64_t hash = 0, word;
    for (size_t i = 16; i + 8 <= length; i += 8) {
        memcpy(&word, bytes + i, 8);
        hash ^= word + UINT64_C(0x9e3779b9) + (hash << 6) + (hash >> 2);
    }
    if (length >= 16)
        memcpy(bytes + 8, &hash, 8);
}

static void test_shortlists(size_t rounds)
{
    made_model model_bytes = make_model(&shape, 7), made = make_shortlist(PIECES, PIECES, 5, 8, 3);
    model_file *file = NULL;
    model *m = NULL;
    size_t opened = 0;
    if (model_file_parse(model_bytes.bytes, model_bytes.length, "model", &file, NULL) == DP_OK)
        model_build(file, kernels_best(), false, &m, NULL);
    for (size_t i = 0; m && i < rounds; i++) {
        unsigned char *copy = copy_of(&made);
        size_t length = made.length;
        shortlist *list = NULL;
        dp_error error = {0};
        mutate(copy, &length);
        if (i % 8 != 0)
            mend_checksum(copy, length);
        if (shortlist_parse(copy, length, "mutant", PIECES, PIECES, true, &list, &error) == DP_OK) {
            translate_something(m, list);
            opened++;
        } else if (error.text[0] == '\0') {
            ok(false, "a refused shortlist is refused with a sentence");
        }
        shortlist_free(list);
        free(copy);
    }
    ok(m && opened < rounds, "%zu mutated shortlists: %zu opened, the others were refused", rounds, opened);
    model_close(m);
    free(model_bytes.bytes);
    free(made.bytes);
}

/* ---- Vocabularies ---- */

static void use_vocab(const vocab *v)
{
    static const char text[] =
        "Die \xC3\x84rzte sagten: \xE2\x80\x9Eja\xE2\x80\x9C ab7 \xF0\x9F\x98\x80 \xE4\xB8\xAD\x01";
    piece *pieces = NULL;
    size_t count = 0;
    dp_text out = {0};
    uint32_t ids[64] = {0, 1, 2, 900000, UINT32_MAX};
    if (vocab_encode(v, text, sizeof text - 1, &pieces, &count, NULL) == DP_OK)
        for (size_t i = 0; i < count && i < 59; i++)
            ids[5 + i] = pieces[i].id;
    vocab_decode(v, ids, 5 + (count < 59 ? count : 59), &out, NULL, NULL);
    if (!dp_utf8_valid(out.data ? out.data : "", out.length, NULL))
        ok(false, "decoded text is UTF-8");
    free(pieces);
    dp_text_free(&out);
}

static size_t try_vocab(const void *bytes, size_t length)
{
    vocab *v = NULL;
    dp_error error = {0};
    if (vocab_parse(bytes, length, "mutant", &v, &error) != DP_OK) {
        if (error.text[0] == '\0')
            ok(false, "a refused vocabulary is refused with a sentence");
        return 0;
    }
    use_vocab(v);
    vocab_free(v);
    return 1;
}

static void test_vocabs(size_t rounds)
{
    made_model made = make_vocab(PIECES, NULL, 0);
    size_t opened = 0;
    ok(try_vocab(made.bytes, made.length) == 1, "a made vocabulary opens");
    for (size_t i = 0; i < rounds; i++) {
        unsigned char *copy = copy_of(&made);
        size_t length = made.length;
        mutate(copy, &length);
        opened += try_vocab(copy, length);
        free(copy);
    }
    ok(opened < rounds, "%zu mutated vocabularies: %zu opened, the others were refused", rounds, opened);
    free(made.bytes);
}

/* A table of character rules of 256 units, of which the first leads on by `offset`. */
static size_t try_rules(uint32_t first, size_t strings)
{
    unsigned char rules[4 + 1024 + 16] = {0};
    uint32_t trie = 1024;
    memcpy(rules, &trie, 4);
    memcpy(rules + 4, &first, 4);
    made_model made = make_vocab(PIECES, rules, 4 + 1024 + strings);
    size_t opened = try_vocab(made.bytes, made.length);
    free(made.bytes);
    return opened;
}

static void test_rules(void)
{
    is_int(try_rules(0, 8), 1, "harmless character rules are accepted");
    is_int(try_rules(1u << 10 << 9, 8), 0, "rules that lead out of their table are refused");
    is_int(try_rules(0x3FFFFFu << 10 & 0x7FFFFFFFu, 8), 0, "rules that lead far out of their table are refused");
    is_int(try_rules(0, 0), 0, "rules without strings are refused");
}

int main(int count, char **arguments)
{
    size_t rounds = count > 1 ? strtoul(arguments[1], NULL, 10) : 10000;
    test_options();
    test_truncation();
    test_models(rounds);
    test_shortlists(rounds);
    test_rules();
    test_vocabs(rounds);
    return tap_done();
}
