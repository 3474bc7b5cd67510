/* Conversions between element types, each correct to the last bit: one rounding, saturation where C is undefined, NaN to 0 in
   integers. Branch-free, so that loops over them vectorize. */
#ifndef TM_CONVERT_H
#define TM_CONVERT_H
#include "functions.h"

/* To an integer type from float or double: `above` is its largest value plus 1, which both hold exactly. */
#define SATURATE(x, type, low, high, above) ((x) >= (above) ? (high) : (x) < (low) ? (low) : (x) == (x) ? (type)(x) : 0)

#define TM_FROM_FLOATING(from, suffix)                                                                                            \
  TM_MATH uint8_t tm_u8_from_##suffix(from x) { return SATURATE(x, uint8_t, 0, UINT8_MAX, 256); }                                 \
  TM_MATH int8_t tm_i8_from_##suffix(from x) { return SATURATE(x, int8_t, INT8_MIN, INT8_MAX, 128); }                             \
  TM_MATH int16_t tm_i16_from_##suffix(from x) { return SATURATE(x, int16_t, INT16_MIN, INT16_MAX, 32768); }                      \
  TM_MATH int32_t tm_i32_from_##suffix(from x) { return SATURATE(x, int32_t, (from)INT32_MIN, INT32_MAX, (from)0x1p31); }         \
  TM_MATH int64_t tm_i64_from_##suffix(from x) { return SATURATE(x, int64_t, (from)INT64_MIN, INT64_MAX, (from)0x1p63); }         \
  TM_MATH float tm_f32_from_##suffix(from x) { return (float)x; }                                                                 \
  TM_MATH double tm_f64_from_##suffix(from x) { return (double)x; }                                                               \
  TM_MATH uint8_t tm_bool_from_##suffix(from x) { return x != 0; }
TM_FROM_FLOATING(float, f32)
TM_FROM_FLOATING(double, f64)

/* Integers wrap around, as C's conversions do. */
TM_MATH uint8_t tm_u8_from_i64(int64_t x) { return (uint8_t)x; }
TM_MATH int8_t tm_i8_from_i64(int64_t x) { return (int8_t)x; }
TM_MATH int16_t tm_i16_from_i64(int64_t x) { return (int16_t)x; }
TM_MATH int32_t tm_i32_from_i64(int64_t x) { return (int32_t)x; }
TM_MATH int64_t tm_i64_from_i64(int64_t x) { return x; }
TM_MATH float tm_f32_from_i64(int64_t x) { return (float)x; }
TM_MATH double tm_f64_from_i64(int64_t x) { return (double)x; }
TM_MATH uint8_t tm_bool_from_i64(int64_t x) { return x != 0; }

/* ---- 16-bit floats ---- */

TM_MATH uint16_t tm_f16_from_f32(float x) {
  uint32_t bits = (uint32_t)tm_bits(x), sign = bits >> 16 & 0x8000, magnitude = bits & 0x7fffffff;
  /* Normal: rebias the exponent, round to nearest even at bit 13; a carry may reach infinity, as it should. */
  uint32_t normal = (magnitude - (112u << 23) + 0xfff + (magnitude >> 13 & 1)) >> 13;
  /* Subnormal: adding 0.5 moves the units of 2^-24 to the lowest bits of the sum, rounded. */
  uint32_t subnormal = (uint32_t)tm_bits(tm_from_bits((int32_t)(magnitude < 0x38800000 ? magnitude : 0)) + 0.5f) - 0x3f000000;
  uint32_t result = magnitude < 0x38800000 ? subnormal : normal;
  result = magnitude >= 0x47800000 ? 0x7c00 : result;
  result = magnitude > 0x7f800000 ? 0x7e00 | (magnitude >> 13 & 0x1ff) : result;
  return (uint16_t)(sign | result);
}

TM_MATH uint16_t tm_bf16_from_f32(float x) {
  uint32_t bits = (uint32_t)tm_bits(x);
  uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  return (uint16_t)((bits & 0x7fffffff) > 0x7f800000 ? bits >> 16 | 0x40 : rounded);
}

TM_MATH float tm_f32_from_f16(uint16_t h) {
  uint32_t sign = (uint32_t)(h & 0x8000) << 16, magnitude = h & 0x7fff;
  uint32_t normal = (magnitude << 13) + (112u << 23);
  uint32_t subnormal = (uint32_t)tm_bits((float)(int32_t)magnitude * 0x1p-24f);
  uint32_t result = magnitude < 0x400 ? subnormal : normal;
  result = magnitude >= 0x7c00 ? 0x7f800000 | magnitude << 13 : result;
  return tm_from_bits((int32_t)(sign | result));
}

TM_MATH float tm_f32_from_bf16(uint16_t h) { return tm_from_bits((int32_t)((uint32_t)h << 16)); }

/* double to float rounded to odd: an inexact result has its lowest bit set, so rounding it again to at most 22 bits is as good as
   rounding the double once. */
TM_MATH float tm_odd_float(double x) {
  float nearest = (float)x;
  double back = (double)nearest;
  uint32_t bits = (uint32_t)tm_bits(nearest), magnitude = bits & 0x7fffffff;
  uint32_t away = (back > x) == (x > 0); /* rounded away from zero: step back towards it */
  int32_t exact = back == x || x != x || magnitude == 0x7f800000 || magnitude == 0;
  uint32_t odd = (bits - away) | 1;
  /* What overflows or underflows float does so in the 16-bit types too. */
  return tm_from_bits((int32_t)(exact ? bits : odd));
}
/* int64 to double the same way: beyond 2^53 the digits that do not fit leave a trace in the lowest that does. */
TM_MATH double tm_odd_double(int64_t x) {
  int64_t cut = (x >> 11 | ((x & 2047) != 0)) * 2048;
  return (double)(x > INT64_C(1) << 53 || x < -(INT64_C(1) << 53) ? cut : x);
}

TM_MATH uint16_t tm_f16_from_f64(double x) { return tm_f16_from_f32(tm_odd_float(x)); }
TM_MATH uint16_t tm_bf16_from_f64(double x) { return tm_bf16_from_f32(tm_odd_float(x)); }
TM_MATH uint16_t tm_f16_from_i64(int64_t x) { return tm_f16_from_f64(tm_odd_double(x)); }
TM_MATH uint16_t tm_bf16_from_i64(int64_t x) { return tm_bf16_from_f64(tm_odd_double(x)); }
#endif
