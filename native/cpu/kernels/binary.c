/* r = f(x, y; a) by op and dtype. */
#include "ops.h"
#include "element.h"
#include "pow.h"
#define BODY "binary.inc"
#include "each_dtype.h"

static const tm_binary_loop *const tables[] = TABLES(table);

tm_binary_loop FN(binary_loop)(int op, int dtype) {
  if (dtype == TM_FLOAT32 && op == BINARY_cpow) return FN(cpow_loop);
  return tables[dtype] ? tables[dtype][op] : 0;
}
