/* SPDX-License-Identifier: ISC */
/*
 * Downloads with libcurl.
 */
#include "config.h"

#include "download.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#ifdef HAVE_CURL

#include <curl/curl.h>

/* A transfer slower than this for so long is given up. */
#define LEAST_BYTES_A_SECOND 10L
#define PATIENCE_SECONDS     60L
#define CONNECT_SECONDS      30L

typedef struct transfer {
    FILE *file;
    const char *name;
    uint64_t have, size;
    bool too_long;
    download_progress *progress;
} transfer;

static size_t take_bytes(char *bytes, size_t size, size_t count, void *context)
{
    transfer *t = context;
    size_t length = size * count;
    if (length > t->size - t->have) {
        t->too_long = true;
        return 0;
    }
    if (fwrite(bytes, 1, length, t->file) != length)
        return 0;
    t->have += length;
    if (t->progress)
        t->progress(t->name, t->have, t->size);
    return length;
}

static void set_up(CURL *curl, const char *url, transfer *t)
{
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 10L);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, LEAST_BYTES_A_SECOND);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, PATIENCE_SECONDS);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "depesche/" PACKAGE_VERSION);
    curl_easy_setopt(curl, CURLOPT_RESUME_FROM_LARGE, (curl_off_t)t->have);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, t);
}

static dp_status judge(CURL *curl, CURLcode code, const char *url, const transfer *t, const char *detail,
                       dp_error *error)
{
    long answer = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
    if (t->too_long)
        return dp_error_set(error, DP_BAD_INPUT, "%s: sends more than the %llu bytes it should", url,
                            (unsigned long long)t->size);
    if (code == CURLE_RANGE_ERROR || answer == 416)
        return dp_error_set(error, DP_BAD_INPUT, "%s: the server cannot go on from byte %llu", url,
                            (unsigned long long)t->have);
    if (code != CURLE_OK)
        return dp_error_set(error, DP_IO, "%s: %s; the same command goes on from where it stopped", url,
                            detail[0] ? detail : curl_easy_strerror(code));
    return DP_OK;
}

static dp_status fetch(const char *url, transfer *t, dp_error *error)
{
    char detail[CURL_ERROR_SIZE] = "";
    CURL *curl = curl_easy_init();
    if (!curl)
        return dp_error_set(error, DP_NO_MEMORY, "no memory for a download");
    set_up(curl, url, t);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);
    CURLcode code = curl_easy_perform(curl);
    dp_status status = judge(curl, code, url, t, detail, error);
    curl_easy_cleanup(curl);
    return status;
}

dp_status download(const char *url, const char *path, uint64_t size, download_progress *progress, dp_error *error)
{
    transfer t = {.file = fopen(path, "ab"), .size = size, .progress = progress};
    if (!t.file)
        return dp_error_set(error, DP_IO, "%s: %s", path, strerror(errno));
    const char *slash = strrchr(path, '/');
    t.name = slash ? slash + 1 : path;
    /* Where appending will begin is told only after seeking there. */
    /* cppcheck-suppress seekOnAppendedFile */
    long there = fseek(t.file, 0, SEEK_END) == 0 ? ftell(t.file) : 0;
    t.have = there > 0 ? (uint64_t)there : 0;
    dp_status status = t.have < size ? fetch(url, &t, error) : DP_OK;
    if (fclose(t.file) != 0 && status == DP_OK)
        status = dp_error_set(error, DP_IO, "%s: %s", path, strerror(errno));
    return status;
}

#else

dp_status download(const char *url, const char *path, uint64_t size, download_progress *progress, dp_error *error)
{
    (void)progress;
    return dp_error_set(error, DP_UNAVAILABLE,
                        "this depesche was built without libcurl: fetch %s yourself (%llu bytes) and save it as %s",
                        url, (unsigned long long)size, path);
}

#endif /* HAVE_CURL */
