/* What the element-wise families share: running a loop over their operands. */
#ifndef TM_POINTWISE_H
#define TM_POINTWISE_H
#include "iterate.h"
#include "kernels/kernels.h"
#include "operands.h"

/* Fails if a divisor of an integer dtype holds 0 (compare.c). */
int32_t tm_check_no_zero(const char *caller, const char *name, const tm_tensor *t);
int32_t tm_check_no_zero_n(const char *caller, const char *name, int dtype, int64_t n, const void *x);

/* The address of `count` contiguous elements of `width` bytes; NULL where tm_read_n must say what is wrong. */
static inline void *tm_address_n(int64_t count, size_t width, const tm_data *data, double offset, double bytes) {
  bool fits = data && offset >= 0 && bytes <= 0x1p53 && (offset + (double)count) * (double)width <= bytes;
  return fits ? (char *)(uintptr_t)data + (size_t)(int64_t)offset * width : NULL;
}

/* Calls fn over all elements, in whatever order is fast. */
void tm_pointwise_run(int count, const tm_tensor t[], int64_t grain, tm_inner_fn fn, void *ctx);

/* Copies elements [first, first + n) of operand k, in the order of the iteration, to a contiguous buffer. */
void tm_collect(void *buffer, const tm_iter *it, int k, int64_t first, int64_t n, tm_unary_loop copy);

/* Where operands 0 and 1 have short contiguous rows and the others one element for each row, takes rows for elements: drops the
   innermost dimension, strides still count elements. Returns the elements of a row, else 0. */
int64_t tm_take_rows(tm_iter *it);

/* Calls fn over n elements of contiguous operands, `width` bytes each, in pieces of `grain`. */
void tm_pointwise_run_n(int count, void *const data[], const size_t width[], int64_t n, int64_t grain, tm_inner_fn fn, void *ctx);
#endif
