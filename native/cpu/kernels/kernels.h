/* Types that kernels and their callers share. */
#ifndef TM_KERNELS_H
#define TM_KERNELS_H
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

/* Elements of a factor that gemm_small may gather into its frame. */
enum { TM_SMALL_FACTOR = 1024 };

/* A 2-D convolution: batch, channels in, height, width; channels out, kernel, stride, padding, dilation per axis, groups. */
typedef struct {
  int64_t n, c, h, w, k, kh, kw, oh, ow;
  int dh, dw, ph, pw, lh, lw, groups;
} tm_conv;
#endif
