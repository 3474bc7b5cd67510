/* Inner products, by dtype. */
#include "element.h"
typedef float widened_f32 __attribute__((vector_size(VBYTES / 2)));
typedef vd widened_f64;
#define BODY "dot.inc"
#include "each_dtype.h"

tm_dot_loop FN(dot_loop)(int dtype) {
  static const tm_dot_loop tables[] = TABLES(dot);
  return tables[dtype];
}
