/* Images of another size. */
#include "image.h"

int32_t tm_read_image(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data) {
  TM_TRY(tm_read_contiguous(t, caller, name, frame, k, data));
  if (t->dtype != TM_UINT8 && t->dtype != TM_FLOAT32 && t->dtype != TM_FLOAT64)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be uint8, float32 or float64 but is %s", caller, name, tm_dtype_name(t->dtype));
  if (t->dims == 4 && t->n > 0 && t->size[2] <= INT32_MAX / t->size[3]) return TM_OK;
  char found[TM_SIZE_TEXT];
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be [batch, channels, height, width] with less than 2^31 pixels but is %s", caller,
                 name, tm_size_text(found, t));
}

/* Reads where the neighbours of each of n rows or columns begin, and their weights [taps][n]; they must lie in [0, size). */
static int32_t read_taps(const char *caller, const tm_frame *frame, int k, const tm_data *first, const tm_data *weight, int64_t n,
                         int64_t size, const int32_t **first_of, const double **weight_of, int64_t *taps) {
  tm_tensor tf, tw;
  TM_TRY(tm_read_vector(&tf, caller, "positions", frame, k, first, TM_INT32, n));
  TM_TRY(tm_read_contiguous(&tw, caller, "weights", frame, k + 1, weight));
  *taps = tw.n / n;
  if (tw.dtype != TM_FLOAT64 || *taps < 1 || *taps > size || *taps * n != tw.n)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: weights must be 1 to %lld float64 for each of %lld positions", caller, (long long)size, (long long)n);
  *first_of = tf.data, *weight_of = tw.data;
  for (int64_t i = 0; i < n; i++)
    if ((*first_of)[i] < 0 || (*first_of)[i] > size - *taps)
      return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: position %d must be in [0, %lld]", caller, (*first_of)[i], (long long)(size - *taps));
  return TM_OK;
}

int32_t tm_image_scale(tm_data *r, const tm_data *x, const tm_data *row, const tm_data *row_weight, const tm_data *column,
                       const tm_data *column_weight, tm_frame *frame) {
  static const char name[] = "scale";
  tm_tensor tr, tx;
  TM_TRY(tm_read_image(&tr, name, "out", frame, 0, r));
  TM_TRY(tm_read_image(&tx, name, "src", frame, 1, x));
  if (tr.dtype != tx.dtype || tr.size[0] != tx.size[0] || tr.size[1] != tx.size[1])
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: out must have the dtype and the planes of src", name);
  TM_TRY(tm_check_apart(name, "out", &tr, "src", &tx));
  tm_resampling g = {.planes = tx.size[0] * tx.size[1], .h = tx.size[2], .w = tx.size[3], .oh = tr.size[2], .ow = tr.size[3]};
  TM_TRY(read_taps(name, frame, 2, row, row_weight, g.oh, g.h, &g.row, &g.row_weight, &g.row_taps));
  TM_TRY(read_taps(name, frame, 4, column, column_weight, g.ow, g.w, &g.column, &g.column_weight, &g.column_taps));
  return TM_PIXEL_KERNEL(image_scale, tx.dtype)(&g, tr.data, tx.data) ? TM_OK : tm_no_scratch(name);
}
