/* Reading and checking the operands of sliding products: conv2, xcorr2, conv3, xcorr3. */
#ifndef TM_CORRELATION_H
#define TM_CORRELATION_H
#include "core.h"
#include "kernel_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* t: r, x, the kernel, contiguous and of one numeric dtype. */
int32_t tm_read_correlate(tm_correlation *p, tm_tensor t[3], const tm_data *r, const tm_data *x, const tm_data *kernel,
                          const tm_frame *frame, int32_t full, int32_t flip, int32_t slicewise);

#ifdef __cplusplus
}
#endif
#endif
