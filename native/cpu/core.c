/* Failures, operands and iteration: see core.h. */
#include "core.h"
#include "dispatch.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char message[512];

int32_t tm_fail(tm_status status, const char *format, ...) {
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  return status;
}

static int32_t give_text(const char *text, tm_bytes *out, int32_t capacity) {
  if (!out || capacity < 1) return TM_BAD_ARGUMENT;
  size_t n = strlen(text), room = (size_t)capacity - 1;
  if (n > room) n = room;
  memcpy(out, text, n);
  ((char *)out)[n] = 0;
  return TM_OK;
}

int32_t tm_abi(void) { return TM_ABI; }
int32_t tm_last_error(tm_bytes *text, int32_t capacity) { return give_text(message, text, capacity); }
int32_t tm_isa(tm_bytes *text, int32_t capacity) { return give_text(tm_isa_name(), text, capacity); }

/* ---- operands ---- */

static const struct {
  const char *name;
  size_t size;
} dtypes[TM_DTYPES] = {
    [TM_UINT8] = {"uint8", 1},     [TM_INT8] = {"int8", 1},       [TM_INT16] = {"int16", 2}, [TM_INT32] = {"int32", 4},     [TM_INT64] = {"int64", 8},
    [TM_FLOAT32] = {"float32", 4}, [TM_FLOAT64] = {"float64", 8}, [TM_BOOL] = {"bool", 1},   [TM_FLOAT16] = {"float16", 2}, [TM_BFLOAT16] = {"bfloat16", 2},
};

const char *tm_dtype_name(int dtype) { return dtype >= 0 && dtype < TM_DTYPES ? dtypes[dtype].name : "unknown"; }
size_t tm_element_size(int dtype) { return dtypes[dtype].size; }

/* An integer held as a double, within [low, high]; false for NaN and fractions too. */
static bool whole(double x, double low, double high) { return x >= low && x <= high && x == (double)(int64_t)x; }

static const double EXACT = 9007199254740992.0; /* 2^53 */

int32_t tm_read(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data) {
  t->data = NULL, t->n = 0;
  if (!frame) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the frame is missing", caller);
  const tm_operand *o = &frame->operand[k];
  if (!whole(o->dtype, 0, TM_DTYPES - 1)) return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s has the unknown dtype number %g", caller, name, o->dtype);
  if (!whole(o->dims, 0, TM_MAX_DIMS))
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have 0 to %d dimensions but has %g", caller, name, TM_MAX_DIMS, o->dims);
  t->dtype = (int)o->dtype;
  t->dims = (int)o->dims;
  /* Not by clearing all of *t: that would be most of the cost of a small call. */
  memset(t->size + t->dims, 0, (size_t)(TM_MAX_DIMS - t->dims) * sizeof t->size[0]);
  memset(t->stride + t->dims, 0, (size_t)(TM_MAX_DIMS - t->dims) * sizeof t->stride[0]);
  double n = t->dims ? 1 : 0;
  for (int d = 0; d < t->dims; d++) {
    if (!whole(o->size[d], 0, EXACT)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: size %d of %s is %g", caller, d, name, o->size[d]);
    if (!whole(o->stride[d], -EXACT, EXACT)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: stride %d of %s is %g", caller, d, name, o->stride[d]);
    t->size[d] = (int64_t)o->size[d];
    t->stride[d] = (int64_t)o->stride[d];
    n *= o->size[d];
  }
  if (!(n <= EXACT)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s has %g elements", caller, name, n);
  t->n = (int64_t)n;
  if (t->n == 0) return TM_OK;
  if (!data) return tm_fail(TM_DETACHED, "Cannot run %s: the storage of %s is detached", caller, name);
  double low = o->offset, high = o->offset; /* doubles: an overflow shows as a large number */
  for (int d = 0; d < t->dims; d++) {
    double reach = (o->size[d] - 1) * o->stride[d];
    if (reach < 0) low += reach;
    else high += reach;
  }
  if (!whole(o->offset, 0, EXACT) || !(low >= 0) || !(high < EXACT) || !(o->bytes <= EXACT) || !((high + 1) * (double)dtypes[t->dtype].size <= o->bytes))
    return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: %s reaches from element %g to %g of a storage of %g bytes", caller, name, low, high, o->bytes);
  t->data = (char *)(uintptr_t)data + (size_t)o->offset * dtypes[t->dtype].size;
  return TM_OK;
}

int32_t tm_read_contiguous(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data) {
  TM_TRY(tm_read(t, caller, name, frame, k, data));
  if (!tm_is_contiguous(t)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be contiguous", caller, name);
  return TM_OK;
}

int32_t tm_read_n(void **address, const char *caller, const char *name, int32_t dtype, double n, const tm_data *data, double offset,
                  double bytes) {
  *address = NULL;
  if (dtype < 0 || dtype >= TM_DTYPES) return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s has the unknown dtype number %d", caller, name, dtype);
  if (!whole(n, 0, EXACT)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s has %g elements", caller, name, n);
  if (n == 0) return TM_OK;
  if (!data) return tm_fail(TM_DETACHED, "Cannot run %s: the storage of %s is detached", caller, name);
  size_t width = dtypes[dtype].size;
  if (!whole(offset, 0, EXACT) || !(bytes <= EXACT) || !((offset + n) * (double)width <= bytes))
    return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: %s reaches from element %g to %g of a storage of %g bytes", caller, name, offset, offset + n - 1, bytes);
  *address = (char *)(uintptr_t)data + (size_t)offset * width;
  return TM_OK;
}

bool tm_is_contiguous(const tm_tensor *t) {
  int64_t expected = 1;
  for (int d = t->dims - 1; d >= 0; d--) {
    if (t->size[d] != 1 && t->stride[d] != expected && t->n > 0) return false;
    expected *= t->size[d];
  }
  return true;
}

bool tm_same_size(const tm_tensor *a, const tm_tensor *b) {
  return a->dims == b->dims && memcmp(a->size, b->size, (size_t)a->dims * sizeof a->size[0]) == 0;
}

void tm_extent(const tm_tensor *t, char **low, char **high) {
  int64_t width = (int64_t)tm_element_size(t->dtype);
  *low = *high = t->data;
  for (int d = 0; d < t->dims; d++) {
    int64_t reach = (t->size[d] - 1) * t->stride[d] * width;
    if (reach < 0) *low += reach;
    else *high += reach;
  }
  *high += width - 1;
}

int32_t tm_check_apart(const char *caller, const char *a_name, const tm_tensor *a, const char *b_name, const tm_tensor *b) {
  if (a->n == 0 || b->n == 0) return TM_OK;
  char *al, *ah, *bl, *bh;
  tm_extent(a, &al, &ah), tm_extent(b, &bl, &bh);
  if (ah < bl || bh < al) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must not overlap %s", caller, a_name, b_name);
}

/* ---- iteration ---- */

void tm_iter_init(tm_iter *it, int operands, const tm_tensor *const tensors[]) {
  const tm_tensor *first = tensors[0];
  it->operands = operands, it->n = first->n, it->dims = 0; /* the rest is written as far as it is read */
  for (int k = 0; k < operands; k++) it->data[k] = tensors[k]->data, it->width[k] = tm_element_size(tensors[k]->dtype);
  for (int d = 0; d < first->dims; d++) {
    if (first->size[d] == 1) continue;
    bool merges = it->dims > 0; /* with the dimension before: its step is a whole run of this one, for every operand */
    for (int k = 0; k < operands && merges; k++) merges = it->stride[k][it->dims - 1] == tensors[k]->stride[d] * first->size[d];
    if (merges) it->size[it->dims - 1] *= first->size[d];
    else it->size[it->dims++] = first->size[d];
    for (int k = 0; k < operands; k++) it->stride[k][it->dims - 1] = tensors[k]->stride[d];
  }
  if (it->dims == 0) {
    it->dims = 1, it->size[0] = first->n;
    for (int k = 0; k < operands; k++) it->stride[k][0] = 1;
  }
}

typedef struct {
  const tm_iter *it;
  tm_inner_fn fn;
  void *ctx;
  int64_t row, part, parts; /* innermost length; elements of a part of it; parts per row */
} iter_job;

/* Runs pieces: piece = row * parts + part. */
static void run_pieces(void *ctx, int64_t begin, int64_t end) {
  const iter_job *j = ctx;
  const tm_iter *it = j->it;
  int last = it->dims - 1;
  int64_t at[TM_MAX_DIMS] = {0}, stride[TM_ITER_OPERANDS] = {0}, rest = begin / j->parts, part = begin % j->parts;
  char *base[TM_ITER_OPERANDS] = {0}, *p[TM_ITER_OPERANDS] = {0};
  for (int d = last - 1; d >= 0; d--) at[d] = rest % it->size[d], rest /= it->size[d];
  for (int k = 0; k < it->operands; k++) {
    int64_t offset = 0;
    for (int d = 0; d < last; d++) offset += at[d] * it->stride[k][d];
    base[k] = it->data[k] + offset * (int64_t)it->width[k];
    stride[k] = it->stride[k][last];
  }
  for (int64_t piece = begin; piece < end; piece++) {
    int64_t first = part * j->part, count = j->row - first < j->part ? j->row - first : j->part;
    for (int k = 0; k < it->operands; k++) p[k] = base[k] + first * stride[k] * (int64_t)it->width[k];
    j->fn(j->ctx, count, p, stride);
    if (++part < j->parts) continue;
    part = 0;
    for (int d = last - 1; d >= 0; d--) {
      at[d]++;
      for (int k = 0; k < it->operands; k++) base[k] += it->stride[k][d] * (int64_t)it->width[k];
      if (at[d] < it->size[d]) break;
      for (int k = 0; k < it->operands; k++) base[k] -= at[d] * it->stride[k][d] * (int64_t)it->width[k];
      at[d] = 0;
    }
  }
}

static iter_job make_job(const tm_iter *it, int64_t part, tm_inner_fn fn, void *ctx) {
  int64_t row = it->size[it->dims - 1];
  if (part > row) part = row;
  return (iter_job){it, fn, ctx, row, part, (row + part - 1) / part};
}

void tm_iter_run(const tm_iter *it, int64_t grain, tm_inner_fn fn, void *ctx) {
  if (it->n == 0) return;
  iter_job j = make_job(it, grain, fn, ctx);
  int64_t pieces = it->n / j.row * j.parts, per = grain / j.part;
  tm_parallel_for(pieces, per < 1 ? 1 : per, run_pieces, &j);
}

void tm_iter_run_serial(const tm_iter *it, tm_inner_fn fn, void *ctx) {
  if (it->n == 0) return;
  iter_job j = make_job(it, it->n, fn, ctx);
  run_pieces(&j, 0, it->n / j.row);
}

/* ---- threads ---- */

int32_t tm_set_num_threads(int32_t threads) {
  if (threads < 1 || threads > 256) return tm_fail(TM_BAD_ARGUMENT, "Cannot set the number of threads: it must be from 1 to 256 but is %d", threads);
  tm_set_threads(threads);
  return TM_OK;
}
