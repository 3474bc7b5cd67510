/* Includes BODY once per numeric dtype, with
     real      the element type, DTYPE its short name, LOOP(name) a function name of this dtype and instruction set
     wrap      an unsigned type to compute in where real is an integer, else real
     ALL INT FLOAT MATH   keep what they enclose if the dtype belongs to the class
     OR_NULL_ALL(f) …      f or NULL likewise
   and the element mathematics that the rows of ops/ are written in. A kernel file may include it again with another BODY. */
#include "element.h"

#define real uint8_t
#define wrap uint32_t
#define DTYPE u8
#include "integer.h"
#include BODY
#undef DTYPE
#undef wrap
#undef real

#define real int8_t
#define wrap uint32_t
#define DTYPE i8
#include "integer.h"
#include BODY
#undef DTYPE
#undef wrap
#undef real

#define real int16_t
#define wrap uint32_t
#define DTYPE i16
#include "integer.h"
#include BODY
#undef DTYPE
#undef wrap
#undef real

#define real int32_t
#define wrap uint32_t
#define DTYPE i32
#include "integer.h"
#include BODY
#undef DTYPE
#undef wrap
#undef real

#define real int64_t
#define wrap uint64_t
#define DTYPE i64
#include "integer.h"
#include BODY
#undef DTYPE
#undef wrap
#undef real

#define real float
#define wrap float
#define DTYPE f32
#include "floating.h"
#include BODY
#undef DTYPE
#undef wrap
#undef real

#define real double
#define wrap double
#define DTYPE f64
#include "floating.h"
#include BODY
#undef DTYPE
#undef wrap
#undef real
