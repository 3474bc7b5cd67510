/* Images from which pixels are taken at any positions: rotated, warped. */
#include "image.h"

int32_t tm_image_sample(tm_data *r, const tm_data *x, const tm_data *map, const tm_data *fill, tm_frame *frame, int32_t mode,
                        int32_t border, int32_t offset) {
  static const char name[] = "warp";
  tm_tensor tr, tx, tm, tf;
  TM_TRY(tm_read_image(&tr, name, "out", frame, 0, r));
  TM_TRY(tm_read_image(&tx, name, "src", frame, 1, x));
  if (tr.dtype != tx.dtype || tr.size[0] != tx.size[0] || tr.size[1] != tx.size[1])
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: out must have the dtype and the planes of src", name);
  TM_TRY(tm_check_apart(name, "out", &tr, "src", &tx));
  tm_sampling g = {.batch = tx.size[0], .channels = tx.size[1], .h = tx.size[2], .w = tx.size[3], .oh = tr.size[2], .ow = tr.size[3],
                   .mode = mode, .border = border, .offset = offset != 0};
  TM_TRY(tm_read_contiguous(&tm, name, "map", frame, 2, map));
  TM_TRY(tm_read_vector(&tf, name, "fill", frame, 3, fill, TM_FLOAT64, g.channels));
  g.affine = tm.dims == 2;
  _Bool fits = g.affine ? tm.size[0] == 2 && tm.size[1] == 3
                        : tm.dims == 4 && (tm.size[0] == 1 || tm.size[0] == g.batch) && tm.size[1] == 2 && tm.size[2] == g.oh && tm.size[3] == g.ow;
  if (tm.dtype != TM_FLOAT64 || !fits)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: map must be float64 [2, 3] or [1 or batch, 2, height, width] like out", name);
  if (mode < 0 || mode > TM_SAMPLE_LANCZOS || border < 0 || border > TM_BORDER_FLOOR || (mode > TM_SAMPLE_BILINEAR && border > TM_BORDER_PAD))
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: there is no mode %d with border %d", name, mode, border);
  g.map = tm.data, g.fill = tf.data, g.fields = tm.size[0];
  TM_PIXEL_KERNEL(image_sample, tx.dtype)(&g, tr.data, tx.data);
  return TM_OK;
}
