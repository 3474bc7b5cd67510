/* Names of the ops. */
#include "ops.h"
#include "core.h"
#include <stdio.h>
#include <string.h>

static const char *const unary_names[] = {
#define UNARY(name, ...) #name,
#include "../ops/unary.def"
#undef UNARY
};
static const char *const binary_names[] = {
#define BINARY(name, ...) #name,
#include "../ops/binary.def"
#undef BINARY
};
static const char *const ternary_names[] = {
#define TERNARY(name, ...) #name,
#include "../ops/ternary.def"
#undef TERNARY
};
static const char *const compare_names[] = {
#define COMPARE(name, ...) #name,
#include "../ops/compare.def"
#undef COMPARE
};
static const char *const reduce_names[] = {
#define REDUCE(name, ...) #name,
#include "../ops/reduce.def"
#undef REDUCE
};
static const char *const random_names[] = {
#define RANDOM(name, ...) #name,
#include "../ops/random.def"
#undef RANDOM
};
static const char *const loss_names[] = {
#define LOSS(name, ...) #name,
#include "../ops/loss.def"
#undef LOSS
};
static const char *const step_names[] = {
#define STEP(name, ...) #name,
#include "../ops/step.def"
#undef STEP
};

static const struct {
  const char *const *names;
  int count;
} families[TM_FAMILIES] = {
    [TM_FAMILY_UNARY] = {unary_names, UNARY_OPS},       [TM_FAMILY_BINARY] = {binary_names, BINARY_OPS},
    [TM_FAMILY_TERNARY] = {ternary_names, TERNARY_OPS}, [TM_FAMILY_COMPARE] = {compare_names, COMPARE_OPS},
    [TM_FAMILY_REDUCE] = {reduce_names, REDUCE_OPS},    [TM_FAMILY_RANDOM] = {random_names, RANDOM_OPS},
    [TM_FAMILY_LOSS] = {loss_names, LOSS_OPS},       [TM_FAMILY_STEP] = {step_names, STEP_OPS},
};

const char *tm_op_name(tm_family family, int32_t op) {
  return op >= 0 && op < families[family].count ? families[family].names[op] : NULL;
}

int32_t tm_op_names(int32_t family, tm_bytes *text, int32_t capacity) {
  if (family < 0 || family >= TM_FAMILIES)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot list the ops: the family must be from 0 to %d but is %d", TM_FAMILIES - 1, family);
  if (!text) return tm_fail(TM_DETACHED, "Cannot list the ops: the buffer is detached");
  size_t needed = 0;
  for (int i = 0; i < families[family].count; i++) needed += strlen(families[family].names[i]) + 1;
  if (capacity < 0 || (size_t)capacity < needed)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot list the ops: the buffer must hold %zu bytes but holds %d", needed, capacity);
  char *at = text;
  for (int i = 0; i < families[family].count; i++) at += sprintf(at, i ? "\n%s" : "%s", families[family].names[i]);
  return TM_OK;
}
