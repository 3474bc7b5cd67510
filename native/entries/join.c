/* Reading the operands of joining: see join.h. */
#include "join.h"

int32_t tm_read_join(tm_tensor *r, tm_tensor part[TM_PARTS], const tm_data *to, const tm_data *const from[TM_PARTS], const tm_frame *frame,
                     int32_t parts, int32_t dim) {
  static const char name[] = "cat";
  static const char *const names[TM_PARTS] = {"part 0", "part 1", "part 2", "part 3", "part 4", "part 5", "part 6", "part 7"};
  TM_TRY(tm_read(r, name, "r", frame, 0, to));
  if (parts < 1 || parts > TM_PARTS)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run cat: parts must be from 1 to %d but is %d", TM_PARTS, parts);
  if (dim < 0 || dim >= r->dims) return tm_fail(TM_BAD_ARGUMENT, "Cannot run cat: dim must be from 0 to %d but is %d", r->dims - 1, dim);
  int64_t total = 0;
  for (int k = 0; k < parts; k++) {
    tm_tensor *t = &part[k];
    TM_TRY(tm_read_contiguous(t, name, names[k], frame, 1 + k, from[k]));
    if (t->dtype != r->dtype || t->dims != r->dims)
      return tm_fail(TM_BAD_ARGUMENT, "Cannot run cat: %s must have the dtype and the %d dimensions of r", names[k], r->dims);
    for (int d = 0; d < r->dims; d++)
      if (d != dim && t->size[d] != r->size[d])
        return tm_fail(TM_BAD_ARGUMENT, "Cannot run cat: size %d of %s must be %lld but is %lld", d, names[k], (long long)r->size[d],
                       (long long)t->size[d]);
    TM_TRY(tm_check_apart(name, "r", r, names[k], t));
    total += t->size[dim];
  }
  if (total == r->size[dim]) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run cat: size %d of r must be %lld but is %lld", dim, (long long)total, (long long)r->size[dim]);
}
