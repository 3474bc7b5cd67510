/* Sorting and selecting by keys, by dtype. */
#include "element.h"
#include <stdbool.h>
#include <string.h>

typedef struct {
  uint64_t key, at;
} wide_pair;

#define PAIR uint64_t
#define KEY(p) ((uint32_t)((p) >> 32))
#define AT(p) ((uint32_t)(p))
#define KEY_BYTES 4
#define DTYPE narrow
#include "radix.inc"

#define PAIR wide_pair
#define KEY(p) ((p).key)
#define AT(p) ((p).at)
#define KEY_BYTES 8
#define DTYPE wide
#include "radix.inc"

#define BODY "order.inc"
#include "each_dtype.h"

#define ORDER(pair, dtype, keys)                                                                                                  \
  {                                                                                                                               \
    sizeof(pair), TM_CAT(encode_##dtype, ISA), TM_CAT(sort_##keys, ISA), TM_CAT(select_##keys, ISA), TM_CAT(first_##dtype, ISA), \
      TM_CAT(positions_##keys, ISA), TM_CAT(longest_run_##keys, ISA)                                                              \
  }

const tm_order *FN(order)(int dtype) {
  static const tm_order orders[] = {
    [TM_UINT8] = ORDER(uint64_t, u8, narrow),   [TM_INT8] = ORDER(uint64_t, i8, narrow),     [TM_INT16] = ORDER(uint64_t, i16, narrow),
    [TM_INT32] = ORDER(uint64_t, i32, narrow),  [TM_INT64] = ORDER(wide_pair, i64, wide),    [TM_FLOAT32] = ORDER(uint64_t, f32, narrow),
    [TM_FLOAT64] = ORDER(wide_pair, f64, wide),
  };
  return dtype <= TM_FLOAT64 ? &orders[dtype] : NULL;
}
