/* What the files of reductions share. */
#ifndef TM_REDUCE_H
#define TM_REDUCE_H
#include "iterate.h"
#include "kernels/kernels.h"

/* Elements of a block: its copy stays in L1. */
enum { TM_BLOCK = 4096 };

/* A reduction for one dtype and parameter; mean is set where the elements' mean is needed first. */
typedef struct {
  const tm_reduction *rows, *mean;
  double p;
  size_t width;
  int dtype;
  bool needs_elements;
} tm_reducer;

int32_t tm_reducer_init(tm_reducer *f, const char **name, int op, int dtype, double p);

/* r must be x with one element along dim. */
int32_t tm_check_reduced(const char *name, const char *what, const tm_tensor *r, const tm_tensor *x, int32_t dim);
#endif
