/* Colour spaces of images. */
#include "layer.h"

enum { COLOR_GRAY = 0, COLOR_TO_LAB = 7, COLOR_FROM_LAB = 8, COLOR_OPS = 10 };

int32_t tm_image_color(int32_t op, tm_data *y, const tm_data *x, tm_frame *frame) {
  static const char name[] = "image color";
  tm_tensor ty, tx;
  if (op < 0 || op >= COLOR_OPS) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: op must be from 0 to %d but is %d", name, COLOR_OPS - 1, op);
  TM_TRY(tm_read_contiguous(&tx, name, "src", frame, 1, x));
  TM_TRY(tm_read_vector(&ty, name, "the result", frame, 0, y, tx.dtype, op == COLOR_GRAY ? tx.n / 3 : tx.n));
  const bool lab = op == COLOR_TO_LAB || op == COLOR_FROM_LAB;
  if (tx.dtype != TM_FLOAT32 && tx.dtype != TM_FLOAT64 && (lab || tx.dtype != TM_UINT8))
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: src must be %sfloat32 or float64 but is %s", name, lab ? "" : "uint8, ", tm_dtype_name(tx.dtype));
  if (tx.dims != 3 || tx.size[1] != 3) {
    char found[TM_SIZE_TEXT];
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: src must be [batch, 3, pixels] but is %s", name, tm_size_text(found, &tx));
  }
  if (tx.n == 0) return TM_OK;
  TM_TRY(tm_check_apart(name, "the result", &ty, "src", &tx));
  if (tx.dtype == TM_FLOAT64) tm_kernel.image_color_f64(op, 0, tx.size[0], tx.size[2], ty.data, tx.data);
  else tm_kernel.image_color_f32(op, tx.dtype == TM_UINT8, tx.size[0], tx.size[2], ty.data, tx.data);
  return TM_OK;
}
