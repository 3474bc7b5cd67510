/* What the entries of layers, criterions and optimizers share: their operands are contiguous and float32 or float64. */
#ifndef TM_LAYER_H
#define TM_LAYER_H
#include "dispatch.h"
#include "operands.h"

/* The kernel of this name for float32 or float64. */
#define TM_REAL_KERNEL(name, dtype) ((dtype) == TM_FLOAT32 ? tm_kernel.name##_f32 : tm_kernel.name##_f64)
#endif
