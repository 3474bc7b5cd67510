/* SpatialMaxPooling and its gradient. */
#include "pooling.h"

int32_t tm_max_pool2d(tm_data *y, tm_data *index, const tm_data *x, tm_frame *frame, int32_t kh, int32_t kw, int32_t dh, int32_t dw,
                      int32_t padh, int32_t padw, int32_t dilationh, int32_t dilationw) {
  static const char name[] = "SpatialMaxPooling.forward";
  tm_tensor ty, ti, tx;
  TM_TRY(tm_read_real(&tx, name, "input", frame, 2, x));
  TM_TRY(tm_read_real(&ty, name, "output", frame, 0, y));
  TM_TRY(tm_read_optional_vector(&ti, name, "indices", frame, 1, index, TM_INT32, ty.n));
  tm_pool p;
  TM_TRY(tm_read_windows(&p, name, &tx, "input", &ty, "output", &(tm_window_options){{kh, kw}, {dh, dw}, {padh, padw}, {dilationh, dilationw}}));
  if (ty.n == 0) return TM_OK;
  return TM_REAL_KERNEL(max_pool2d, tx.dtype)(&p, ty.data, ti.data, tx.data) ? tm_done(name) : tm_no_scratch(name);
}

/* Position of an index that is neither -1 nor in [0, in), or n. */
static int64_t find_outside(const int32_t *index, int64_t n, int64_t in) {
  uint32_t limit = in < INT32_MAX ? (uint32_t)in : INT32_MAX, outside = 0;
  for (int64_t i = 0; i < n; i++) outside |= (uint32_t)index[i] + 1 > limit;
  if (!outside) return n;
  int64_t i = 0;
  while ((uint32_t)index[i] + 1 <= limit) i++;
  return i;
}

int32_t tm_max_pool2d_grad(tm_data *gx, const tm_data *gy, const tm_data *index, tm_frame *frame) {
  static const char name[] = "SpatialMaxPooling.backward";
  tm_tensor tx, ty, ti;
  TM_TRY(tm_read_real(&tx, name, "gradInput", frame, 0, gx));
  TM_TRY(tm_read_real(&ty, name, "gradOutput", frame, 1, gy));
  TM_TRY(tm_read_vector(&ti, name, "indices", frame, 2, index, TM_INT32, ty.n));
  TM_TRY(tm_read_planes(name, &tx, "gradInput", &ty, "gradOutput"));
  if (ty.n == 0 && tx.n > 0) tm_zero(tx.data, (size_t)tx.n * tm_element_size(tx.dtype));
  if (ty.n == 0) return tm_done(name);
  int64_t planes = tx.size[0] * tx.size[1], in = tx.size[2] * tx.size[3], out = ty.size[2] * ty.size[3];
  const int32_t *at = ti.data;
  int64_t i = TM_ON_HOST ? find_outside(at, ti.n, in) : ti.n; /* before anything is written */
  if (i == ti.n && TM_REAL_KERNEL(max_pool2d_grad, tx.dtype)(planes, in, out, tx.data, ty.data, at)) return tm_done(name);
  i = i < ti.n ? i : 0; /* an index that changed meanwhile */
  return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: index %d at position %lld is outside [0, %lld)", name, at[i], (long long)i, (long long)in);
}
