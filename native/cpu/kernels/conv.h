/* What the convolution kernels of one instruction set share. Job structures hold untyped pointers; each kernel exists for
   float and double.

   Scratch: slot 0 belongs to gemm, slots 1 and 4 to the caller of a parallel region, slots 2 and 3 to its tasks. */
#ifndef TM_CONV_H
#define TM_CONV_H
#include "kernels.h"
#include "simd.h"

enum { SLOT_JOB = 1, SLOT_TASK = 2, SLOT_TASK_2 = 3, SLOT_AXES = 4 };

/* One axis of a pass. Output i of the pass reads the inputs i * stride + first + t * step for its taps t, where inputs outside
   the plane are 0, multiplies them by the filter's taps source + t * source_step, and is output out + i * out_step of all. */
typedef struct {
  int64_t taps, source, source_step, first, step, outs, out, out_step, stride;
} conv_axis;

/* Planes in, planes out: the forward convolution, or the gradient of the input, which at stride s takes s passes per axis, one
   for the outputs of each phase, as these share their taps. */
typedef struct {
  const void *in, *weight, *bias; /* bias may be NULL */
  void *out;
  int64_t n, c, k, h, w;       /* images, channels in, channels out, size of the input */
  int64_t in_image, out_image; /* elements between images */
  int64_t out_plane, out_row;
  int64_t weight_k, weight_c, weight_row; /* elements between filters of outputs, of inputs, between rows of taps */
  int64_t rows, columns;       /* passes */
  const conv_axis *row, *column;
  _Bool relu; /* negative outputs become 0 */
  tm_unary_loop activate; /* NULL, or what is applied to outputs while they are in the cache; winograd leaves it to the caller */
  double a, b; /* its arguments */
} conv_job;

/* The gradient of the filters: gweight += scale * what x and gy give, gbias (may be NULL) alike. */
typedef struct {
  const void *x, *gy;
  void *gweight, *gbias;
  double scale;
  int64_t n, c, k, h, w, kh, kw, oh, ow;
  int64_t x_image, gy_image; /* elements between images */
  int64_t dh, dw, ph, pw, lh, lw;
} conv_weight_job;

/* The gradient of the input, by taps. */
typedef struct {
  const void *gy, *weight;
  void *gx;
  int64_t n, c, k, h, w, kh, kw, oh, ow;
  int64_t gx_image, gy_image; /* elements between images */
  int64_t dh, dw, ph, pw, lh, lw;
} conv_scatter_job;

static inline conv_axis conv_forward_axis(int64_t taps, int64_t outs, int stride, int pad, int dilation) {
  return (conv_axis){taps, 0, 1, -pad, dilation, outs, 0, 1, stride};
}

/* Input i of the convolution collects outputs (i + pad - t * dilation) / stride for the taps t that divide. */
static inline conv_axis conv_backward_axis(int64_t taps, int64_t ins, int stride, int pad, int dilation, int phase) {
  int64_t a = dilation, b = stride;
  while (b) {
    int64_t r = a % b;
    a = b, b = r;
  }
  int64_t apart = stride / a, last = -1; /* between taps of a phase; the last of them */
  for (int64_t t = taps - 1; t >= 0 && t >= taps - apart; t--)
    if ((phase + pad - t * dilation) % stride == 0) last = t;
  conv_axis x = {.source_step = -apart, .step = dilation / a, .stride = 1, .out = phase, .out_step = stride};
  x.outs = phase < ins ? (ins - phase - 1) / stride + 1 : 0;
  if (last < 0) return x;
  x.source = last, x.taps = last / apart + 1, x.first = (phase + pad - last * dilation) / stride;
  return x;
}

/* The taps begin .. end - 1 that meet an input of the plane for some output of first .. last. */
static inline void conv_tap_range(const conv_axis *x, int64_t size, int64_t first, int64_t last, int64_t *begin, int64_t *end) {
  int64_t low = last * x->stride + x->first, high = first * x->stride + x->first; /* input of tap 0 */
  int64_t b = low < 0 ? (-low + x->step - 1) / x->step : 0, e = high >= size ? 0 : (size - 1 - high) / x->step + 1;
  *begin = b < x->taps ? b : x->taps;
  *end = e < x->taps ? e : x->taps;
  if (*end < *begin) *end = *begin;
}

/* Smallest and largest input index, outside the plane or not, that outputs first .. last of a pass read. */
static inline int64_t conv_lowest(const conv_axis *x, int64_t first) { return first * x->stride + x->first; }
static inline int64_t conv_highest(const conv_axis *x, int64_t last) {
  return last * x->stride + x->first + (x->taps ? x->taps - 1 : 0) * x->step;
}

/* Elements between planes in scratch: an odd number of cache lines, so that the planes do not share a few sets of L1. */
static inline int64_t conv_plane_stride(int64_t elements, int64_t width) {
  int64_t line = 64 / width;
  return ((elements + line - 1) / line | 1) * line;
}

#define CONV_KERNELS(suffix)                                                                                                      \
  _Bool FN(conv_pixels_##suffix)(const conv_job *j);                                                                              \
  _Bool FN(conv_rows_##suffix)(const conv_job *j);                                                                                \
  _Bool FN(conv_point_##suffix)(const conv_job *j);                                                                               \
  _Bool FN(conv_scatter_##suffix)(const conv_scatter_job *j);                                                                     \
  _Bool FN(conv_columns_##suffix)(const conv_scatter_job *j);                                                                     \
  _Bool FN(conv_weight_##suffix)(const conv_weight_job *j);                                                                       \
  _Bool FN(conv_point_weight_##suffix)(const conv_weight_job *j);                                                                 \
  _Bool FN(conv_weight_rows_##suffix)(const conv_weight_job *j, int64_t groups);                                                  \
  void FN(conv_bias_##suffix)(const conv_weight_job *j);
CONV_KERNELS(f32)
CONV_KERNELS(f64)
#undef CONV_KERNELS

/* A tile of gemm.c with 1 to MR rows: c[rows][n] = alpha a b + beta c, n <= 2 vectors, b rows bs apart. `columns`: element (i, p) of
   a lies at a[i + p * cs], else at a[i * rs + p]. */
typedef void (*gemm_tile_f32)(int64_t k, const float *a, int64_t rs, int64_t cs, const float *b, int64_t bs, float *c, int64_t ldc, int n,
                              float alpha, float beta);
gemm_tile_f32 FN(gemm_tile_f32)(int rows, _Bool columns);

/* Filters 3 x 3 or 5 x 5, stride 1, channels in and out multiples of WINOGRAD_BLOCK. The pass is the only one of the job. */
_Bool FN(winograd_f32)(const conv_job *j, _Bool backward);
_Bool FN(winograd_weight_f32)(const conv_weight_job *j);
#endif
