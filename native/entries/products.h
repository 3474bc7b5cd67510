/* Reading and checking the operands of matrix products, r first. */
#ifndef TM_PRODUCTS_H
#define TM_PRODUCTS_H
#include "core.h"
#include "multiply.h"

#ifdef __cplusplus
extern "C" {
#endif

int32_t tm_read_addmm(tm_matrix m[3], int *dtype, const tm_data *r, const tm_data *a, const tm_data *b, const tm_frame *frame);
int32_t tm_read_addmv(tm_matrix m[3], int *dtype, const tm_data *r, const tm_data *a, const tm_data *x, const tm_frame *frame);
int32_t tm_read_addr(tm_matrix m[3], int *dtype, const tm_data *r, const tm_data *x, const tm_data *y, const tm_frame *frame);
int32_t tm_read_baddbmm(tm_tensor t[3], const tm_data *r, const tm_data *a, const tm_data *b, const tm_frame *frame);

#ifdef __cplusplus
}
#endif
#endif
