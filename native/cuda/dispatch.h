/* The kernels of the GPU that the entries of all devices call. */
#ifndef TM_DISPATCH_H
#define TM_DISPATCH_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "kernel_types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
#define KERNEL(type, name, parameters) type(*name) parameters;
#include "kernels.def"
#undef KERNEL
} tm_kernels;

extern const tm_kernels tm_kernel;

#define KERNEL(type, name, parameters) type cuda_##name parameters;
#include "kernels.def"
#undef KERNEL

#ifdef __cplusplus
}
#endif
#endif
