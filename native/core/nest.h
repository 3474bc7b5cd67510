/* Loops over tensors of equal sizes. */
#ifndef TM_NEST_H
#define TM_NEST_H
#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TM_ITER_OPERANDS = 5 };

/* A nest of loops shared by the operands: length-1 dimensions dropped, neighbours merged where all operands allow it, the
   innermost dimension last. Strides count elements. */
typedef struct {
  int operands, dims; /* dims >= 1 */
  int64_t n;
  int64_t size[TM_MAX_DIMS], stride[TM_ITER_OPERANDS][TM_MAX_DIMS];
  char *data[TM_ITER_OPERANDS];
  size_t width[TM_ITER_OPERANDS]; /* bytes of an element */
} tm_iter;

void tm_iter_init(tm_iter *it, int operands, const tm_tensor *const tensors[]);

/* An iteration in the order of the first operand's strides, the smallest innermost. */
void tm_sorted_iter(tm_iter *it, int count, const tm_tensor t[]);

#ifdef __cplusplus
}
#endif
#endif
