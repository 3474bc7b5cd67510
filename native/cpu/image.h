/* What the entries for images share. */
#ifndef TM_IMAGE_H
#define TM_IMAGE_H
#include "layer.h"

/* The kernel of this name for uint8, float32 or float64. */
#define TM_PIXEL_KERNEL(name, dtype) \
  ((dtype) == TM_UINT8 ? tm_kernel.name##_u8 : (dtype) == TM_FLOAT32 ? tm_kernel.name##_f32 : tm_kernel.name##_f64)

/* Images [batch][channels][height][width] of one of these dtypes, with elements, contiguous; positions in a plane fit an int32. */
int32_t tm_read_image(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data);
#endif
