/* SpatialAveragePooling and its gradient. */
#include "pooling.h"

/* The windows as they were asked for, whose elements are counted. */
static tm_pool uncut(tm_pool p, const tm_window_options *o) {
  p.kh = o->kernel[0], p.kw = o->kernel[1], p.ph = o->pad[0], p.pw = o->pad[1];
  return p;
}

int32_t tm_avg_pool2d(tm_data *y, const tm_data *x, tm_frame *frame, int32_t kh, int32_t kw, int32_t dh, int32_t dw, int32_t padh,
                      int32_t padw, int32_t count_pad, int32_t divide) {
  static const char name[] = "SpatialAveragePooling.forward";
  tm_window_options options = {{kh, kw}, {dh, dw}, {padh, padw}, {1, 1}};
  tm_tensor ty, tx;
  TM_TRY(tm_read_real(&tx, name, "input", frame, 1, x));
  TM_TRY(tm_read_real(&ty, name, "output", frame, 0, y));
  tm_pool p, whole;
  TM_TRY(tm_read_windows(&p, name, &tx, "input", &ty, "output", &options));
  if (ty.n == 0) return TM_OK;
  whole = uncut(p, &options);
  return TM_REAL_KERNEL(avg_pool2d, tx.dtype)(&p, divide ? &whole : NULL, ty.data, tx.data, count_pad) ? tm_done(name) : tm_no_scratch(name);
}

int32_t tm_avg_pool2d_grad(tm_data *gx, const tm_data *gy, tm_frame *frame, int32_t kh, int32_t kw, int32_t dh, int32_t dw,
                           int32_t padh, int32_t padw, int32_t count_pad, int32_t divide) {
  static const char name[] = "SpatialAveragePooling.backward";
  tm_window_options options = {{kh, kw}, {dh, dw}, {padh, padw}, {1, 1}};
  tm_tensor tx, ty;
  TM_TRY(tm_read_real(&tx, name, "gradInput", frame, 0, gx));
  TM_TRY(tm_read_real(&ty, name, "gradOutput", frame, 1, gy));
  tm_pool p, whole;
  TM_TRY(tm_read_windows(&p, name, &tx, "gradInput", &ty, "gradOutput", &options));
  if (ty.n == 0 && tx.n > 0) tm_zero(tx.data, (size_t)tx.n * tm_element_size(tx.dtype));
  if (ty.n == 0) return tm_done(name);
  whole = uncut(p, &options);
  return TM_REAL_KERNEL(avg_pool2d_grad, tx.dtype)(&p, divide ? &whole : NULL, tx.data, ty.data, count_pad) ? tm_done(name) : tm_no_scratch(name);
}
