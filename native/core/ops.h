/* Numbers and names of the ops, from the rows in ops/. */
#ifndef TM_OPS_H
#define TM_OPS_H
#include "taimatsu.h"

enum {
#define UNARY(name, ...) UNARY_##name,
#include "../ops/unary.def"
#undef UNARY
  UNARY_OPS
};
enum {
#define BINARY(name, ...) BINARY_##name,
#include "../ops/binary.def"
#undef BINARY
  BINARY_OPS
};
enum {
#define TERNARY(name, ...) TERNARY_##name,
#include "../ops/ternary.def"
#undef TERNARY
  TERNARY_OPS
};
enum {
#define COMPARE(name, ...) COMPARE_##name,
#include "../ops/compare.def"
#undef COMPARE
  COMPARE_OPS
};
enum {
#define REDUCE(name, ...) REDUCE_##name,
#include "../ops/reduce.def"
#undef REDUCE
  REDUCE_OPS
};
enum {
#define RANDOM(name, ...) RANDOM_##name,
#include "../ops/random.def"
#undef RANDOM
  RANDOM_OPS
};
enum {
#define LOSS(name, ...) LOSS_##name,
#include "../ops/loss.def"
#undef LOSS
  LOSS_OPS
};
enum {
#define STEP(name, ...) STEP_##name,
#include "../ops/step.def"
#undef STEP
  STEP_OPS
};

#ifdef __cplusplus
extern "C"
#endif
/* The name of a family's op; NULL if there is none of that number. */
const char *tm_op_name(tm_family family, int32_t op);
#endif
