/* Positions of largest and smallest elements, by dtype. */
#include "element.h"
#include <stdbool.h>
#define BODY "extreme.inc"
#include "each_dtype.h"

const tm_extreme *FN(extreme)(int dtype) {
  static const tm_extreme *const tables[] = TABLES(&functions);
  return dtype == TM_BOOL ? tables[TM_UINT8] : tables[dtype];
}
