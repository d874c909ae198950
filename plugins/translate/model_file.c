/* SPDX-License-Identifier: ISC */
/*
 * Reading a model file: a table of headers, then names, shapes and data in the same order, all little-endian.
 */
#include "config.h"

#include "model_file.h"

#include <depesche/text.h>

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORMAT_VERSION  1u
#define MOST_TENSORS    65536u
#define MOST_DIMENSIONS 8u
/* No dimension of a model we could run is larger; keeps every product of two dimensions far from overflow. */
#define MOST_IN_A_DIMENSION (1 << 24)
#define OPTIONS_NAME        "special:model.yml"

struct model_file {
    char *name;
    void *mapping; /* null when the bytes are the caller's */
    const unsigned char *bytes;
    size_t length;
    tensor *tensors;
    size_t count;
    char *yaml;
};

/* One tensor's line in the table of headers. */
typedef struct header {
    uint64_t name_length; /* with the NUL */
    uint64_t type;
    uint64_t dimensions;
    uint64_t data_length;
} header;

/* ---- A cursor that never leaves the file ---- */

typedef struct cursor {
    const unsigned char *bytes;
    size_t length;
    size_t at;
} cursor;

/* The next `size` bytes, or null when they are not there. */
static const unsigned char *take(cursor *c, uint64_t size)
{
    if (size > c->length - c->at)
        return NULL;
    const unsigned char *taken = c->bytes + c->at;
    c->at += (size_t)size;
    return taken;
}

static uint64_t little_endian(const unsigned char *bytes, size_t size)
{
    uint64_t value = 0;
    for (size_t i = size; i > 0; i--)
        value = value << 8 | bytes[i - 1];
    return value;
}

static bool take_u64(cursor *c, uint64_t *value)
{
    const unsigned char *bytes = take(c, 8);
    if (bytes)
        *value = little_endian(bytes, 8);
    return bytes != NULL;
}

/* ---- Parts of the file ---- */

static dp_status truncated(const model_file *file, const char *part, dp_error *error)
{
    return dp_error_set(error, DP_BAD_INPUT,
                        "%s: the model file ends within its %s; it is damaged or incomplete, get it again", file->name,
                        part);
}

static tensor_type type_of(uint64_t code)
{
    switch (code) {
    case 0x0404:
        return TENSOR_FLOAT32;
    case 0x0101:
        return TENSOR_INT8;
    case 0x4101:
        return TENSOR_INTGEMM8;
    default:
        return TENSOR_OTHER;
    }
}

static dp_status read_name(const model_file *file, cursor *c, header h, tensor *t, dp_error *error)
{
    const unsigned char *name = take(c, h.name_length);
    if (!name)
        return truncated(file, "names", error);
    if (h.name_length < 2 || memchr(name, '\0', (size_t)h.name_length) != name + h.name_length - 1 ||
        !dp_utf8_valid((const char *)name, (size_t)h.name_length, NULL))
        return dp_error_set(error, DP_BAD_INPUT, "%s: a tensor of the model file has no proper name", file->name);
    t->name = (const char *)name;
    t->type = type_of(h.type);
    return DP_OK;
}

static dp_status read_shape(const model_file *file, cursor *c, header h, tensor *t, dp_error *error)
{
    if (h.dimensions == 0 || h.dimensions > MOST_DIMENSIONS)
        return dp_error_set(error, DP_BAD_INPUT, "%s: tensor '%s' says it has %llu dimensions", file->name, t->name,
                            (unsigned long long)h.dimensions);
    t->rows = t->columns = 1;
    for (uint64_t i = 0; i < h.dimensions; i++) {
        const unsigned char *bytes = take(c, 4);
        if (!bytes)
            return truncated(file, "shapes", error);
        uint64_t size = little_endian(bytes, 4);
        t->rows *= t->columns;
        if (size == 0 || size > MOST_IN_A_DIMENSION || t->rows > MOST_IN_A_DIMENSION)
            return dp_error_set(error, DP_BAD_INPUT, "%s: the shape of tensor '%s' is not possible", file->name,
                                t->name);
        t->columns = (size_t)size;
    }
    return DP_OK;
}

static dp_status read_data(const model_file *file, cursor *c, header h, tensor *t, dp_error *error)
{
    size_t elements = t->rows * t->columns;
    size_t needed = t->type == TENSOR_FLOAT32 ? elements * sizeof(float) : elements;
    if (t->type == TENSOR_INTGEMM8)
        needed += sizeof(float);
    size_t at = c->at;
    t->data = take(c, h.data_length);
    if (!t->data)
        return truncated(file, "data", error);
    if (t->type != TENSOR_OTHER && h.data_length < needed)
        return dp_error_set(error, DP_BAD_INPUT, "%s: tensor '%s' of %zu x %zu values has only %llu bytes", file->name,
                            t->name, t->rows, t->columns, (unsigned long long)h.data_length);
    if (t->type == TENSOR_FLOAT32 && at % sizeof(float) != 0)
        return dp_error_set(error, DP_BAD_INPUT, "%s: tensor '%s' does not begin at a multiple of 4 bytes", file->name,
                            t->name);
    if (t->type == TENSOR_INTGEMM8)
        memcpy(&t->scale, (const unsigned char *)t->data + elements, sizeof t->scale);
    return DP_OK;
}

static dp_status read_headers(model_file *file, cursor *c, header **headers, dp_error *error)
{
    uint64_t version, count;
    if (!take_u64(c, &version) || !take_u64(c, &count))
        return truncated(file, "first 16 bytes", error);
    if (version != FORMAT_VERSION)
        return dp_error_set(error, DP_INCOMPATIBLE, "%s: not a model file of format version 1 (it says %llu)",
                            file->name, (unsigned long long)version);
    if (count == 0 || count > MOST_TENSORS)
        return dp_error_set(error, DP_BAD_INPUT, "%s: a model file cannot have %llu tensors", file->name,
                            (unsigned long long)count);
    if (count > (c->length - c->at) / 32)
        return truncated(file, "table of headers", error);
    *headers = calloc((size_t)count, sizeof **headers);
    file->tensors = calloc((size_t)count, sizeof *file->tensors);
    if (!*headers || !file->tensors)
        return dp_error_set(error, DP_NO_MEMORY, "%s: no memory for the table of tensors", file->name);
    file->count = (size_t)count;
    for (size_t i = 0; i < count; i++) {
        header *h = &(*headers)[i];
        if (!take_u64(c, &h->name_length) || !take_u64(c, &h->type) || !take_u64(c, &h->dimensions) ||
            !take_u64(c, &h->data_length))
            return truncated(file, "table of headers", error);
    }
    return DP_OK;
}

static dp_status skip_padding(const model_file *file, cursor *c, dp_error *error)
{
    uint64_t padding;
    if (!take_u64(c, &padding) || !take(c, padding))
        return truncated(file, "padding", error);
    return DP_OK;
}

static dp_status read_tensors(model_file *file, cursor *c, const header *headers, dp_error *error)
{
    dp_status status = DP_OK;
    for (size_t i = 0; i < file->count && status == DP_OK; i++)
        status = read_name(file, c, headers[i], &file->tensors[i], error);
    for (size_t i = 0; i < file->count && status == DP_OK; i++)
        status = read_shape(file, c, headers[i], &file->tensors[i], error);
    if (status == DP_OK)
        status = skip_padding(file, c, error);
    for (size_t i = 0; i < file->count && status == DP_OK; i++)
        status = read_data(file, c, headers[i], &file->tensors[i], error);
    if (status == DP_OK && c->at != c->length)
        status = dp_error_set(error, DP_BAD_INPUT, "%s: %zu bytes follow the end of the model", file->name,
                              c->length - c->at);
    return status;
}

static dp_status read_yaml(model_file *file, dp_error *error)
{
    const tensor *t = model_file_find(file, OPTIONS_NAME);
    if (!t || t->type != TENSOR_INT8)
        return dp_error_set(error, DP_BAD_INPUT, "%s: the model does not carry its options (%s)", file->name,
                            OPTIONS_NAME);
    size_t length = strnlen(t->data, t->rows * t->columns);
    if (!dp_utf8_valid(t->data, length, NULL))
        return dp_error_set(error, DP_BAD_INPUT, "%s: the model's options are not text", file->name);
    file->yaml = calloc(length + 1, 1);
    if (!file->yaml)
        return dp_error_set(error, DP_NO_MEMORY, "%s: no memory for the model's options", file->name);
    memcpy(file->yaml, t->data, length);
    return DP_OK;
}

static dp_status parse(model_file *file, dp_error *error)
{
    cursor c = {file->bytes, file->length, 0};
    header *headers = NULL;
    dp_status status = read_headers(file, &c, &headers, error);
    if (status == DP_OK)
        status = read_tensors(file, &c, headers, error);
    if (status == DP_OK)
        status = read_yaml(file, error);
    free(headers);
    return status;
}

/* ---- Interface ---- */

static model_file *file_new(const char *name, dp_error *error)
{
    model_file *file = calloc(1, sizeof *file);
    char *copy = strdup(name);
    if (!file || !copy) {
        free(file);
        free(copy);
        dp_error_set(error, DP_NO_MEMORY, "%s: no memory to open the model", name);
        return NULL;
    }
    file->name = copy;
    return file;
}

dp_status model_file_parse(const void *bytes, size_t length, const char *name, model_file **out, dp_error *error)
{
    model_file *file = file_new(name, error);
    if (!file)
        return DP_NO_MEMORY;
    file->bytes = bytes;
    file->length = length;
    dp_status status = parse(file, error);
    if (status != DP_OK)
        model_file_close(file);
    else
        *out = file;
    return status;
}

static dp_status map_descriptor(model_file *file, int descriptor, dp_error *error)
{
    struct stat about;
    if (fstat(descriptor, &about) != 0)
        return dp_error_set(error, DP_IO, "%s: %s", file->name, strerror(errno));
    if (!S_ISREG(about.st_mode) || about.st_size <= 0)
        return dp_error_set(error, DP_BAD_INPUT, "%s: not a model file (%s)", file->name,
                            S_ISREG(about.st_mode) ? "it is empty" : "it is no regular file");
    if ((uintmax_t)about.st_size > SIZE_MAX / 2)
        return dp_error_set(error, DP_LIMIT, "%s: too large to be mapped", file->name);
    file->length = (size_t)about.st_size;
    void *mapping = mmap(NULL, file->length, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (mapping == MAP_FAILED)
        return dp_error_set(error, DP_IO, "%s: cannot be mapped: %s", file->name, strerror(errno));
#ifdef MADV_NOHUGEPAGE
    madvise(mapping, file->length, MADV_NOHUGEPAGE); /* or a row that is read would bring 2 MiB of its neighbours */
#endif
    file->mapping = mapping;
    file->bytes = mapping;
    return DP_OK;
}

dp_status model_file_open(const char *path, model_file **out, dp_error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return dp_error_set(error, errno == ENOENT ? DP_NOT_FOUND : DP_IO, "%s: cannot open the model: %s", path,
                            strerror(errno));
    model_file *file = file_new(path, error);
    dp_status status = file ? map_descriptor(file, descriptor, error) : DP_NO_MEMORY;
    close(descriptor);
    if (status == DP_OK)
        status = parse(file, error);
    if (status != DP_OK)
        model_file_close(file);
    else
        *out = file;
    return status;
}

void model_file_close(model_file *file)
{
    if (!file)
        return;
    if (file->mapping)
        munmap(file->mapping, file->length);
    free(file->tensors);
    free(file->yaml);
    free(file->name);
    free(file);
}

const char *model_file_name(const model_file *file)
{
    return file->name;
}

size_t model_file_count(const model_file *file)
{
    return file->count;
}

const tensor *model_file_tensor(const model_file *file, size_t index)
{
    return index < file->count ? &file->tensors[index] : NULL;
}

const tensor *model_file_find(const model_file *file, const char *name)
{
    for (size_t i = 0; i < file->count; i++)
        if (strcmp(file->tensors[i].name, name) == 0)
            return &file->tensors[i];
    return NULL;
}

const char *model_file_yaml(const model_file *file)
{
    return file->yaml;
}

void model_file_release(const model_file *file, const tensor *t)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), begin = (uintptr_t)t->data;
    uintptr_t end = begin + t->rows * t->columns * (t->type == TENSOR_FLOAT32 ? sizeof(float) : 1);
    begin = (begin + page - 1) / page * page;
    end = end / page * page;
    if (file->mapping && begin < end)
        madvise((unsigned char *)file->mapping + (begin - (uintptr_t)file->mapping), end - begin, MADV_DONTNEED);
}
