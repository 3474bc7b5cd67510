/* Running sums and products, by dtype. */
#include "element.h"
#include "lanes.h"
#include <stdbool.h>

#define BODY "scan.inc"
#include "each_dtype.h"

const tm_scan_loops *FN(scan)(int dtype) {
  static const tm_scan_loops *const loops[] = TABLES(&functions);
  return dtype <= TM_FLOAT64 ? loops[dtype] : NULL;
}
