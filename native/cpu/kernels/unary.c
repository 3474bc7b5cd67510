/* r = f(x; a, b) by op and dtype. */
#include "ops.h"
#include "element.h"
#include "pow.h"
#define BODY "unary.inc"
#include "each_dtype.h"

static const tm_unary_loop *const tables[] = TABLES(table);

tm_unary_loop FN(unary_loop)(int op, int dtype) {
  if (dtype == TM_FLOAT32 && op == UNARY_pow) return FN(pow_loop);
  if (dtype == TM_FLOAT32 && op == UNARY_tpow) return FN(tpow_loop);
  return tables[dtype] ? tables[dtype][op] : 0;
}
