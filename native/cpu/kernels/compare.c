/* r = f(x, y), 0 or 1, by op and dtype. */
#include "element.h"
#define BODY "compare.inc"
#include "each_dtype.h"

static const tm_binary_loop *const bytes[] = TABLES(bytes), *const same_dtype[] = TABLES(same);

tm_binary_loop FN(compare_loop)(int op, int dtype, _Bool same) {
  if (dtype == TM_BOOL) dtype = TM_UINT8;
  const tm_binary_loop *table = same ? same_dtype[dtype] : bytes[dtype];
  return table ? table[op] : 0;
}
