/* The matrix product behind addmm, linear layers and convolution. See blas.c. */
#ifndef TM_BLAS_H
#define TM_BLAS_H
#include "core.h"

/* A matrix: strides count elements. */
typedef struct {
  void *data;
  int64_t rows, columns, row_stride, column_stride;
} tm_matrix;

/* r = beta r + alpha a b for matrices of one numeric dtype whose sizes agree. False if memory is exhausted. */
bool tm_multiply(int dtype, tm_matrix r, tm_matrix a, tm_matrix b, double beta, double alpha);
#endif
