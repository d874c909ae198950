/* SPDX-License-Identifier: ISC */
/*
 * Fetching a file over HTTP or HTTPS. The proxy variables (https_proxy, no_proxy …) are honoured.
 */
#ifndef CORE_DOWNLOAD_H
#define CORE_DOWNLOAD_H

#include <depesche/status.h>

#include <stdint.h>

/* Called as bytes arrive: the file's name, what it has by now and will have in the end. */
typedef void download_progress(const char *name, uint64_t have, uint64_t size);

/* Append what is at `url` to the file `path`, going on from the bytes that it has; `size` is what it will have in the
 * end, and more is refused. `progress` may be null. DP_IO when the connection fails: what has come
 * stays, and a later call goes on from there. DP_BAD_INPUT when the server cannot go on from there or sends more: the
 * file is then of no use. DP_UNAVAILABLE when built without libcurl. */
dp_status download(const char *url, const char *path, uint64_t size, download_progress *progress, dp_error *error);

#endif /* CORE_DOWNLOAD_H */
