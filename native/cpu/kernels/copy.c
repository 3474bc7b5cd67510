/* r = x between any two dtypes. */
#include "element.h"
#include "rows.h"

#define stored uint8_t
#define DTYPE u8
#define SOURCE i64
#define WIDEN(x) (x)
#include "copy.inc"

#define stored int8_t
#define DTYPE i8
#define SOURCE i64
#define WIDEN(x) (x)
#include "copy.inc"

#define stored int16_t
#define DTYPE i16
#define SOURCE i64
#define WIDEN(x) (x)
#include "copy.inc"

#define stored int32_t
#define DTYPE i32
#define SOURCE i64
#define WIDEN(x) (x)
#include "copy.inc"

#define stored int64_t
#define DTYPE i64
#define SOURCE i64
#define WIDEN(x) (x)
#include "copy.inc"

#define stored float
#define DTYPE f32
#define SOURCE f32
#define WIDEN(x) (x)
#include "copy.inc"

#define stored double
#define DTYPE f64
#define SOURCE f64
#define WIDEN(x) (x)
#include "copy.inc"

#define stored uint16_t
#define DTYPE f16
#define SOURCE f32
#define WIDEN(x) tm_f32_from_f16(x)
#include "copy.inc"

#define stored uint16_t
#define DTYPE bf16
#define SOURCE f32
#define WIDEN(x) tm_f32_from_bf16(x)
#include "copy.inc"

/* The same dtype: bits, by width. */
#define BITS_LOOP(type)                                                                                                           \
  static void TM_CAT(bits_##type, ISA)(int64_t n, void *r_, int64_t rs, const void *x_, int64_t xs, double a, double b) {         \
    type *r = r_;                                                                                                                 \
    const type *p = x_;                                                                                                           \
    (void)a, (void)b;                                                                                                             \
    if (rs == 1 && xs == 1) memmove(r, p, (size_t)n * sizeof(type)); /* operands may overlap */                                  \
    else if (rs == 1 && xs == 0) {                                                                                                \
      const type value = *p;                                                                                                      \
      typedef type vec __attribute__((vector_size(VBYTES)));                                                                      \
      enum { LANES = VBYTES / sizeof(type) };                                                                                     \
      const vec values = value - (vec){0};                                                                                        \
      int64_t i = 0;                                                                                                              \
      for (; i + 4 * LANES <= n; i += 4 * LANES)                                                                                  \
        for (int k = 0; k < 4; k++) STORE(r + i + k * LANES, values);                                                             \
      for (; i < n; i++) r[i] = value;                                                                                            \
    } else if (rs == 1 && xs == -1)                                                                                               \
      for (int64_t i = 0; i < n; i++) r[i] = p[-i];                                                                               \
    else                                                                                                                          \
      for (int64_t i = 0; i < n; i++) r[i * rs] = p[i * xs];                                                                      \
  }
BITS_LOOP(uint8_t)
BITS_LOOP(uint16_t)
BITS_LOOP(uint32_t)
BITS_LOOP(uint64_t)

static tm_unary_loop bits_loop(int dtype) {
  switch (dtype) {
  case TM_UINT8:
  case TM_INT8:
  case TM_BOOL: return TM_CAT(bits_uint8_t, ISA);
  case TM_INT16:
  case TM_FLOAT16:
  case TM_BFLOAT16: return TM_CAT(bits_uint16_t, ISA);
  case TM_INT32:
  case TM_FLOAT32: return TM_CAT(bits_uint32_t, ISA);
  default: return TM_CAT(bits_uint64_t, ISA);
  }
}

tm_unary_loop FN(copy_loop)(int to, int from) {
  static const tm_unary_loop *const tables[TM_DTYPES] = {
    [TM_UINT8] = TM_CAT(table_u8, ISA),    [TM_INT8] = TM_CAT(table_i8, ISA),     [TM_INT16] = TM_CAT(table_i16, ISA),
    [TM_INT32] = TM_CAT(table_i32, ISA),   [TM_INT64] = TM_CAT(table_i64, ISA),   [TM_FLOAT32] = TM_CAT(table_f32, ISA),
    [TM_FLOAT64] = TM_CAT(table_f64, ISA), [TM_BOOL] = TM_CAT(table_u8, ISA),     [TM_FLOAT16] = TM_CAT(table_f16, ISA),
    [TM_BFLOAT16] = TM_CAT(table_bf16, ISA),
  };
  return to == from ? bits_loop(to) : tables[from][to];
}

void FN(copy_rows)(int64_t n, size_t bytes, void *to, int64_t ts, const void *from, int64_t fs) {
  for (int64_t j = 0; j < n; j++) copy_row((char *)to + j * ts, (const char *)from + j * fs, bytes);
}

void FN(join_rows)(int64_t n, int parts, const size_t *bytes, char *to, int64_t ts, const char **from) {
  for (int64_t j = 0; j < n; j++, to += ts) {
    char *at = to;
    for (int k = 0; k < parts; k++) copy_row(at, from[k], bytes[k]), at += bytes[k], from[k] += bytes[k];
  }
}
