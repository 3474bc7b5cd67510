/* The matrix product behind addmm, linear layers and convolution, which each device has. */
#ifndef TM_MULTIPLY_H
#define TM_MULTIPLY_H
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A matrix: strides count elements. */
typedef struct {
  void *data;
  int64_t rows, columns, row_stride, column_stride;
} tm_matrix;

/* r = beta r + alpha a b for matrices of one numeric dtype whose sizes agree. False if memory is exhausted. */
bool tm_multiply(int dtype, tm_matrix r, tm_matrix a, tm_matrix b, double beta, double alpha);

#ifdef __cplusplus
}
#endif
#endif
