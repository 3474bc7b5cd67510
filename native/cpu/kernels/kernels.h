/* Types that kernels and their callers share. */
#ifndef TM_KERNELS_H
#define TM_KERNELS_H
#include "../memory.h"
#include "../pool.h"
#include "taimatsu.h"
#include <stddef.h>
#include <stdint.h>

/* Element loops: n elements, strides in elements. */
typedef void (*tm_unary_loop)(int64_t n, void *r, int64_t rs, const void *x, int64_t xs, double a, double b);
typedef void (*tm_unary_grad_loop)(int64_t n, void *r, int64_t rs, const void *g, int64_t gs, const void *x, int64_t xs, const void *y,
                                   int64_t ys, double a, double b);
typedef void (*tm_binary_loop)(int64_t n, void *r, int64_t rs, const void *x, int64_t xs, const void *y, int64_t ys, double a);
typedef void (*tm_ternary_loop)(int64_t n, void *r, int64_t rs, const void *x, int64_t xs, const void *y, int64_t ys, const void *z,
                                int64_t zs, double a);

/* A partial or whole result of a reduction: int64 for integer dtypes, else double. */
typedef union {
  double f;
  int64_t i;
} tm_wide;

/* A row of reduce.def for one dtype. Partial results are joined in the order of the elements and finished at the end. */
typedef struct {
  /* out[k] = row k of x, n contiguous elements, `stride` elements after row k - 1, reduced. */
  void (*rows)(int64_t count, int64_t n, const void *x, int64_t stride, double p, const tm_wide *mean, tm_wide *out);
  /* out[k] = column k of x, n elements, each `stride` elements after the one before, reduced; columns lie side by side. */
  void (*columns)(int64_t count, int64_t n, const void *x, int64_t stride, double p, const tm_wide *mean, tm_wide *out);
  void (*join)(int64_t count, tm_wide *s, const tm_wide *t);
  void (*finish)(int64_t count, tm_wide *s, double n, double p);
} tm_reduction;

typedef struct {
  int64_t (*first)(int64_t n, const void *x, tm_wide value); /* its first position; value occurs in x */
  void (*columns)(int64_t count, int64_t n, const void *x, int64_t stride, tm_wide *value, int64_t *index, _Bool smallest);
} tm_extreme;

/* Contiguous x and y. */
typedef void (*tm_dot_loop)(int64_t n, const void *x, const void *y, tm_wide *out);

/* Elements of a factor that gemm_small may gather into its frame. */
enum { TM_SMALL_FACTOR = 4096 };

/* A 2-D convolution: batch, channels in, height, width; channels out, kernel, stride, padding, dilation per axis, groups. */
typedef struct {
  int64_t n, c, h, w, k, kh, kw, oh, ow;
  int dh, dw, ph, pw, lh, lw, groups;
  _Bool winograd; /* whether 3 x 3 filters may take Winograd's form, whose rounding error is some ten times larger */
} tm_conv;

/* A 2-D pooling: planes (batch times channels), height, width; kernel, stride, padding, dilation per axis. */
typedef struct {
  int64_t planes, h, w, oh, ow;
  int kh, kw, dh, dw, ph, pw, lh, lw;
} tm_pool;
#endif
