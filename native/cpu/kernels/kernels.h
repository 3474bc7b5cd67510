/* Types that kernels and their callers share. */
#ifndef TM_KERNELS_H
#define TM_KERNELS_H
#include "../memory.h"
#include "../pool.h"
#include "kernel_types.h"
#include "taimatsu.h"
#include <stddef.h>
#include <stdint.h>

/* Bytes of a row from which on a call for each row costs little. */
enum { TM_LONG_ROW = 2048 };

/* Element loops: n elements, strides in elements. */
typedef void (*tm_unary_grad_loop)(int64_t n, void *r, int64_t rs, const void *g, int64_t gs, const void *x, int64_t xs, const void *y,
                                   int64_t ys, double a, double b);
typedef void (*tm_binary_loop)(int64_t n, void *r, int64_t rs, const void *x, int64_t xs, const void *y, int64_t ys, double a);
typedef void (*tm_ternary_loop)(int64_t n, void *r, int64_t rs, const void *x, int64_t xs, const void *y, int64_t ys, const void *z,
                                int64_t zs, double a);

/* Positions in x: r[j * rs] = x[j * xs + index[j * is] * step]; a negative index counts from `size`. */
typedef void (*tm_gather_loop)(int64_t n, void *r, int64_t rs, const void *x, int64_t xs, int64_t step, const int64_t *index, int64_t is,
                               int64_t size);
/* Positions in r, one after another: r[j * rs + index[j * is] * step] = x[j * xs], or += x[j * xs]. */
typedef void (*tm_scatter_loop)(int64_t n, void *r, int64_t rs, int64_t step, const void *x, int64_t xs, const int64_t *index, int64_t is,
                                int64_t size);

/* Contiguous elements, mask 0 or 1: the taken ones to r, or the next of x to them. Returns their number. */
typedef int64_t (*tm_mask_loop)(int64_t n, void *r, const void *x, const uint8_t *mask);
/* r = mask ? x : y */
typedef void (*tm_where_loop)(int64_t n, void *r, int64_t rs, const void *mask, int64_t ms, const void *x, int64_t xs, const void *y,
                              int64_t ys);
/* How many of n contiguous elements are not 0, and their positions from `first` on. */
typedef int64_t (*tm_count_loop)(int64_t n, const void *x);
typedef int64_t (*tm_positions_loop)(int64_t n, const void *x, int64_t first, int64_t *positions);

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

/* Running sums, or products, of contiguous elements and of columns that lie side by side. */
typedef struct {
  void (*total)(_Bool product, int64_t n, const void *x, tm_wide *out);
  void (*row)(_Bool product, int64_t n, void *r, const void *x, tm_wide before);
  void (*columns)(_Bool product, int64_t count, int64_t n, void *r, int64_t rs, const void *x, int64_t xs);
} tm_scan_loops;

/* Elements that are looked at together for the first k; how many pairs are kept of them at most. */
enum { TM_FIRST_BLOCK = 64 };
#define TM_FIRST_ROOM(k) (2 * (k) + 2 * TM_FIRST_BLOCK)

/* Sorting by keys: pairs of an unsigned key that orders like the elements, and a position. Keys of at most 32 bits lie with their
   position in one uint64_t, others in two. */
typedef struct {
  size_t pair; /* bytes of a pair */
  /* The pairs of n elements; descending turns the order round. */
  void (*encode)(int64_t n, const void *x, int64_t xs, _Bool descending, void *pairs);
  /* Sorts by key, equal ones by position; b is scratch of the same size. Returns the one of a and b that holds the result. */
  void *(*sort)(int64_t n, void *a, void *b);
  /* Leaves in a[0] the pair that would be at position k after sorting; a is overwritten. */
  void (*select)(int64_t n, void *a, int64_t k);
  /* The k pairs that would be first after sorting n elements: sorted, or in the order of their positions. a and b have room for
     TM_FIRST_ROOM(k) pairs; returns the one of them that holds the result. */
  void *(*first)(int64_t n, const void *x, int64_t xs, _Bool descending, int64_t k, _Bool sorted, void *a, void *b);
  /* The positions of n pairs. */
  void (*positions)(int64_t n, const void *pairs, int64_t *out, int64_t stride);
  /* The last pair of the first of the longest runs of equal keys. */
  void (*longest_run)(int64_t n, const void *sorted, void *out);
} tm_order;

/* Contiguous x and y. */
typedef void (*tm_dot_loop)(int64_t n, const void *x, const void *y, tm_wide *out);

/* Elements of a factor that gemm_small may gather into its frame. */
enum { TM_SMALL_FACTOR = 4096 };

/* r += the correlation of one map with one kernel */
typedef void (*tm_correlate_loop)(const tm_correlation *p, void *r, const void *x, const void *kernel);

/* Planes resized: row y of the result is the sum of row_taps rows of x from row[y] on with the weights row_weight[t][y]; columns alike. */
typedef struct {
  int64_t planes, h, w, oh, ow, row_taps, column_taps;
  const int32_t *row, *column;
  const double *row_weight, *column_weight;
} tm_resampling;

/* Images sampled at positions (tm_image_sample in taimatsu.h): an affine map [2][3], or fields [1 or batch][2][oh][ow]. */
typedef struct {
  int64_t batch, channels, h, w, oh, ow, fields;
  int mode, border, offset, affine;
  const double *map, *fill; /* fill[channels] */
} tm_sampling;

/* Weights that slide over planes: sizes of x, y and the kernel, how far the kernel reaches above and left of its pixel. */
typedef struct {
  int64_t planes, h, w, oh, ow, kh, kw, top, left;
  int64_t kernel_step, column_step; /* elements between the weights of one plane and the next; 0 where all share them */
  double pad;
  int nearest, bytes; /* whether the nearest pixel lies beyond the borders, not `pad`; whether x and y are uint8 */
} tm_image_window;
#endif
