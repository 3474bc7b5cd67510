/* Powers of float32, faster than the rows of unary.def and binary.def: they stand in for those of pow, tpow and cpow. */
#ifndef TM_POW_H
#define TM_POW_H
#include "kernels.h"
#include "simd.h"

/* r = x^a, r = a^x, r = x^y */
void FN(pow_loop)(int64_t n, void *r, int64_t rs, const void *x, int64_t xs, double a, double b);
void FN(tpow_loop)(int64_t n, void *r, int64_t rs, const void *x, int64_t xs, double a, double b);
void FN(cpow_loop)(int64_t n, void *r, int64_t rs, const void *x, int64_t xs, const void *y, int64_t ys, double a);
#endif
