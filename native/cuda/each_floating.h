// Includes BODY for float and for double, as each_dtype.h does for all numeric dtypes.
#include "element.h"

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
#include "unselect.h"
#undef BODY
