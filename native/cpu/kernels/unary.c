/* r = f(x; a, b) by op and dtype. */
#include "element.h"
#define BODY "unary.inc"
#include "each_dtype.h"

static const tm_unary_loop *const tables[] = TABLES(table);
tm_unary_loop FN(unary_loop)(int op, int dtype) { return tables[dtype] ? tables[dtype][op] : 0; }
