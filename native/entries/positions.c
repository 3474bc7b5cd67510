/* Reading the operands of gathering and scattering: see positions.h. */
#include "positions.h"

/* Requires that `whole` has the dimensions of `part` and, but for dim, at least its sizes. */
static int32_t check_covers(const char *caller, const char *name, const tm_tensor *whole, const char *part_name, const tm_tensor *part,
                            int dim) {
  if (whole->dims != part->dims)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have the %d dimensions of %s but has %d", caller, name, part->dims, part_name,
                   whole->dims);
  for (int d = 0; d < part->dims; d++)
    if (d != dim && whole->size[d] < part->size[d])
      return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: size %d of %s must be at least %lld but is %lld", caller, d, name,
                     (long long)part->size[d], (long long)whole->size[d]);
  return TM_OK;
}

static int32_t check_dim(const char *caller, int32_t dim, const tm_tensor *t) {
  if (dim >= 0 && dim < t->dims) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the dimension must be from 0 to %d but is %d", caller, t->dims - 1, dim);
}

static int32_t check_same_size(const char *caller, const char *name, const tm_tensor *t, const tm_tensor *index) {
  if (tm_same_size(t, index)) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have the size of index", caller, name);
}

static int32_t check_dtype(const char *caller, const tm_tensor *r, const tm_tensor *x) {
  if (r->dtype == x->dtype) return TM_OK;
  return tm_fail(TM_BAD_DTYPE, "Cannot run %s: x must be %s like r but is %s", caller, tm_dtype_name(r->dtype), tm_dtype_name(x->dtype));
}

static int32_t check_index(const char *caller, const tm_tensor *index, int64_t size) {
  if (size == 0 && index->n > 0)
    return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: there is nothing to index, the dimension has size 0", caller);
  if (index->dtype == TM_INT64) return TM_OK;
  return tm_fail(TM_BAD_DTYPE, "Cannot run %s: index must be int64 but is %s", caller, tm_dtype_name(index->dtype));
}

int32_t tm_read_gather(tm_tensor t[3], const tm_data *r, const tm_data *x, const tm_data *index, const tm_frame *frame, int32_t dim) {
  static const char name[] = "gather";
  TM_TRY(tm_read(&t[0], name, "r", frame, 0, r));
  TM_TRY(tm_read(&t[1], name, "x", frame, 1, x));
  TM_TRY(tm_read(&t[2], name, "index", frame, 2, index));
  TM_TRY(check_dim(name, dim, &t[1]));
  TM_TRY(check_dtype(name, &t[0], &t[1]));
  TM_TRY(check_same_size(name, "r", &t[0], &t[2]));
  TM_TRY(check_covers(name, "x", &t[1], "index", &t[2], dim));
  TM_TRY(tm_check_apart(name, "r", &t[0], "index", &t[2]));
  return check_index(name, &t[2], t[1].size[dim]);
}

int32_t tm_read_scatter(tm_tensor t[3], const char *name, const tm_data *r, const tm_data *x, const tm_data *index, const tm_frame *frame,
                        int32_t dim) {
  TM_TRY(tm_read(&t[1], name, "r", frame, 0, r));
  TM_TRY(tm_read(&t[2], name, "x", frame, 1, x));
  TM_TRY(tm_read(&t[0], name, "index", frame, 2, index));
  TM_TRY(check_dim(name, dim, &t[1]));
  TM_TRY(check_dtype(name, &t[1], &t[2]));
  TM_TRY(check_covers(name, "x", &t[2], "index", &t[0], -1));
  TM_TRY(check_covers(name, "r", &t[1], "index", &t[0], dim));
  TM_TRY(tm_check_apart(name, "r", &t[1], "index", &t[0]));
  return check_index(name, &t[0], t[1].size[dim]);
}
