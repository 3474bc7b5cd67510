/* Colour spaces of images, pixel by pixel. */
#include "convert.h"
#include "kernels.h"
#include "simd.h"

enum { BLOCK = 1024, TASK = 16 };

/* x^y for x > 0, as exactly as colours need it */
TM_MATH float power_f(float x, float y) { return tm_expf(y * tm_logf(x)); }
TM_MATH double power_d(double x, double y) { return tm_exp(y * tm_log(x)); }
TM_MATH float floor_f(float x) { return __builtin_floorf(x); }
TM_MATH double floor_d(double x) { return __builtin_floor(x); }
#define POWER(x, y) _Generic((x), float: power_f, double: power_d)(x, y)
#define FLOOR(x) _Generic((x), float: floor_f, double: floor_d)(x)

#define BODY "image_color.inc"
#include "each_real.h"
