/* Elements by their positions along a dimension. */
#include "element.h"
#include <string.h>

#define BODY "index.inc"
#include "each_width.h"

#define BODY "scatter_add.inc"
#include "each_dtype.h"

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
