/* Mean over every window of a plane and its gradient: sums down the columns of the window's rows first, for a whole row of the
   plane at once, then along that row; the gradient goes the other way round. */
#include "kernels.h"
#include "simd.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

static int64_t min64(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t max64(int64_t a, int64_t b) { return a > b ? a : b; }

/* Elements of a window along one axis, with the padding on both sides if count_pad. */
static int64_t extent(int64_t start, int64_t k, int64_t size, int64_t pad, int count_pad) {
  int64_t end = min64(start + k, size + (count_pad ? pad : 0));
  return end - (count_pad ? start : max64(start, 0));
}

static int64_t rows_of(const tm_pool *p, int64_t oy, int count_pad) { return extent(oy * p->dh - p->ph, p->kh, p->h, p->ph, count_pad); }
static int64_t columns_of(const tm_pool *p, int64_t ox, int count_pad) { return extent(ox * p->dw - p->pw, p->kw, p->w, p->pw, count_pad); }

/* One window that holds the whole plane. */
static bool covers(const tm_pool *p) { return p->oh == 1 && p->ow == 1 && p->kh - p->ph >= p->h && p->kw - p->pw >= p->w; }

#define BODY "avg_pool2d.inc"
#include "each_real.h"
