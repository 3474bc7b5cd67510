/* Types that entries and kernels of all devices share. */
#ifndef TM_KERNEL_TYPES_H
#define TM_KERNEL_TYPES_H
#include <stdint.h>

/* An element loop of the CPU: n elements, strides in elements. */
typedef void (*tm_unary_loop)(int64_t n, void *r, int64_t rs, const void *x, int64_t xs, double a, double b);

/* A 2-D convolution: batch, channels in, height, width; channels out, kernel, stride, padding, dilation per axis, groups. */
typedef struct {
  int64_t n, c, h, w, k, kh, kw, oh, ow;
  int64_t y_image, y_plane; /* elements between images and planes of the output of the forward pass */
  int dh, dw, ph, pw, lh, lw, groups;
  _Bool winograd; /* whether 3 x 3 filters may take Winograd's form, whose rounding error is some ten times larger */
  _Bool relu;     /* whether negative outputs become 0 */
  int op;         /* the number of another function of the outputs in unary.def, or -1; a and b are its arguments */
  tm_unary_loop activate; /* that function on the CPU, or NULL */
  double a, b;
} tm_conv;

/* A 2-D pooling: planes (batch times channels), height, width; kernel, stride, padding, dilation per axis. */
typedef struct {
  int64_t planes, h, w, oh, ow;
  int kh, kw, dh, dw, ph, pw, lh, lw;
} tm_pool;

/* Sliding products of raw tensors: sizes [depth][height][width] of a map of x, of a kernel and of a map of the result. */
typedef struct {
  int64_t x[3], k[3], r[3];
  int64_t results, maps;      /* maps of the result, and those of x that each sums over */
  int full, flip, slicewise;  /* slicewise: map q of x alone goes into map q of the result */
} tm_correlation;

/* Windows of a 2-D pooling as lists: first and end of each along height and width, one list or one per plane. */
typedef struct {
  int64_t planes, h, w, oh, ow, row_lists, column_lists;
  const int32_t *rows, *columns;
} tm_window_list;

/* Sequences of labels beside the steps of inputs: batch, steps, classes, most labels of a sequence; elements of the logarithms between
   steps and between samples; labels [batch][most], lengths [batch][2]: the number of labels and of steps of each. */
typedef struct {
  int64_t batch, steps, classes, most, step, sample;
  int blank;
  const int32_t *labels, *lengths;
} tm_sequences;

/* Rows that are normalized: row r has the weights (r % groups) * channels ..., each of which is that of n / channels neighbours. */
typedef struct {
  int64_t rows, n, groups, channels;
} tm_rows;
#endif
