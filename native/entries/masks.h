/* Reading and checking the operands of masks, but for what the masks hold. */
#ifndef TM_MASKS_H
#define TM_MASKS_H
#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* t: r, x, mask, all contiguous, of maskedSelect or (if `copies`) maskedCopy. */
int32_t tm_read_masked(tm_tensor t[3], const char *caller, const tm_data *r, const tm_data *x, const tm_data *mask, const tm_frame *frame,
                       bool copies);
/* Requires that the packed operand of the above has room for the elements, or as many, that the mask takes. */
int32_t tm_check_packed(const char *caller, int64_t taken, int64_t packed, bool copies);
/* t: r, mask, x, y. */
int32_t tm_read_where(tm_tensor t[4], const tm_data *r, const tm_data *mask, const tm_data *x, const tm_data *y, const tm_frame *frame);
/* t: r, x, contiguous. */
int32_t tm_read_nonzero(tm_tensor t[2], const tm_data *r, const tm_data *x, const tm_frame *frame);
/* Requires that r has room for all subscripts. */
int32_t tm_check_nonzero(int64_t found, const tm_tensor t[2]);

#ifdef __cplusplus
}
#endif
#endif
