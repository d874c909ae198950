/* SPDX-License-Identifier: ISC */
/*
 * A model file: named tensors and the model's options, mapped into memory and checked. docs/model-format.md describes
 * it.
 *
 * After a successful open every tensor lies wholly inside the file, with the size that its type and shape ask for. The
 * values in it are not checked here.
 */
#ifndef TRANSLATE_MODEL_FILE_H
#define TRANSLATE_MODEL_FILE_H

#include <depesche/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum tensor_type {
    TENSOR_OTHER = 0, /* a type that no model we run uses */
    TENSOR_FLOAT32,
    TENSOR_INT8,
    TENSOR_INTGEMM8 /* bytes and one scale for all of them: value = byte / scale */
} tensor_type;

typedef struct tensor {
    const char *name;
    tensor_type type;
    size_t rows; /* product of all dimensions but the last */
    size_t columns;
    const void *data; /* for floats aligned to 4 bytes */
    float scale;      /* of TENSOR_INTGEMM8 */
} tensor;

typedef struct model_file model_file;

/* Map and check a file. The caller closes it with model_file_close; tensors and options are borrowed from it. */
dp_status model_file_open(const char *path, model_file **file, dp_error *error);

/* As model_file_open for bytes in memory, which stay the caller's and must outlive the file. They begin at an address
 * that is a multiple of 4. `name` stands in messages. */
dp_status model_file_parse(const void *bytes, size_t length, const char *name, model_file **file, dp_error *error);
void model_file_close(model_file *file);

/* The path or name that it was opened with. */
const char *model_file_name(const model_file *file);

size_t model_file_count(const model_file *file);
const tensor *model_file_tensor(const model_file *file, size_t index);

/* The tensor with a name, or null. */
const tensor *model_file_find(const model_file *file, const char *name);

/* The options the model was trained with, as YAML; never null. */
const char *model_file_yaml(const model_file *file);

/* Let go of the memory behind a tensor of a mapped file; what is read again comes from the file again. */
void model_file_release(const model_file *file, const tensor *t);

#endif /* TRANSLATE_MODEL_FILE_H */
