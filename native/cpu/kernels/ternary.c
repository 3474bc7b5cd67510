/* r = f(x, y, z; a) by op and dtype. */
#include "element.h"
#define BODY "ternary.inc"
#include "each_dtype.h"

static const tm_ternary_loop *const tables[] = TABLES(table);
tm_ternary_loop FN(ternary_loop)(int op, int dtype) { return tables[dtype] ? tables[dtype][op] : 0; }
