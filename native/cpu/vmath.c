/* Bounds of the arguments of vmath.h, hidden from the files that use them. */
#include "kernels/vmath.h"

const tm_bounds tm_bound = {
    .exp_low = -104, .exp_high = 88.8f, .sigmoid_low = -87.3f, .expm1_low = -25, .tanh_high = 20, .normal_high = 208,
    .exp2_low = -300, .exp2_high = 300, .exp64_low = -746, .exp64_high = 709.8, .tanh64_high = 44, .one = 1,
};
