/* Running sums and products along a dimension. */
#include "dispatch.h"
#include "pointwise.h"
#include <stdatomic.h>

/* Elements of a row that are scanned on their own, after what comes before them is known; columns that are scanned together. A
   floating product is not split: it could overflow where the whole does not. */
enum { CHUNK = 32768, STRIP = 128 };

typedef struct {
  const tm_scan_loops *loops;
  bool product, floating;
  int64_t n, chunk, inner, strips; /* along the dimension, of it at once, behind it; strips of columns per n x inner */
  size_t width;
  char *r;
  const char *x;
  atomic_bool failed; /* for want of memory */
} scan_job;

typedef struct {
  const scan_job *scan;
  char *r;
  const char *x;
  tm_wide *before; /* what comes before each chunk */
} row_job;

static int64_t chunk_length(const scan_job *j, int64_t c) { return j->n - c * j->chunk < j->chunk ? j->n - c * j->chunk : j->chunk; }

static void total_chunks(void *ctx, int64_t begin, int64_t end) {
  const row_job *row = ctx;
  const scan_job *j = row->scan;
  for (int64_t c = begin; c < end; c++)
    j->loops->total(j->product, chunk_length(j, c), row->x + (size_t)(c * j->chunk) * j->width, &row->before[c]);
}

static void scan_chunks(void *ctx, int64_t begin, int64_t end) {
  const row_job *row = ctx;
  const scan_job *j = row->scan;
  for (int64_t c = begin; c < end; c++) {
    size_t at = (size_t)(c * j->chunk) * j->width;
    j->loops->row(j->product, chunk_length(j, c), row->r + at, row->x + at, row->before[c]);
  }
}

/* Replaces the total of each chunk by that of the chunks before it. */
static void chain(const scan_job *j, tm_wide *w, int64_t chunks) {
  double f = j->product;
  uint64_t i = j->product;
  for (int64_t c = 0; c < chunks; c++)
    if (j->floating) {
      double total = w[c].f;
      w[c].f = f;
      f = j->product ? f * total : f + total;
    } else {
      uint64_t total = (uint64_t)w[c].i;
      w[c].i = (int64_t)i;
      i = j->product ? i * total : i + total;
    }
}

/* The borders of chunks depend on n alone, so that results do not depend on the threads. */
static void scan_rows(void *ctx, int64_t begin, int64_t end) {
  scan_job *j = ctx;
  int64_t chunks = (j->n + j->chunk - 1) / j->chunk;
  tm_wide first, *before = chunks == 1 ? &first : tm_scratch(0, (size_t)chunks * sizeof *before);
  if (!before) {
    j->failed = true;
    return;
  }
  for (int64_t i = begin; i < end; i++) {
    size_t at = (size_t)(i * j->n) * j->width;
    row_job row = {j, j->r + at, j->x + at, before};
    if (chunks > 1) tm_parallel_for(chunks, 1, total_chunks, &row);
    chain(j, before, chunks);
    tm_parallel_for(chunks, 1, scan_chunks, &row);
  }
}

static void scan_columns(void *ctx, int64_t begin, int64_t end) {
  const scan_job *j = ctx;
  for (int64_t i = begin; i < end; i++) {
    int64_t first = i % j->strips * STRIP, count = j->inner - first < STRIP ? j->inner - first : STRIP;
    size_t at = (size_t)(i / j->strips * j->n * j->inner + first) * j->width;
    j->loops->columns(j->product, count, j->n, j->r + at, j->inner, j->x + at, j->inner);
  }
}

int32_t tm_scan(tm_data *r, const tm_data *x, tm_frame *frame, int32_t dim, int32_t product) {
  const char *name = product ? "cumprod" : "cumsum";
  tm_tensor t[2];
  TM_TRY(tm_read_contiguous(&t[0], name, "r", frame, 0, r));
  TM_TRY(tm_read_contiguous(&t[1], name, "x", frame, 1, x));
  if (!tm_same_size(&t[0], &t[1])) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: r must have the size of x", name);
  if (dim < 0 || dim >= t[1].dims) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the dimension must be from 0 to %d but is %d", name, t[1].dims - 1, dim);
  if (t[0].dtype != t[1].dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be %s like x but is %s", name, tm_dtype_name(t[1].dtype), tm_dtype_name(t[0].dtype));
  scan_job j = {.loops = tm_kernel.scan(t[1].dtype),
                .product = product != 0,
                .floating = t[1].dtype == TM_FLOAT32 || t[1].dtype == TM_FLOAT64,
                .n = t[1].size[dim],
                .inner = 1,
                .width = tm_element_size(t[1].dtype),
                .r = t[0].data,
                .x = t[1].data};
  j.chunk = j.product && j.floating ? j.n : CHUNK;
  if (!j.loops) return tm_fail_dtype(name, t[1].dtype);
  if (t[1].n == 0) return TM_OK;
  for (int d = dim + 1; d < t[1].dims; d++) j.inner *= t[1].size[d];
  int64_t outer = t[1].n / (j.n * j.inner);
  if (j.inner > 1) {
    j.strips = (j.inner + STRIP - 1) / STRIP;
    tm_parallel_for(outer * j.strips, TM_GRAIN / (j.n * STRIP) + 1, scan_columns, &j);
    return TM_OK;
  }
  tm_parallel_for(outer, TM_GRAIN / (j.n + 1) + 1, scan_rows, &j);
  return j.failed ? tm_fail(TM_OUT_OF_MEMORY, "Cannot run %s: there is no memory for scratch space", name) : TM_OK;
}
