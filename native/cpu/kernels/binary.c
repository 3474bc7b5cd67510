/* r = f(x, y; a) by op and dtype. */
#include "element.h"
#define BODY "binary.inc"
#include "each_dtype.h"

static const tm_binary_loop *const tables[] = TABLES(table);
tm_binary_loop FN(binary_loop)(int op, int dtype) { return tables[dtype] ? tables[dtype][op] : 0; }
