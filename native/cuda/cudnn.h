// Convolution by cuDNN, where a program asks for it and it is installed.
#pragma once
#include "dispatch.h"

namespace gpu {

/// Each returns false, and does nothing, where cuDNN is not asked for, not there, or does not take what it is given; a failure of its own
/// is kept for tm_done. dtype is that of all tensors, float32 or float64.

/// y = the convolution, without a bias and a function; y has the strides of g.
bool cudnnForward(int dtype, const tm_conv &g, const void *x, const void *weight, void *y);
/// gx = its gradient; gy is contiguous.
bool cudnnGradInput(int dtype, const tm_conv &g, const void *gy, const void *weight, void *gx);
/// gweight += scale * its gradient; gy is contiguous.
bool cudnnGradWeight(int dtype, const tm_conv &g, const void *x, const void *gy, void *gweight, double scale);

}  // namespace gpu
