/* The matrix product behind addmm, linear layers and convolution. See blas.c. */
#ifndef TM_BLAS_H
#define TM_BLAS_H
#include "iterate.h"

/* A matrix: strides count elements. */
typedef struct {
  void *data;
  int64_t rows, columns, row_stride, column_stride;
} tm_matrix;

/* r = beta r + alpha a b for matrices of one numeric dtype whose sizes agree. False if memory is exhausted. */
bool tm_multiply(int dtype, tm_matrix r, tm_matrix a, tm_matrix b, double beta, double alpha);

/* Reads an operand of `dims` 1 (a column) or 2 dimensions as tm_read does, but knows ordinary ones only: float32 or float64, not
   empty, sizes and strides below 2^31. False says nothing about the operand: tm_read has to look at it. The bytes that the
   matrix reaches are [*low, *high). */
bool tm_quick_matrix(tm_matrix *x, const char **low, const char **high, int *dtype, const tm_operand *o, int dims, const tm_data *data);
#endif
