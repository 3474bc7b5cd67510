/* The matrix product behind addmm, linear layers and convolution. See blas.c. */
#ifndef TM_BLAS_H
#define TM_BLAS_H
#include "iterate.h"
#include "multiply.h"

/* Reads an operand of `dims` 1 (a column) or 2 dimensions as tm_read does, but knows ordinary ones only: float32 or float64, not
   empty, sizes and strides below 2^31. False says nothing about the operand: tm_read has to look at it. The bytes that the
   matrix reaches are [*low, *high). */
bool tm_quick_matrix(tm_matrix *x, const char **low, const char **high, int *dtype, const tm_operand *o, int dims, const tm_data *data);
#endif
