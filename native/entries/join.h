/* Reading and checking the operands of joining tensors along a dimension. */
#ifndef TM_JOIN_H
#define TM_JOIN_H
#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TM_PARTS = 8 };
/* part: `parts` contiguous tensors of the dtype of r whose sizes along dim add up to its. */
int32_t tm_read_join(tm_tensor *r, tm_tensor part[TM_PARTS], const tm_data *to, const tm_data *const from[TM_PARTS], const tm_frame *frame,
                     int32_t parts, int32_t dim);

#ifdef __cplusplus
}
#endif
#endif
