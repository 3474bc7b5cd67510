/* Weights that slide over images. */
#include "layer.h"

/* Reads the weights of one or of all planes; *step gets the elements from one plane's to the next one's. */
static int32_t read_weights(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data, int dims,
                            const tm_tensor *x, int64_t *step) {
  TM_TRY(tm_read_contiguous(t, caller, name, frame, k, data));
  const int dtype = x->dtype == TM_UINT8 ? TM_FLOAT32 : x->dtype;
  if (t->dtype != dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s but is %s", caller, name, tm_dtype_name(dtype), tm_dtype_name(t->dtype));
  if (t->dims != dims || t->n == 0 || (t->size[0] != 1 && t->size[0] != x->size[0])) {
    char found[TM_SIZE_TEXT];
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have %d dimensions, the first of size 1 or %lld, but is %s", caller, name, dims,
                   (long long)x->size[0], tm_size_text(found, t));
  }
  *step = t->size[0] == 1 ? 0 : t->n / t->size[0];
  return TM_OK;
}

int32_t tm_image_correlate(tm_data *y, const tm_data *x, const tm_data *kernel, const tm_data *column, tm_frame *frame, int32_t top,
                           int32_t left, int32_t nearest, double pad) {
  static const char name[] = "image correlate";
  tm_tensor ty, tx, tk, tc = {0};
  TM_TRY(tm_read_contiguous(&tx, name, "src", frame, 1, x));
  if (tx.dtype != TM_UINT8 && tx.dtype != TM_FLOAT32 && tx.dtype != TM_FLOAT64)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: src must be uint8, float32 or float64 but is %s", name, tm_dtype_name(tx.dtype));
  TM_TRY(tm_read_contiguous(&ty, name, "the result", frame, 0, y));
  if (ty.dtype != tx.dtype || tx.dims != 3 || ty.dims != 3 || ty.size[0] != tx.size[0])
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: src and the result must have 3 dimensions, one dtype and equally many planes", name);
  if (tx.n == 0 || ty.n == 0) return TM_OK;
  tm_image_window w = {.planes = tx.size[0], .h = tx.size[1], .w = tx.size[2], .oh = ty.size[1], .ow = ty.size[2], .top = top, .left = left,
                       .pad = pad, .nearest = nearest != 0, .bytes = tx.dtype == TM_UINT8};
  TM_TRY(read_weights(&tk, name, "kernel", frame, 2, kernel, 3, &tx, &w.kernel_step));
  w.kh = tk.size[1], w.kw = tk.size[2];
  if (frame->operand[3].dims != 0) {
    if (w.kh != 1) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: kernel must have one row beside a column but has %lld", name, (long long)w.kh);
    TM_TRY(read_weights(&tc, name, "column", frame, 3, column, 2, &tx, &w.column_step));
    w.kh = tc.size[1];
  }
  if (top < 0 || top >= w.kh || left < 0 || left >= w.kw)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: top and left must lie in the kernel [%lld, %lld] but are %d and %d", name, (long long)w.kh,
                   (long long)w.kw, top, left);
  if (w.oh > w.h + w.kh - 1 || w.ow > w.w + w.kw - 1)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the result must be at most [%lld, %lld] but is [%lld, %lld]", name,
                   (long long)(w.h + w.kh - 1), (long long)(w.w + w.kw - 1), (long long)w.oh, (long long)w.ow);
  TM_TRY(tm_check_apart(name, "the result", &ty, "src", &tx));
  TM_TRY(tm_check_apart(name, "the result", &ty, "kernel", &tk));
  if (tc.data) TM_TRY(tm_check_apart(name, "the result", &ty, "column", &tc));
  const bool done = (tx.dtype == TM_FLOAT64 ? tm_kernel.image_correlate_f64 : tm_kernel.image_correlate_f32)(&w, ty.data, tx.data, tk.data, tc.data);
  return done ? TM_OK : tm_no_scratch(name);
}
