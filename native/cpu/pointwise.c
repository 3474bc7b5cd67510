/* Operands and iteration of the element-wise families: see pointwise.h. */
#include "pointwise.h"
#include "dispatch.h"
#include "tiles.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void tm_collect(void *buffer, const tm_iter *it, int k, int64_t first, int64_t n, tm_unary_loop copy) {
  int last = it->dims - 1;
  int64_t row = it->size[last], at = first % row, index[TM_MAX_DIMS], rest = first / row, width = (int64_t)it->width[k];
  const char *x = it->data[k];
  for (int d = last - 1; d >= 0; d--) {
    index[d] = rest % it->size[d], rest /= it->size[d];
    x += index[d] * it->stride[k][d] * width;
  }
  for (char *to = buffer; n > 0;) {
    int64_t some = row - at < n ? row - at : n;
    copy(some, to, 1, x + at * it->stride[k][last] * width, it->stride[k][last], 0, 0);
    to += some * width, n -= some, at = 0;
    for (int d = last - 1; d >= 0; d--) {
      x += it->stride[k][d] * width;
      if (++index[d] < it->size[d]) break;
      x -= index[d] * it->stride[k][d] * width;
      index[d] = 0;
    }
  }
}

int64_t tm_take_rows(tm_iter *it) {
  int last = it->dims - 1;
  int64_t row = it->size[last];
  if (it->dims < 2 || (size_t)row * it->width[0] >= TM_LONG_ROW) return 0;
  for (int k = 0; k < it->operands; k++)
    if (it->stride[k][last] != (k < 2)) return 0;
  it->dims--, it->n /= row;
  return row;
}

static size_t cache_bytes = (size_t)32 << 20;

__attribute__((constructor)) static void measure_cache(void) {
#ifdef _SC_LEVEL3_CACHE_SIZE
  long bytes = sysconf(_SC_LEVEL3_CACHE_SIZE);
  if (bytes >= 1 << 20 && (size_t)bytes < cache_bytes) cache_bytes = (size_t)bytes;
#endif
}

/* ---- results too large for the cache ---- */

typedef struct {
  int count;
  size_t width[TM_ITER_OPERANDS];
  tm_inner_fn fn;
  void *ctx;
} stream_job;

/* Lets fn write to a buffer that stays in L1 and streams it out. */
static void run_streaming(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  enum { BYTES = 2048 };
  const stream_job *j = ctx;
  _Alignas(64) char buffer[BYTES];
  int64_t room = BYTES / (int64_t)j->width[0];
  char *q[TM_ITER_OPERANDS] = {buffer};
  for (int64_t i = 0; i < n; i += room) {
    int64_t some = n - i < room ? n - i : room;
    for (int k = 1; k < j->count; k++) q[k] = p[k] + i * stride[k] * (int64_t)j->width[k];
    j->fn(j->ctx, some, q, stride);
    tm_kernel.stream(p[0] + i * (int64_t)j->width[0], buffer, (size_t)(some * (int64_t)j->width[0]));
  }
  tm_kernel.stream_end();
}

/* Whether the result is contiguous along its rows, larger than the cache, and not read as an operand. */
static bool worth_streaming(const tm_iter *it) {
  if ((size_t)it->n * it->width[0] <= cache_bytes || it->stride[0][it->dims - 1] != 1) return false;
  for (int k = 1; k < it->operands; k++)
    if (it->data[k] == it->data[0]) return false;
  return it->size[it->dims - 1] * (int64_t)it->width[0] >= 4096;
}

static void run_iter(const tm_iter *it, int64_t grain, tm_inner_fn fn, void *ctx) {
  bool streams = grain >= TM_GRAIN && worth_streaming(it); /* small grains mean slow functions: memory keeps up with them */
  if (tm_run_tiles(it, grain, streams, fn, ctx)) return;
  if (!streams) {
    tm_iter_run(it, grain, fn, ctx);
    return;
  }
  stream_job j = {.count = it->operands, .fn = fn, .ctx = ctx};
  memcpy(j.width, it->width, sizeof j.width);
  tm_iter_run(it, grain, run_streaming, &j);
}

static const int64_t ones[TM_ITER_OPERANDS] = {1, 1, 1, 1, 1};

static bool all_contiguous(int count, const tm_tensor t[]) {
  for (int k = 0; k < count; k++)
    if (!tm_is_contiguous(&t[k])) return false;
  return true;
}

void tm_pointwise_run(int count, const tm_tensor t[], int64_t grain, tm_inner_fn fn, void *ctx) {
  if (t[0].n == 0) return;
  if (t[0].n <= grain && all_contiguous(count, t)) {
    char *p[TM_ITER_OPERANDS];
    for (int k = 0; k < count; k++) p[k] = t[k].data;
    fn(ctx, t[0].n, p, ones);
    return;
  }
  tm_iter it;
  tm_sorted_iter(&it, count, t);
  run_iter(&it, grain, fn, ctx);
}

void tm_pointwise_run_n(int count, void *const data[], const size_t width[], int64_t n, int64_t grain, tm_inner_fn fn, void *ctx) {
  tm_iter it = {.operands = count, .dims = 1, .n = n};
  it.size[0] = n;
  for (int k = 0; k < count; k++) it.data[k] = data[k], it.width[k] = width[k], it.stride[k][0] = 1;
  run_iter(&it, grain, fn, ctx);
}
