/* r = dL/dx of y = f(x; a, b), g = dL/dy, by op and dtype: float32 and float64. */
#include "element.h"

#define real float
#define DTYPE f32
#include "floating.h"
#include "unary_grad.inc"
#undef DTYPE
#undef real

#define real double
#define DTYPE f64
#include "floating.h"
#include "unary_grad.inc"
#undef DTYPE
#undef real

tm_unary_grad_loop FN(unary_grad_loop)(int op, int dtype) {
  return dtype == TM_FLOAT32 ? TM_CAT(table_f32, ISA)[op] : dtype == TM_FLOAT64 ? TM_CAT(table_f64, ISA)[op] : 0;
}
