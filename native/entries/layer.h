/* What the entries of layers, criterions and optimizers share: their operands are contiguous and float32 or float64. */
#ifndef TM_LAYER_H
#define TM_LAYER_H
#include "dispatch.h"
#include "operands.h"
#include <string.h>

/* The kernel of this name for float32 or float64. */
#define TM_REAL_KERNEL(name, dtype) ((dtype) == TM_FLOAT32 ? tm_kernel.name##_f32 : tm_kernel.name##_f64)

#ifdef TM_CUDA
/* Whether an entry may look at the elements of its operands. */
enum { TM_ON_HOST = 0 };
void tm_zero(void *data, size_t bytes);
/* A list of int32 by which kernels find elements: on the CPU a copy in scratch memory, so that nobody changes it after it was checked,
   NULL without memory; on a GPU where it lies, for the kernel to check. */
static inline const int32_t *tm_own_list(const tm_tensor *t, int slot) { return (void)slot, (const int32_t *)t->data; }
#else
enum { TM_ON_HOST = 1 };
static inline void tm_zero(void *data, size_t bytes) { memset(data, 0, bytes); }
static inline const int32_t *tm_own_list(const tm_tensor *t, int slot) {
  int32_t *copy = (int32_t *)tm_scratch(slot, (size_t)(t->n + 1) * sizeof *copy);
  if (copy && t->n > 0) memcpy(copy, t->data, (size_t)t->n * sizeof *copy);
  return copy;
}
#endif

/* The numbers of a step, a float64 tensor: on the CPU a copy in `room`, so that nobody changes them after they were seen to be finite;
   on a GPU where they lie, for the kernel to read, as nobody can look at them sooner. */
static inline int32_t tm_read_numbers(const double **numbers, double room[], const char *caller, const char *const names[],
                                      const tm_tensor *t) {
  *numbers = (const double *)t->data;
  if (!TM_ON_HOST) return TM_OK;
  for (int64_t i = 0; i < t->n; i++) {
    room[i] = ((const double *)t->data)[i];
    TM_TRY(tm_want_finite(caller, names[i], room[i]));
  }
  *numbers = room;
  return TM_OK;
}
#endif
