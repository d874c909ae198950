/* SPDX-License-Identifier: ISC */
#ifndef QUOTES_PARTICLES_H
#define QUOTES_PARTICLES_H

#include "token.h"

/* Take the small words of surnames ("von der Leyen") for words of the name, wherever the article has the name with a first name
 * before it. DP_NO_MEMORY on failure. */
dp_status particles_join(tokens *all, const char *source);

#endif /* QUOTES_PARTICLES_H */
