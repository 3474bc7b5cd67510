/* The fully connected layer: y = x weight' + bias and its gradients. */
#include "layer.h"
#include "multiply.h"

static int32_t check_real(const char *caller, const char *name, const tm_tensor *t, int dims) {
  if (t->dtype != TM_FLOAT32 && t->dtype != TM_FLOAT64)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be float32 or float64 but is %s", caller, name, tm_dtype_name(t->dtype));
  if (t->dims != dims)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have %d dimension%s but has %d", caller, name, dims, dims == 1 ? "" : "s", t->dims);
  return TM_OK;
}

static int32_t check_matrix(const char *caller, const char *name, const tm_tensor *t, int dtype, int64_t rows, int64_t columns) {
  TM_TRY(check_real(caller, name, t, 2));
  if (t->dtype != dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s but is %s", caller, name, tm_dtype_name(dtype), tm_dtype_name(t->dtype));
  if (t->size[0] != rows || t->size[1] != columns)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be [%lld, %lld] but is [%lld, %lld]", caller, name, (long long)rows,
                   (long long)columns, (long long)t->size[0], (long long)t->size[1]);
  return TM_OK;
}

static int32_t check_vector(const char *caller, const char *name, const tm_tensor *t, int dtype, int64_t n) {
  TM_TRY(check_real(caller, name, t, 1));
  if (t->dtype != dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s but is %s", caller, name, tm_dtype_name(dtype), tm_dtype_name(t->dtype));
  if (t->size[0] != n)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be [%lld] but is [%lld]", caller, name, (long long)n, (long long)t->size[0]);
  return TM_OK;
}

static tm_matrix matrix(const tm_tensor *t) { return (tm_matrix){t->data, t->size[0], t->size[1], t->size[1], 1}; }
static tm_matrix turned(const tm_tensor *t) { return (tm_matrix){t->data, t->size[1], t->size[0], 1, t->size[1]}; }

int32_t tm_linear(tm_data *y, const tm_data *x, const tm_data *weight, const tm_data *bias, tm_frame *frame) {
  static const char name[] = "Linear.forward";
  tm_tensor ty, tx, tw, tb;
  TM_TRY(tm_read_contiguous(&ty, name, "output", frame, 0, y));
  TM_TRY(tm_read_contiguous(&tx, name, "input", frame, 1, x));
  TM_TRY(tm_read_contiguous(&tw, name, "weight", frame, 2, weight));
  TM_TRY(tm_read_contiguous(&tb, name, "bias", frame, 3, bias));
  TM_TRY(check_real(name, "weight", &tw, 2));
  TM_TRY(check_real(name, "input", &tx, 2));
  TM_TRY(check_matrix(name, "input", &tx, tw.dtype, tx.size[0], tw.size[1]));
  TM_TRY(check_matrix(name, "output", &ty, tw.dtype, tx.size[0], tw.size[0]));
  if (tb.dims) TM_TRY(check_vector(name, "bias", &tb, tw.dtype, tw.size[0]));
  if (ty.n == 0) return TM_OK;
  if (tb.dims) TM_REAL_KERNEL(linear_bias, ty.dtype)(ty.size[0], ty.size[1], ty.data, tb.data);
  return tm_multiply(ty.dtype, matrix(&ty), matrix(&tx), turned(&tw), tb.dims ? 1 : 0, 1) ? tm_done(name) : tm_no_scratch(name);
}

int32_t tm_linear_grad_input(tm_data *gx, const tm_data *gy, const tm_data *weight, tm_frame *frame) {
  static const char name[] = "Linear.backward";
  tm_tensor tx, ty, tw;
  TM_TRY(tm_read_contiguous(&tx, name, "gradInput", frame, 0, gx));
  TM_TRY(tm_read_contiguous(&ty, name, "gradOutput", frame, 1, gy));
  TM_TRY(tm_read_contiguous(&tw, name, "weight", frame, 2, weight));
  TM_TRY(check_real(name, "weight", &tw, 2));
  TM_TRY(check_real(name, "gradOutput", &ty, 2));
  TM_TRY(check_matrix(name, "gradOutput", &ty, tw.dtype, ty.size[0], tw.size[0]));
  TM_TRY(check_matrix(name, "gradInput", &tx, tw.dtype, ty.size[0], tw.size[1]));
  return tm_multiply(tx.dtype, matrix(&tx), matrix(&ty), matrix(&tw), 0, 1) ? tm_done(name) : tm_no_scratch(name);
}

int32_t tm_linear_grad_parameters(tm_data *gweight, tm_data *gbias, const tm_data *x, const tm_data *gy, tm_frame *frame,
                                  double scale) {
  static const char name[] = "Linear.backward";
  tm_tensor tw, tb, tx, ty;
  TM_TRY(tm_read_contiguous(&tw, name, "gradWeight", frame, 0, gweight));
  TM_TRY(tm_read_contiguous(&tb, name, "gradBias", frame, 1, gbias));
  TM_TRY(tm_read_contiguous(&tx, name, "input", frame, 2, x));
  TM_TRY(tm_read_contiguous(&ty, name, "gradOutput", frame, 3, gy));
  TM_TRY(check_real(name, "gradWeight", &tw, 2));
  TM_TRY(check_real(name, "input", &tx, 2));
  TM_TRY(check_matrix(name, "input", &tx, tw.dtype, tx.size[0], tw.size[1]));
  TM_TRY(check_matrix(name, "gradOutput", &ty, tw.dtype, tx.size[0], tw.size[0]));
  if (tb.dims) TM_TRY(check_vector(name, "gradBias", &tb, tw.dtype, tw.size[0]));
  if (!tm_multiply(tw.dtype, matrix(&tw), turned(&ty), matrix(&tx), 1, scale)) return tm_no_scratch(name);
  if (tb.n) TM_REAL_KERNEL(linear_bias_grad, tw.dtype)(ty.size[0], ty.size[1], tb.data, ty.data, scale);
  return tm_done(name);
}
