/* What rows of ops/ demand of the numbers of a call. */
#ifndef TM_RULES_H
#define TM_RULES_H
#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* uint8 … int64 */
bool tm_is_integer(int dtype);
/* The row that computes the same as unary row `op` with the argument a: powers that need no logarithm. */
int tm_simplest_unary(int op, double a);
/* An integer cannot be divided by 0. */
int32_t tm_check_unary_divisor(const char *name, int op, int dtype, double a);
/* Whether y of a binary row, z of a ternary one must not hold 0. */
bool tm_binary_needs_nonzero(int op, int dtype);
bool tm_ternary_needs_nonzero(int op, int dtype);
/* Integers compare with any number exactly: *value becomes a whole number of the dtype, or the result is the same for every
   element and returned, 0 or 1; else -1. */
int tm_settle_comparison(int op, int dtype, double *value);

#ifdef __cplusplus
}
#endif
#endif
