/* Operands of families of functions: see operands.h. */
#include "operands.h"
#include <math.h>
#include <stdio.h>

const char *tm_size_text(char text[TM_SIZE_TEXT], const tm_tensor *t) {
  int at = snprintf(text, TM_SIZE_TEXT, "[");
  for (int d = 0; d < t->dims; d++) at += snprintf(text + at, (size_t)(TM_SIZE_TEXT - at), d ? ", %lld" : "%lld", (long long)t->size[d]);
  snprintf(text + at, (size_t)(TM_SIZE_TEXT - at), "]");
  return text;
}

int32_t tm_read_real(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data) {
  TM_TRY(tm_read_contiguous(t, caller, name, frame, k, data));
  if (t->dtype != TM_FLOAT32 && t->dtype != TM_FLOAT64)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be float32 or float64 but is %s", caller, name, tm_dtype_name(t->dtype));
  return TM_OK;
}

static int32_t want_dtype(const tm_tensor *t, const char *caller, const char *name, int dtype) {
  if (t->dtype == dtype) return TM_OK;
  return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s but is %s", caller, name, tm_dtype_name(dtype), tm_dtype_name(t->dtype));
}

int32_t tm_read_like(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data,
                     const tm_tensor *like, const char *like_name) {
  TM_TRY(tm_read_contiguous(t, caller, name, frame, k, data));
  TM_TRY(want_dtype(t, caller, name, like->dtype));
  if (tm_same_size(t, like)) return TM_OK;
  char wanted[TM_SIZE_TEXT], found[TM_SIZE_TEXT];
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be %s like %s but is %s", caller, name, tm_size_text(wanted, like), like_name,
                 tm_size_text(found, t));
}

int32_t tm_read_vector(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data,
                       int dtype, int64_t n) {
  TM_TRY(tm_read_contiguous(t, caller, name, frame, k, data));
  TM_TRY(want_dtype(t, caller, name, dtype));
  if (t->n == n) return TM_OK;
  char found[TM_SIZE_TEXT];
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have %lld elements but is %s", caller, name, (long long)n, tm_size_text(found, t));
}

int32_t tm_read_optional_vector(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k,
                                const tm_data *data, int dtype, int64_t n) {
  if (frame && frame->operand[k].dims == 0) {
    *t = (tm_tensor){0};
    return TM_OK;
  }
  return tm_read_vector(t, caller, name, frame, k, data, dtype, n);
}

int32_t tm_want_finite(const char *caller, const char *name, double x) {
  if (isfinite(x)) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be a finite number but is %s", caller, name, isnan(x) ? "NaN" : x > 0 ? "Infinity" : "-Infinity");
}

int32_t tm_no_scratch(const char *caller) {
  return tm_fail(TM_OUT_OF_MEMORY, "Cannot run %s: there is no memory for scratch space", caller);
}

/* ---- element by element ---- */

int32_t tm_read_pointwise(tm_tensor t[], const char *caller, int count, const char *const names[], const tm_frame *frame,
                          const tm_data *const data[]) {
  for (int k = 0; k < count; k++) TM_TRY(tm_read(&t[k], caller, names[k], frame, k, data[k]));
  for (int k = 1; k < count; k++)
    if (!tm_same_size(&t[0], &t[k])) {
      char wanted[TM_SIZE_TEXT], found[TM_SIZE_TEXT];
      return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be %s like %s but is %s", caller, names[k], tm_size_text(wanted, &t[0]), names[0],
                     tm_size_text(found, &t[k]));
    }
  return TM_OK;
}

int32_t tm_check_same_dtype(const char *caller, int count, const char *const names[], const tm_tensor t[]) {
  for (int k = 1; k < count; k++)
    if (t[k].dtype != t[0].dtype)
      return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s like %s but is %s", caller, names[k], tm_dtype_name(t[0].dtype), names[0],
                     tm_dtype_name(t[k].dtype));
  return TM_OK;
}

int32_t tm_fail_dtype(const char *caller, int dtype) {
  return tm_fail(TM_BAD_DTYPE, "Cannot run %s: not defined for %s", caller, tm_dtype_name(dtype));
}
