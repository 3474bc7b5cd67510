/* Sliding products of raw tensors, by dtype. */
#include "element.h"
#include <stdbool.h>

#define BODY "correlate.inc"
#include "each_dtype.h"

tm_correlate_loop FN(correlate_loop)(int dtype) {
  static const tm_correlate_loop loops[] = TABLES(correlate);
  return dtype <= TM_FLOAT64 ? loops[dtype] : NULL;
}
