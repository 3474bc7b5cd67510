/* Masks: selecting, copying and choosing elements, and where elements are not 0. */
#include "element.h"
#include <string.h>

#define BODY "mask.inc"
#include "each_width.h"

tm_mask_loop FN(masked_select_loop)(size_t width) { return BY_WIDTH(masked_select); }
tm_mask_loop FN(masked_copy_loop)(size_t width) { return BY_WIDTH(masked_copy); }
tm_where_loop FN(where_loop)(size_t width) { return BY_WIDTH(where); }

#define real uint8_t
#define counter uint8_t
#define NONZERO(x) ((x) != 0)
#define DTYPE u8
#include "count.inc"

#define real uint16_t
#define counter uint16_t
#define NONZERO(x) ((x) != 0)
#define DTYPE u16
#include "count.inc"

#define real uint32_t
#define counter uint32_t
#define NONZERO(x) ((x) != 0)
#define DTYPE u32
#include "count.inc"

#define real uint64_t
#define counter uint64_t
#define NONZERO(x) ((x) != 0)
#define DTYPE u64
#include "count.inc"

#define real float
#define counter uint32_t
#define NONZERO(x) ((x) != 0)
#define DTYPE f32
#include "count.inc"

#define real double
#define counter uint64_t
#define NONZERO(x) ((x) != 0)
#define DTYPE f64
#include "count.inc"

#define real uint16_t
#define counter uint16_t
#define NONZERO(x) (((x) & 0x7fff) != 0)
#define DTYPE half
#include "count.inc"

#define BY_DTYPE(name)                                                                                                            \
  {                                                                                                                               \
    [TM_UINT8] = TM_CAT(name##_u8, ISA), [TM_INT8] = TM_CAT(name##_u8, ISA), [TM_BOOL] = TM_CAT(name##_u8, ISA),                  \
    [TM_INT16] = TM_CAT(name##_u16, ISA), [TM_INT32] = TM_CAT(name##_u32, ISA), [TM_INT64] = TM_CAT(name##_u64, ISA),             \
    [TM_FLOAT32] = TM_CAT(name##_f32, ISA), [TM_FLOAT64] = TM_CAT(name##_f64, ISA), [TM_FLOAT16] = TM_CAT(name##_half, ISA),      \
    [TM_BFLOAT16] = TM_CAT(name##_half, ISA)                                                                                      \
  }

tm_count_loop FN(count_loop)(int dtype) {
  static const tm_count_loop loops[] = BY_DTYPE(count);
  return loops[dtype];
}
tm_positions_loop FN(positions_loop)(int dtype) {
  static const tm_positions_loop loops[] = BY_DTYPE(positions);
  return loops[dtype];
}
