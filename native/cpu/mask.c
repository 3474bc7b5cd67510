/* Masks: counting, selecting and copying elements, choosing between two tensors, positions of what is not 0. */
#include "dispatch.h"
#include "masks.h"
#include "operands.h"
#include "pointwise.h"

/* Elements that one thread counts or moves at a time. */
enum { CHUNK = 16384 };

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
  if (count < 0) return tm_no_scratch(name);
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
  TM_TRY(tm_read_masked(t, name, r, x, mask, frame, copies));
  if (t[2].n == 0) return TM_OK;
  if (!is_mask(&t[2])) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: mask must hold 0 and 1 only", name);
  size_t width = tm_element_size(t[0].dtype);
  move_job j = {.counted = {.x = t[2].data, .n = t[2].n, .width = 1, .count = tm_kernel.count_loop(TM_UINT8)},
                .r = t[0].data, .x = t[1].data, .width = (int64_t)width,
                .loop = copies ? tm_kernel.masked_copy_loop(width) : tm_kernel.masked_select_loop(width), .copies = copies};
  int64_t count = count_all(&j.counted);
  if (count < 0) return tm_no_scratch(name);
  TM_TRY(tm_check_packed(name, count, t[copies ? 1 : 0].n, copies));
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
  tm_tensor t[4];
  TM_TRY(tm_read_where(t, r, mask, x, y, frame));
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
  tm_tensor t[2];
  TM_TRY(tm_read_nonzero(t, r, x, frame));
  if (t[1].n == 0) return TM_OK;
  nonzero_job j = {.counted = {.x = t[1].data, .n = t[1].n, .width = (int64_t)tm_element_size(t[1].dtype),
                               .count = tm_kernel.count_loop(t[1].dtype)},
                   .positions = tm_kernel.positions_loop(t[1].dtype), .r = t[0].data, .dims = t[1].dims, .size = t[1].size};
  int64_t count = count_all(&j.counted);
  if (count < 0) return tm_no_scratch("nonzero");
  TM_TRY(tm_check_nonzero(count, t));
  if (count > 0) tm_parallel_for(chunks_of(t[1].n), 1, find_chunks, &j);
  return TM_OK;
}
