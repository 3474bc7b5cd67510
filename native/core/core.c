/* Failures and operands: see core.h. */
#include "core.h"
#include "handle.h"
#include "taimatsu_cuda.h"
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

int32_t tm_give_text(const char *text, tm_bytes *out, int32_t capacity) {
  if (!out || capacity < 1) return TM_BAD_ARGUMENT;
  size_t n = strlen(text), room = (size_t)capacity - 1;
  if (n > room) n = room;
  memcpy(out, text, n);
  ((char *)out)[n] = 0;
  return TM_OK;
}

int32_t tm_abi(void) { return TM_ABI; }
int32_t tm_last_error(tm_bytes *text, int32_t capacity) { return tm_give_text(message, text, capacity); }

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

/* The first byte of a storage, and how many it has. `extent` is what the caller says of it: on a GPU a negative number (taimatsu_cuda.h),
   so that no device takes a storage of another. */
static int32_t find_storage(char **base, double *bytes, const char *caller, const char *name, const tm_data *data, double extent) {
  if (!data) return tm_fail(TM_DETACHED, "Cannot run %s: the storage of %s is detached", caller, name);
#ifdef TM_CUDA
  const tm_handle *handle = (const tm_handle *)data;
  if (!(extent < 0)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be on a GPU but is on cpu", caller, name);
  if (handle->mark != TM_HANDLE_MARK) return tm_fail(TM_DETACHED, "Cannot run %s: the storage of %s is detached", caller, name);
  TM_TRY(tm_use_device(caller, handle->device));
  *base = (char *)handle->address, *bytes = (double)handle->bytes;
#else
  if (extent < 0 && extent > -1000 * TM_EXTENT_UNIT)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be on cpu but is on cuda:%d", caller, name, (int)(extent / -TM_EXTENT_UNIT) - 1);
  if (extent < 0) return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: the storage of %s has %g bytes", caller, name, extent);
  *base = (char *)(uintptr_t)data, *bytes = extent;
#endif
  return TM_OK;
}

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
  char *base = NULL;
  double bytes = 0;
  TM_TRY(find_storage(&base, &bytes, caller, name, data, o->bytes));
  double low = o->offset, high = o->offset; /* doubles: an overflow shows as a large number */
  for (int d = 0; d < t->dims; d++) {
    double reach = (o->size[d] - 1) * o->stride[d];
    if (reach < 0) low += reach;
    else high += reach;
  }
  if (!whole(o->offset, 0, EXACT) || !(low >= 0) || !(high < EXACT) || !(bytes <= EXACT) || !((high + 1) * (double)dtypes[t->dtype].size <= bytes))
    return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: %s reaches from element %g to %g of a storage of %g bytes", caller, name, low, high, bytes);
  t->data = base + (size_t)o->offset * dtypes[t->dtype].size;
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
  char *base = NULL;
  TM_TRY(find_storage(&base, &bytes, caller, name, data, bytes));
  size_t width = dtypes[dtype].size;
  if (!whole(offset, 0, EXACT) || !(bytes <= EXACT) || !((offset + n) * (double)width <= bytes))
    return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: %s reaches from element %g to %g of a storage of %g bytes", caller, name, offset, offset + n - 1, bytes);
  *address = base + (size_t)offset * width;
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
