/* Reductions by op and dtype: rows of reduce.def over the loops of reduce_state.inc. */
#include "element.h"
#define BODY "reduce.inc"
#include "each_dtype.h"

static const tm_reduction *const *const tables[] = TABLES(table);

const tm_reduction *FN(reduction)(int op, int dtype) {
  if (dtype == TM_BOOL) dtype = TM_UINT8;
  return tables[dtype] ? tables[dtype][op] : 0;
}
