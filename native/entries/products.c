/* Reading the operands of matrix products: see products.h. */
#include "products.h"
#include "operands.h"

/* Whether two tensors are columns (or rows) of one matrix that do not meet: equal steps in one dimension, and the rest of each
   lies within such a step. */
static bool interleaved(const tm_tensor *x, const tm_tensor *y) {
  for (int i = 0; i < x->dims; i++)
    for (int j = 0; j < y->dims; j++) {
      int64_t step = x->stride[i], width = (int64_t)tm_element_size(x->dtype);
      if (step <= 0 || y->stride[j] != step) continue;
      tm_tensor u = *x, v = *y;
      u.size[i] = v.size[j] = 1;
      char *ul, *uh, *vl, *vh;
      tm_extent(&u, &ul, &uh), tm_extent(&v, &vl, &vh);
      int64_t period = step * width, gap = ((int64_t)(vl - ul) % period + period) % period;
      if (uh - ul < gap && gap + (vh - vl) < period) return true;
    }
  return false;
}

static int32_t check_dims(const char *caller, const char *name, const tm_tensor *t, int dims) {
  if (t->dims == dims) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have %d dimension%s but has %d", caller, name, dims, dims == 1 ? "" : "s", t->dims);
}

static int32_t check_size(const char *caller, const char *name, const tm_tensor *t, int d, int64_t wanted) {
  if (t->size[d] == wanted) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: size %d of %s must be %lld but is %lld", caller, d, name, (long long)wanted,
                 (long long)t->size[d]);
}

/* r must be a numeric tensor whose elements are distinct; the factors have its dtype and share no element with it. */
static int32_t check(const char *caller, const tm_tensor *r, const tm_tensor *x, const char *x_name, const tm_tensor *y,
                     const char *y_name) {
  if (r->dtype > TM_FLOAT64)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must have a numeric dtype but is %s", caller, tm_dtype_name(r->dtype));
  const tm_tensor *factors[2] = {x, y};
  const char *names[2] = {x_name, y_name};
  for (int f = 0; f < 2; f++) {
    if (factors[f]->dtype != r->dtype)
      return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s like r but is %s", caller, names[f], tm_dtype_name(r->dtype),
                     tm_dtype_name(factors[f]->dtype));
  }
  if (r->n == 0) return TM_OK;
  for (int d = 0; d < r->dims; d++)
    if (r->stride[d] == 0 && r->size[d] > 1)
      return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: r must have distinct elements but stride %d is 0", caller, d);
  char *low, *high;
  tm_extent(r, &low, &high);
  for (int f = 0; f < 2; f++) {
    if (factors[f]->n == 0) continue;
    char *l, *h;
    tm_extent(factors[f], &l, &h);
    if (l <= high && low <= h && !interleaved(r, factors[f]))
      return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: r must not overlap %s, which is read while r is written", caller, names[f]);
  }
  return TM_OK;
}

int32_t tm_read_addmm(tm_matrix m[3], int *dtype, const tm_data *r, const tm_data *a, const tm_data *b, const tm_frame *frame) {
  static const char name[] = "addmm";
  tm_tensor tr, ta, tb;
  TM_TRY(tm_read(&tr, name, "r", frame, 0, r));
  TM_TRY(tm_read(&ta, name, "a", frame, 1, a));
  TM_TRY(tm_read(&tb, name, "b", frame, 2, b));
  TM_TRY(check_dims(name, "r", &tr, 2));
  TM_TRY(check_dims(name, "a", &ta, 2));
  TM_TRY(check_dims(name, "b", &tb, 2));
  TM_TRY(check_size(name, "b", &tb, 0, ta.size[1]));
  TM_TRY(check_size(name, "r", &tr, 0, ta.size[0]));
  TM_TRY(check_size(name, "r", &tr, 1, tb.size[1]));
  TM_TRY(check(name, &tr, &ta, "a", &tb, "b"));
  *dtype = tr.dtype;
  m[0] = (tm_matrix){tr.data, tr.size[0], tr.size[1], tr.stride[0], tr.stride[1]};
  m[1] = (tm_matrix){ta.data, ta.size[0], ta.size[1], ta.stride[0], ta.stride[1]};
  m[2] = (tm_matrix){tb.data, tb.size[0], tb.size[1], tb.stride[0], tb.stride[1]};
  return TM_OK;
}

int32_t tm_read_addmv(tm_matrix m[3], int *dtype, const tm_data *r, const tm_data *a, const tm_data *x, const tm_frame *frame) {
  static const char name[] = "addmv";
  tm_tensor tr, ta, tx;
  TM_TRY(tm_read(&tr, name, "r", frame, 0, r));
  TM_TRY(tm_read(&ta, name, "a", frame, 1, a));
  TM_TRY(tm_read(&tx, name, "x", frame, 2, x));
  TM_TRY(check_dims(name, "r", &tr, 1));
  TM_TRY(check_dims(name, "a", &ta, 2));
  TM_TRY(check_dims(name, "x", &tx, 1));
  TM_TRY(check_size(name, "x", &tx, 0, ta.size[1]));
  TM_TRY(check_size(name, "r", &tr, 0, ta.size[0]));
  TM_TRY(check(name, &tr, &ta, "a", &tx, "x"));
  *dtype = tr.dtype;
  m[0] = (tm_matrix){tr.data, tr.size[0], 1, tr.stride[0], 1};
  m[1] = (tm_matrix){ta.data, ta.size[0], ta.size[1], ta.stride[0], ta.stride[1]};
  m[2] = (tm_matrix){tx.data, tx.size[0], 1, tx.stride[0], 1};
  return TM_OK;
}

int32_t tm_read_addr(tm_matrix m[3], int *dtype, const tm_data *r, const tm_data *x, const tm_data *y, const tm_frame *frame) {
  static const char name[] = "addr";
  tm_tensor tr, tx, ty;
  TM_TRY(tm_read(&tr, name, "r", frame, 0, r));
  TM_TRY(tm_read(&tx, name, "x", frame, 1, x));
  TM_TRY(tm_read(&ty, name, "y", frame, 2, y));
  TM_TRY(check_dims(name, "r", &tr, 2));
  TM_TRY(check_dims(name, "x", &tx, 1));
  TM_TRY(check_dims(name, "y", &ty, 1));
  TM_TRY(check_size(name, "r", &tr, 0, tx.size[0]));
  TM_TRY(check_size(name, "r", &tr, 1, ty.size[0]));
  TM_TRY(check(name, &tr, &tx, "x", &ty, "y"));
  *dtype = tr.dtype;
  m[0] = (tm_matrix){tr.data, tr.size[0], tr.size[1], tr.stride[0], tr.stride[1]};
  m[1] = (tm_matrix){tx.data, tx.size[0], 1, tx.stride[0], 1};
  m[2] = (tm_matrix){ty.data, 1, ty.size[0], 1, ty.stride[0]};
  return TM_OK;
}

int32_t tm_read_baddbmm(tm_tensor t[3], const tm_data *r, const tm_data *a, const tm_data *b, const tm_frame *frame) {
  static const char name[] = "baddbmm";
    TM_TRY(tm_read(&t[0], name, "r", frame, 0, r));
  TM_TRY(tm_read(&t[1], name, "a", frame, 1, a));
  TM_TRY(tm_read(&t[2], name, "b", frame, 2, b));
  TM_TRY(check_dims(name, "r", &t[0], 3));
  TM_TRY(check_dims(name, "a", &t[1], 3));
  TM_TRY(check_dims(name, "b", &t[2], 3));
  TM_TRY(check_size(name, "b", &t[2], 0, t[1].size[0]));
  TM_TRY(check_size(name, "b", &t[2], 1, t[1].size[2]));
  TM_TRY(check_size(name, "r", &t[0], 0, t[1].size[0]));
  TM_TRY(check_size(name, "r", &t[0], 1, t[1].size[1]));
  TM_TRY(check_size(name, "r", &t[0], 2, t[2].size[2]));
  TM_TRY(check(name, &t[0], &t[1], "a", &t[2], "b"));
  return TM_OK;
}
