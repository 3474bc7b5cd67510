/* Many numbers of a generator at once. */
#ifndef TM_DRAW_H
#define TM_DRAW_H
#include "generator.h"

/* The next 32 bits n times. */
void tm_generator_fill(tm_generator *generator, int64_t n, uint32_t *bits);
/* The next n standard normal numbers. */
void tm_generator_normal(tm_generator *generator, int64_t n, double *out);
#endif
