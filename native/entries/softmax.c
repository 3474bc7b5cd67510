/* SoftMax and LogSoftMax along dimension 1 of [outer][n][inner], and their gradients. */
#include "layer.h"

static int32_t read_classes(tm_tensor *x, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data) {
  TM_TRY(tm_read_real(x, caller, name, frame, k, data));
  if (x->dims != 2 && x->dims != 3)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have 2 or 3 dimensions but has %d", caller, name, x->dims);
  return TM_OK;
}

int32_t tm_softmax(tm_data *y, const tm_data *x, tm_frame *frame, int32_t log) {
  const char *name = log ? "LogSoftMax.forward" : "SoftMax.forward";
  tm_tensor ty, tx;
  TM_TRY(read_classes(&tx, name, "input", frame, 1, x));
  TM_TRY(tm_read_like(&ty, name, "output", frame, 0, y, &tx, "input"));
  if (tx.n == 0) return TM_OK;
  TM_REAL_KERNEL(softmax, tx.dtype)(log, tx.size[0], tx.size[1], tx.dims == 3 ? tx.size[2] : 1, ty.data, tx.data);
  return tm_done(name);
}

int32_t tm_softmax_grad(tm_data *gx, const tm_data *gy, const tm_data *y, tm_frame *frame, int32_t log) {
  const char *name = log ? "LogSoftMax.backward" : "SoftMax.backward";
  tm_tensor tgx, tgy, ty;
  TM_TRY(read_classes(&ty, name, "output", frame, 2, y));
  TM_TRY(tm_read_like(&tgy, name, "gradOutput", frame, 1, gy, &ty, "output"));
  TM_TRY(tm_read_like(&tgx, name, "gradInput", frame, 0, gx, &ty, "output"));
  if (ty.n == 0) return TM_OK;
  TM_REAL_KERNEL(softmax_grad, ty.dtype)(log, ty.size[0], ty.size[1], ty.dims == 3 ? ty.size[2] : 1, tgx.data, tgy.data, ty.data);
  return tm_done(name);
}
