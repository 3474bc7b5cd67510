/* Reading the operands of masks: see masks.h. */
#include "masks.h"
#include "operands.h"

static int32_t check_mask(const char *caller, const tm_tensor *t) {
  if (t->dtype == TM_UINT8 || t->dtype == TM_BOOL) return TM_OK;
  return tm_fail(TM_BAD_DTYPE, "Cannot run %s: mask must be uint8 or bool but is %s", caller, tm_dtype_name(t->dtype));
}

static int32_t check_dtype(const char *caller, const char *name, const tm_tensor *t, const tm_tensor *r) {
  if (t->dtype == r->dtype) return TM_OK;
  return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s like r but is %s", caller, name, tm_dtype_name(r->dtype), tm_dtype_name(t->dtype));
}

int32_t tm_read_masked(tm_tensor t[3], const char *caller, const tm_data *r, const tm_data *x, const tm_data *mask, const tm_frame *frame,
                       bool copies) {
  TM_TRY(tm_read_contiguous(&t[0], caller, "r", frame, 0, r));
  TM_TRY(tm_read_contiguous(&t[1], caller, "x", frame, 1, x));
  TM_TRY(tm_read(&t[2], caller, "mask", frame, 2, mask));
  TM_TRY(check_mask(caller, &t[2]));
  if (!tm_is_contiguous(&t[2])) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: mask must be contiguous", caller);
  TM_TRY(check_dtype(caller, "x", &t[1], &t[0]));
  const tm_tensor *masked = copies ? &t[0] : &t[1];
  if (masked->n != t[2].n)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: mask must have %lld elements but has %lld", caller, (long long)masked->n, (long long)t[2].n);
  return tm_check_apart(caller, "r", &t[0], "mask", &t[2]);
}

int32_t tm_check_packed(const char *caller, int64_t taken, int64_t packed, bool copies) {
  if (taken <= packed) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have %lld elements for mask but has %lld", caller, copies ? "the source" : "r",
                 (long long)taken, (long long)packed);
}

int32_t tm_read_where(tm_tensor t[4], const tm_data *r, const tm_data *mask, const tm_data *x, const tm_data *y, const tm_frame *frame) {
  static const char name[] = "where";
  static const char *const names[] = {"r", "mask", "x", "y"};
  TM_TRY(tm_read(&t[1], name, "mask", frame, 1, mask));
  TM_TRY(check_mask(name, &t[1]));
  TM_TRY(tm_read_pointwise(t, name, 4, names, frame, (const tm_data *[]){r, mask, x, y}));
  TM_TRY(check_dtype(name, "x", &t[2], &t[0]));
  return check_dtype(name, "y", &t[3], &t[0]);
}

int32_t tm_read_nonzero(tm_tensor t[2], const tm_data *r, const tm_data *x, const tm_frame *frame) {
  static const char name[] = "nonzero";
  TM_TRY(tm_read_contiguous(&t[0], name, "r", frame, 0, r));
  TM_TRY(tm_read_contiguous(&t[1], name, "x", frame, 1, x));
  if (t[0].dtype != TM_INT64) return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be int64 but is %s", name, tm_dtype_name(t[0].dtype));
  return tm_check_apart(name, "r", &t[0], "x", &t[1]);
}

int32_t tm_check_nonzero(int64_t found, const tm_tensor t[2]) {
  const int64_t wanted = found * t[1].dims;
  if (t[0].n >= wanted) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run nonzero: r must have %lld elements but has %lld", (long long)wanted, (long long)t[0].n);
}
