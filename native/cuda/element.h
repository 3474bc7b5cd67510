// What each_dtype.h includes: element mathematics for the device.
#pragma once
#include "convert.h"
#include "functions.h"
#include "integer_arithmetic.h"
#include "taimatsu.h"

#define TM_CAT_(a, b) a##_##b
#define TM_CAT(a, b) TM_CAT_(a, b)
#define LOOP(name) TM_CAT(name, DTYPE)

// A table of each numeric dtype by its number; null for the others.
#define TABLES(name) {name##_u8, name##_i8, name##_i16, name##_i32, name##_i64, name##_f32, name##_f64, nullptr, nullptr, nullptr}
