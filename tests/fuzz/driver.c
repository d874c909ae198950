/* SPDX-License-Identifier: ISC */
/*
 * Runs a fuzz target over the files named on the command line, and over each cut in half, with any compiler. Also serves
 * afl-fuzz: `afl-fuzz -i corpus/NAME -o out ./fuzz_NAME @@`.
 */
#include "fuzz.h"

static uint8_t *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    *size = 0;
    for (size_t capacity = 65536; file; capacity *= 2) {
        uint8_t *grown = realloc(bytes, capacity);
        if (!grown)
            break;
        bytes = grown;
        *size += fread(bytes + *size, 1, capacity - *size, file);
        if (*size < capacity)
            break;
    }
    if (file)
        fclose(file);
    return bytes;
}

/* A copy of the exact size, so that a sanitizer sees a read past the end. */
static void run(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        return;
    for (size_t i = 0; i < size; i++)
        copy[i] = bytes[i];
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

int main(int count, char **arguments)
{
    for (int i = 1; i < count; i++) {
        size_t size;
        uint8_t *bytes = read_file(arguments[i], &size);
        if (!bytes) {
            fprintf(stderr, "%s: cannot be read\n", arguments[i]);
            return 1;
        }
        run(bytes, size);
        run(bytes, size / 2);
        free(bytes);
    }
    printf("%d files\n", count - 1);
    return 0;
}
