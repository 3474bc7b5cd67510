/* Loops over tensors: see nest.h. */
#include "nest.h"
#include <stdlib.h>
#include <string.h>

void tm_iter_init(tm_iter *it, int operands, const tm_tensor *const tensors[]) {
  const tm_tensor *first = tensors[0];
  it->operands = operands, it->n = first->n, it->dims = 0; /* the rest is written as far as it is read */
  for (int k = 0; k < operands; k++) it->data[k] = tensors[k]->data, it->width[k] = tm_element_size(tensors[k]->dtype);
  for (int d = 0; d < first->dims; d++) {
    if (first->size[d] == 1) continue;
    bool merges = it->dims > 0; /* with the dimension before: its step is a whole run of this one, for every operand */
    for (int k = 0; k < operands && merges; k++) merges = it->stride[k][it->dims - 1] == tensors[k]->stride[d] * first->size[d];
    if (merges) it->size[it->dims - 1] *= first->size[d];
    else it->size[it->dims++] = first->size[d];
    for (int k = 0; k < operands; k++) it->stride[k][it->dims - 1] = tensors[k]->stride[d];
  }
  if (it->dims == 0) {
    it->dims = 1, it->size[0] = first->n;
    for (int k = 0; k < operands; k++) it->stride[k][0] = 1;
  }
}

/* Orders the dimensions by the strides of r, the smallest last. */
static void sort_dims(int count, tm_tensor t[]) {
  for (int end = t[0].dims - 1; end > 0; end--)
    for (int d = 0; d < end; d++) {
      if (llabs(t[0].stride[d]) >= llabs(t[0].stride[d + 1])) continue;
      for (int k = 0; k < count; k++) {
        int64_t size = t[k].size[d], stride = t[k].stride[d];
        t[k].size[d] = t[k].size[d + 1], t[k].stride[d] = t[k].stride[d + 1];
        t[k].size[d + 1] = size, t[k].stride[d + 1] = stride;
      }
    }
}

void tm_sorted_iter(tm_iter *it, int count, const tm_tensor t[]) {
  tm_tensor sorted[TM_ITER_OPERANDS];
  const tm_tensor *pointers[TM_ITER_OPERANDS];
  memcpy(sorted, t, (size_t)count * sizeof *t);
  sort_dims(count, sorted);
  for (int k = 0; k < count; k++) pointers[k] = &sorted[k];
  tm_iter_init(it, count, pointers);
}
