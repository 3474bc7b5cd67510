/* Histograms of rows. */
#include "dispatch.h"
#include "pointwise.h"

int32_t tm_histogram(tm_data *r, const tm_data *x, tm_frame *frame, double low, double high) {
  static const char name[] = "histc";
  tm_tensor t[2];
  TM_TRY(tm_read_contiguous(&t[0], name, "r", frame, 0, r));
  TM_TRY(tm_read_contiguous(&t[1], name, "x", frame, 1, x));
  int dtype = t[1].dtype;
  if (dtype != TM_FLOAT32 && dtype != TM_FLOAT64) return tm_fail_dtype(name, dtype);
  if (t[0].dtype != dtype) return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be %s like x but is %s", name, tm_dtype_name(dtype), tm_dtype_name(t[0].dtype));
  if (t[0].dims != 2 || t[1].dims != 2 || t[0].size[0] != t[1].size[0])
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: r and x must be matrices with as many rows", name);
  if (!(low < high)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the range must not be empty but is from %g to %g", name, low, high);
  int64_t bins = t[0].size[1], n = t[1].size[1];
  if (t[0].n == 0) return TM_OK;
  int64_t *counts = tm_scratch(0, (size_t)bins * sizeof *counts);
  if (!counts) return tm_fail(TM_OUT_OF_MEMORY, "Cannot run %s: there is no memory for scratch space", name);
  for (int64_t i = 0; i < t[0].size[0]; i++) {
    for (int64_t b = 0; b < bins; b++) counts[b] = 0;
    if (dtype == TM_FLOAT32) {
      if (n) tm_kernel.histogram_f32(n, (const float *)t[1].data + i * n, low, high, bins, counts);
      for (int64_t b = 0; b < bins; b++) ((float *)t[0].data)[i * bins + b] = (float)counts[b];
    } else {
      if (n) tm_kernel.histogram_f64(n, (const double *)t[1].data + i * n, low, high, bins, counts);
      for (int64_t b = 0; b < bins; b++) ((double *)t[0].data)[i * bins + b] = (double)counts[b];
    }
  }
  return TM_OK;
}
