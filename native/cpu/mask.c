/* Masks: counting, selecting and copying elements, choosing between two tensors, positions of what is not 0. */
#include "dispatch.h"
#include "pointwise.h"
#include <string.h>

/* Elements that one thread counts or moves at a time. */
enum { CHUNK = 16384 };

static int32_t read_mask(tm_tensor *t, const char *caller, const tm_frame *frame, int k, const tm_data *mask) {
  TM_TRY(tm_read(t, caller, "mask", frame, k, mask));
  if (t->dtype == TM_UINT8 || t->dtype == TM_BOOL) return TM_OK;
  return tm_fail(TM_BAD_DTYPE, "Cannot run %s: mask must be uint8 or bool but is %s", caller, tm_dtype_name(t->dtype));
}

static int32_t check_contiguous(const char *caller, const char *name, const tm_tensor *t) {
  if (tm_is_contiguous(t)) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be contiguous", caller, name);
}

static int32_t fail_memory(const char *caller) {
  return tm_fail(TM_OUT_OF_MEMORY, "Cannot run %s: there is no memory for scratch space", caller);
}

/* ---- counting chunk by chunk ---- */

typedef struct {
  const char *x;
  int64_t n, width;
  tm_count_loop count;
  int64_t *counts; /* per chunk; after count_all how many come before it */
} count_job;

static void count_chunks(void *ctx, int64_t begin, int64_t end) {
  const count_job *j = ctx;
  for (int64_t c = begin; c < end; c++) {
    int64_t first = c * CHUNK, n = j->n - first < CHUNK ? j->n - first : CHUNK;
    j->counts[c] = j->count(n, j->x + first * j->width);
  }
}

static int64_t chunks_of(int64_t n) { return (n + CHUNK - 1) / CHUNK; }

/* Leaves in j->counts how many elements before each chunk are not 0, and returns how many there are; -1 without memory. */
static int64_t count_all(count_job *j) {
  int64_t chunks = chunks_of(j->n), sum = 0;
  j->counts = tm_scratch(0, (size_t)(chunks + 1) * sizeof *j->counts);
  if (!j->counts) return -1;
  tm_parallel_for(chunks, 1, count_chunks, j);
  for (int64_t c = 0; c < chunks; c++) {
    int64_t count = j->counts[c];
    j->counts[c] = sum;
    sum += count;
  }
  j->counts[chunks] = sum;
  return sum;
}

int32_t tm_count(const tm_data *x, tm_frame *frame) {
  static const char name[] = "count";
  tm_tensor t;
  TM_TRY(tm_read_contiguous(&t, name, "x", frame, 0, x));
  count_job j = {.x = t.data, .n = t.n, .width = (int64_t)tm_element_size(t.dtype), .count = tm_kernel.count_loop(t.dtype)};
  int64_t count = count_all(&j);
  if (count < 0) return fail_memory(name);
  frame->result[0] = (double)count;
  return TM_OK;
}

/* ---- select and copy ---- */

/* A mask holds 0 and 1 only: then the sum of its bytes is its count. */
static bool is_mask(const tm_tensor *t) {
  const uint8_t *mask = t->data;
  uint8_t all = 0;
  for (int64_t i = 0; i < t->n; i++) all |= mask[i];
  return all <= 1;
}

typedef struct {
  count_job counted;
  char *r;
  const char *x;
  int64_t width;
  tm_mask_loop loop;
  bool copies; /* from x's beginning to where the mask is set; else the other way */
} move_job;

static void move_chunks(void *ctx, int64_t begin, int64_t end) {
  const move_job *j = ctx;
  for (int64_t c = begin; c < end; c++) {
    int64_t first = c * CHUNK, n = j->counted.n - first < CHUNK ? j->counted.n - first : CHUNK, before = j->counted.counts[c];
    j->loop(n, j->r + (j->copies ? first : before) * j->width, j->x + (j->copies ? before : first) * j->width,
            (const uint8_t *)j->counted.x + first);
  }
}

/* Operands r, x, mask. */
static int32_t move(const char *name, tm_data *r, const tm_data *x, const tm_data *mask, tm_frame *frame, bool copies) {
  tm_tensor t[3];
  TM_TRY(tm_read_contiguous(&t[0], name, "r", frame, 0, r));
  TM_TRY(tm_read_contiguous(&t[1], name, "x", frame, 1, x));
  TM_TRY(read_mask(&t[2], name, frame, 2, mask));
  TM_TRY(check_contiguous(name, "mask", &t[2]));
  if (t[0].dtype != t[1].dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: x must be %s like r but is %s", name, tm_dtype_name(t[0].dtype), tm_dtype_name(t[1].dtype));
  const tm_tensor *masked = copies ? &t[0] : &t[1], *packed = copies ? &t[1] : &t[0];
  if (masked->n != t[2].n)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: mask must have %lld elements but has %lld", name, (long long)masked->n, (long long)t[2].n);
  TM_TRY(tm_check_apart(name, "r", &t[0], "mask", &t[2]));
  if (t[2].n == 0) return TM_OK;
  if (!is_mask(&t[2])) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: mask must hold 0 and 1 only", name);
  size_t width = tm_element_size(t[0].dtype);
  move_job j = {.counted = {.x = t[2].data, .n = t[2].n, .width = 1, .count = tm_kernel.count_loop(TM_UINT8)},
                .r = t[0].data, .x = t[1].data, .width = (int64_t)width,
                .loop = copies ? tm_kernel.masked_copy_loop(width) : tm_kernel.masked_select_loop(width), .copies = copies};
  int64_t count = count_all(&j.counted);
  if (count < 0) return fail_memory(name);
  if (count > packed->n)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have %lld elements for mask but has %lld", name, copies ? "the source" : "r",
                   (long long)count, (long long)packed->n);
  if (count > 0) tm_parallel_for(chunks_of(t[2].n), 1, move_chunks, &j);
  return TM_OK;
}

int32_t tm_masked_select(tm_data *r, const tm_data *x, const tm_data *mask, tm_frame *frame) {
  return move("maskedSelect", r, x, mask, frame, false);
}
int32_t tm_masked_copy(tm_data *r, const tm_data *x, const tm_data *mask, tm_frame *frame) {
  return move("maskedCopy", r, x, mask, frame, true);
}

/* ---- where ---- */

static void run_where(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  tm_where_loop loop = *(tm_where_loop *)ctx;
  loop(n, p[0], stride[0], p[1], stride[1], p[2], stride[2], p[3], stride[3]);
}

int32_t tm_where(tm_data *r, const tm_data *mask, const tm_data *x, const tm_data *y, tm_frame *frame) {
  static const char name[] = "where";
  static const char *const names[] = {"r", "mask", "x", "y"};
  tm_tensor t[4];
  TM_TRY(read_mask(&t[1], name, frame, 1, mask));
  TM_TRY(tm_read_pointwise(t, name, 4, names, frame, (const tm_data *[]){r, mask, x, y}));
  for (int k = 2; k < 4; k++)
    if (t[k].dtype != t[0].dtype)
      return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s like r but is %s", name, names[k], tm_dtype_name(t[0].dtype),
                     tm_dtype_name(t[k].dtype));
  tm_where_loop loop = tm_kernel.where_loop(tm_element_size(t[0].dtype));
  tm_pointwise_run(4, t, TM_GRAIN, run_where, &loop);
  return TM_OK;
}

/* ---- positions ---- */

typedef struct {
  count_job counted;
  tm_positions_loop positions;
  int64_t *r;
  int dims;
  const int64_t *size;
} nonzero_job;

static void find_chunks(void *ctx, int64_t begin, int64_t end) {
  const nonzero_job *j = ctx;
  for (int64_t c = begin; c < end; c++) {
    int64_t first = c * CHUNK, n = j->counted.n - first < CHUNK ? j->counted.n - first : CHUNK;
    int64_t count = j->counted.counts[c + 1] - j->counted.counts[c], *r = j->r + j->counted.counts[c] * j->dims;
    j->positions(n, j->counted.x + first * j->counted.width, first, r);
    if (j->dims == 1) continue;
    for (int64_t i = count - 1; i >= 0; i--) { /* from the end: the positions lie where the first subscripts go */
      int64_t rest = r[i];
      for (int d = j->dims - 1; d > 0; d--) {
        r[i * j->dims + d] = rest % j->size[d];
        rest /= j->size[d];
      }
      r[i * j->dims] = rest;
    }
  }
}

int32_t tm_nonzero(tm_data *r, const tm_data *x, tm_frame *frame) {
  static const char name[] = "nonzero";
  tm_tensor t[2];
  TM_TRY(tm_read_contiguous(&t[0], name, "r", frame, 0, r));
  TM_TRY(tm_read_contiguous(&t[1], name, "x", frame, 1, x));
  if (t[0].dtype != TM_INT64) return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be int64 but is %s", name, tm_dtype_name(t[0].dtype));
  TM_TRY(tm_check_apart(name, "r", &t[0], "x", &t[1]));
  if (t[1].n == 0) return TM_OK;
  nonzero_job j = {.counted = {.x = t[1].data, .n = t[1].n, .width = (int64_t)tm_element_size(t[1].dtype),
                               .count = tm_kernel.count_loop(t[1].dtype)},
                   .positions = tm_kernel.positions_loop(t[1].dtype), .r = t[0].data, .dims = t[1].dims, .size = t[1].size};
  int64_t count = count_all(&j.counted);
  if (count < 0) return fail_memory(name);
  if (t[0].n < count * t[1].dims)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: r must have %lld elements but has %lld", name, (long long)(count * t[1].dims),
                   (long long)t[0].n);
  if (count > 0) tm_parallel_for(chunks_of(t[1].n), 1, find_chunks, &j);
  return TM_OK;
}
