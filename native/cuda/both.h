// Kernels of the table (dispatch.h) from templates: BOTH(result, name, (parameters), (arguments)) defines cuda_name_f32 and _f64,
// which call name<float> and name<double>.
#pragma once
#include "device.h"
#include "dispatch.h"

#define BOTH(result, name, parameters, arguments)                            \
  extern "C" result cuda_##name##_f32 parameters { return name<float> arguments; } \
  extern "C" result cuda_##name##_f64 parameters { return name<double> arguments; }
