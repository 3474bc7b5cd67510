/* The table of the kernels: see dispatch.h. */
#include "dispatch.h"

const tm_kernels tm_kernel = {
#define KERNEL(type, name, parameters) .name = cuda_##name,
#include "kernels.def"
#undef KERNEL
};
