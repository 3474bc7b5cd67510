/* Positions of largest and smallest elements, by dtype. */
#include "element.h"
#include "lanes.h"
#include <stdbool.h>

typedef vf vector_f32;
typedef vd vector_f64;
typedef mask_vf mask_f32;
typedef mask_vd mask_f64;
#define BODY "extreme.inc"
#include "each_dtype.h"

const tm_extreme *FN(extreme)(int dtype) {
  static const tm_extreme *const tables[] = TABLES(&functions);
  return dtype == TM_BOOL ? tables[TM_UINT8] : tables[dtype];
}
