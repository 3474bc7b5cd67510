/* One table of kernels per instruction set, chosen when the library is loaded. A kernel is declared once, in kernels.def. */
#ifndef TM_DISPATCH_H
#define TM_DISPATCH_H
#include "kernels/kernels.h"

typedef struct {
#define KERNEL(type, name, parameters) type(*name) parameters;
#include "kernels/kernels.def"
#undef KERNEL
} tm_kernels;

/* The kernels of the instruction set in use: tm_kernel.gemm_f32(…). */
extern tm_kernels tm_kernel;
const char *tm_isa_name(void);
#endif
