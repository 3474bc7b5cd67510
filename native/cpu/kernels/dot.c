/* Inner products, by dtype. */
#include "element.h"
#include "lanes.h"
#define BODY "dot.inc"
#include "each_dtype.h"

tm_dot_loop FN(dot_loop)(int dtype) {
  static const tm_dot_loop tables[] = TABLES(dot);
  return tables[dtype];
}
