/* Elements by their positions along a dimension. */
#include "element.h"
#include <string.h>

#define bits uint8_t
#define DTYPE b1
#include "index.inc"

#define bits uint16_t
#define DTYPE b2
#include "index.inc"

#define bits uint32_t
#define DTYPE b4
#include "index.inc"

#define bits uint64_t
#define DTYPE b8
#include "index.inc"

#define BODY "scatter_add.inc"
#include "each_dtype.h"

/* Of the loops for 1, 2, 4 and 8 bytes, the one for `width`. */
#define BY_WIDTH(name)                                                                                                            \
  (width == 1   ? TM_CAT(name##_b1, ISA)                                                                                          \
   : width == 2 ? TM_CAT(name##_b2, ISA)                                                                                          \
   : width == 4 ? TM_CAT(name##_b4, ISA)                                                                                          \
                : TM_CAT(name##_b8, ISA))

tm_gather_loop FN(gather_loop)(size_t width) { return BY_WIDTH(gather); }
tm_scatter_loop FN(scatter_loop)(size_t width) { return BY_WIDTH(scatter); }

tm_scatter_loop FN(scatter_add_loop)(int dtype) {
  static const tm_scatter_loop loops[] = TABLES(scatter_add);
  return dtype <= TM_FLOAT64 ? loops[dtype] : NULL;
}

_Bool FN(indices_fit)(int64_t n, const int64_t *index, int64_t is, int64_t size) {
  int64_t outside = 0;
  if (is == 1)
    for (int64_t j = 0; j < n; j++) outside |= (index[j] < -size) | (index[j] >= size);
  else
    for (int64_t j = 0; j < n; j++) outside |= (index[j * is] < -size) | (index[j * is] >= size);
  return !outside;
}
