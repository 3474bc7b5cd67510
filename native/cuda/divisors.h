// Divisors of integers must not be 0, which only the device sees.
#pragma once
#include "device.h"

namespace gpu {
/// Queues a look at n elements that lie as the nest says, or contiguously; a 0 is complained of, of argument `name`: x, y or z.
void complainOfZero(const char *caller, char name, int dtype, int64_t n, const Nest<1> *nest, const void *x);
}  // namespace gpu
