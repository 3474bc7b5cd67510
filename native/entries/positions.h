/* Reading and checking the operands of gathering and scattering, but for what the indices are. */
#ifndef TM_POSITIONS_H
#define TM_POSITIONS_H
#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* t: r, x, index. */
int32_t tm_read_gather(tm_tensor t[3], const tm_data *r, const tm_data *x, const tm_data *index, const tm_frame *frame, int32_t dim);
/* t: index, r, x. `name` is scatter or scatterAdd. */
int32_t tm_read_scatter(tm_tensor t[3], const char *name, const tm_data *r, const tm_data *x, const tm_data *index, const tm_frame *frame,
                        int32_t dim);

#ifdef __cplusplus
}
#endif
#endif
