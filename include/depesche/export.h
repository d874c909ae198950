/* SPDX-License-Identifier: ISC */
/*
 * Marks for declarations: what libdepesche exports, and what the compiler may check for the caller.
 */
#ifndef DEPESCHE_EXPORT_H
#define DEPESCHE_EXPORT_H

#ifdef __cplusplus
#  define DP_BEGIN_DECLS extern "C" {
#  define DP_END_DECLS   }
#else
#  define DP_BEGIN_DECLS
#  define DP_END_DECLS
#endif

#if defined(__GNUC__) || defined(__clang__)
/* The symbol is visible outside the shared object it is defined in. */
#  define DP_API          __attribute__((visibility("default")))
/* Argument number `string` is a printf format for the arguments from number `first` on (0: a va_list). */
#  define DP_PRINTF(string, first) __attribute__((format(printf, string, first)))
#else
#  define DP_API
#  define DP_PRINTF(string, first)
#endif

#endif /* DEPESCHE_EXPORT_H */
