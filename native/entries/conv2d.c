/* 2-D convolution: the entries. The kernels are in kernels/conv*.c. */
#include "layer.h"
#include "ops.h"
#include <stdlib.h>
#include <string.h>

/* TAIMATSU_WINOGRAD=0 in the environment when the library is loaded keeps convolutions to the direct form, which rounds like
   any other product: for checks of gradients and recorded values in float32. */
static bool winograd = true;
__attribute__((constructor)) static void read_environment(void) {
  const char *value = getenv("TAIMATSU_WINOGRAD");
  winograd = !(value && strcmp(value, "0") == 0);
}

enum { LIMIT = INT32_MAX };

/* Checks the options and the sizes of the tensors that are there against each other; fills g. y is [n, k, oh, ow]. */
static int32_t check_conv(tm_conv *g, const char *caller, const tm_tensor *x, const char *x_name, const tm_tensor *weight,
                          const char *weight_name, const tm_tensor *y, const char *y_name, const int32_t option[7]) {
  static const char *const names[7] = {"dh", "dw", "padh", "padw", "dilationh", "dilationw", "groups"};
  char wanted[TM_SIZE_TEXT], found[TM_SIZE_TEXT];
  for (int i = 0; i < 7; i++) {
    int least = i == 2 || i == 3 ? 0 : 1;
    if (option[i] < least)
      return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be at least %d but is %d", caller, names[i], least, option[i]);
  }
  const tm_tensor *tensors[3] = {x, weight, y};
  const char *tensor_names[3] = {x_name, weight_name, y_name};
  for (int i = 0; i < 3; i++)
    if (tensors[i]->dims != 4)
      return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have 4 dimensions but is %s", caller, tensor_names[i],
                     tm_size_text(found, tensors[i]));
  for (int i = 0; i < 3; i++)
    if (tensors[i]->dtype != weight->dtype)
      return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s like %s but is %s", caller, tensor_names[i], tm_dtype_name(weight->dtype),
                     weight_name, tm_dtype_name(tensors[i]->dtype));
  *g = (tm_conv){.n = x->size[0], .c = x->size[1], .h = x->size[2], .w = x->size[3], .k = weight->size[0], .kh = weight->size[2],
                 .kw = weight->size[3], .dh = option[0], .dw = option[1], .ph = option[2], .pw = option[3], .lh = option[4],
                 .lw = option[5], .groups = option[6], .op = -1,
                 .winograd = winograd};
  const tm_tensor *sized[2] = {weight, x};
  for (int i = 0; i < 2; i++)
    for (int d = i ? 1 : 0; d < 4; d++)
      if (sized[i]->size[d] < 1 || sized[i]->size[d] > LIMIT)
        return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: size %d of %s must be from 1 to %d but is %lld", caller, d,
                       i ? x_name : weight_name, LIMIT, (long long)sized[i]->size[d]);
  if (g->k % g->groups || g->c % g->groups)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: groups must divide %lld channels in and %lld channels out but is %d", caller,
                   (long long)g->c, (long long)g->k, g->groups);
  if (weight->size[1] != g->c / g->groups)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be [%lld, %lld, %lld, %lld] for %lld channels in %d group%s but is %s", caller,
                   weight_name, (long long)g->k, (long long)(g->c / g->groups), (long long)g->kh, (long long)g->kw, (long long)g->c,
                   g->groups, g->groups == 1 ? "" : "s", tm_size_text(found, weight));
  int64_t spare_h = g->h + 2 * (int64_t)g->ph - (g->kh - 1) * g->lh - 1, spare_w = g->w + 2 * (int64_t)g->pw - (g->kw - 1) * g->lw - 1;
  if (spare_h < 0 || spare_w < 0)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the kernel must fit into the padded input [%lld, %lld] but reaches over [%lld, %lld]",
                   caller, (long long)(g->h + 2 * (int64_t)g->ph), (long long)(g->w + 2 * (int64_t)g->pw),
                   (long long)((g->kh - 1) * g->lh + 1), (long long)((g->kw - 1) * g->lw + 1));
  g->oh = spare_h / g->dh + 1, g->ow = spare_w / g->dw + 1;
  tm_tensor like = {.dims = 4, .size = {g->n, g->k, g->oh, g->ow}};
  if (!tm_same_size(y, &like))
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be %s but is %s", caller, y_name, tm_size_text(wanted, &like),
                   tm_size_text(found, y));
  return TM_OK;
}

static int32_t check_bias(const char *caller, const char *name, const tm_tensor *bias, const tm_tensor *weight) {
  if (bias->dims == 0) return TM_OK;
  if (bias->dtype != weight->dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s but is %s", caller, name, tm_dtype_name(weight->dtype),
                   tm_dtype_name(bias->dtype));
  if (bias->n == weight->size[0]) return TM_OK;
  char found[TM_SIZE_TEXT];
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be [%lld] but is %s", caller, name, (long long)weight->size[0],
                 tm_size_text(found, bias));
}

/* Reads maps whose planes are contiguous, but may lie apart. */
static int32_t read_planes(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data) {
  TM_TRY(tm_read(t, caller, name, frame, k, data));
  if (t->dims != 4 || t->n == 0) return TM_OK;
  int64_t plane = t->size[2] * t->size[3];
  bool rows = (t->size[3] == 1 || t->stride[3] == 1) && (t->size[2] == 1 || t->stride[2] == t->size[3]);
  if (rows && (t->size[1] == 1 || t->stride[1] >= plane) && (t->size[0] == 1 || t->stride[0] >= plane)) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have contiguous planes that do not meet", caller, name);
}

static int32_t status(const char *caller, bool done) {
  return done ? tm_done(caller) : tm_fail(TM_OUT_OF_MEMORY, "Cannot run %s: there is no memory for scratch space", caller);
}

int32_t tm_conv2d(tm_data *y, const tm_data *x, const tm_data *weight, const tm_data *bias, tm_frame *frame, int32_t dh, int32_t dw,
                  int32_t padh, int32_t padw, int32_t dilationh, int32_t dilationw, int32_t groups, int32_t op, double a, double b) {
  static const char name[] = "SpatialConvolution.forward";
  tm_tensor ty, tx, tw, tb;
  tm_conv g;
  TM_TRY(read_planes(&ty, name, "output", frame, 0, y));
  TM_TRY(tm_read_contiguous(&tx, name, "input", frame, 1, x));
  TM_TRY(tm_read_real(&tw, name, "weight", frame, 2, weight));
  TM_TRY(tm_read_contiguous(&tb, name, "bias", frame, 3, bias));
  TM_TRY(check_conv(&g, name, &tx, "input", &tw, "weight", &ty, "output", (int32_t[]){dh, dw, padh, padw, dilationh, dilationw, groups}));
  TM_TRY(check_bias(name, "bias", &tb, &tw));
  if (g.n == 0) return TM_OK;
  g.y_image = ty.stride[0], g.y_plane = ty.stride[1];
  if (op >= 0) {
    if (!tm_op_name(TM_FAMILY_UNARY, op)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: there is no unary op number %d", name, op);
    g.relu = op == UNARY_relu, g.op = op, g.a = a, g.b = b;
#ifndef TM_CUDA
    g.activate = g.relu ? NULL : tm_kernel.unary_loop(op, tw.dtype);
    if (!g.relu && !g.activate) return tm_fail_dtype(name, tw.dtype);
#endif
  }
  return status(name, TM_REAL_KERNEL(conv_forward, tw.dtype)(&g, tx.data, tw.data, tb.data, ty.data));
}

int32_t tm_conv2d_grad_input(tm_data *gx, const tm_data *gy, const tm_data *weight, tm_frame *frame, int32_t dh, int32_t dw,
                             int32_t padh, int32_t padw, int32_t dilationh, int32_t dilationw, int32_t groups) {
  static const char name[] = "SpatialConvolution.backward";
  tm_tensor tx, ty, tw;
  tm_conv g;
  TM_TRY(tm_read_contiguous(&tx, name, "gradInput", frame, 0, gx));
  TM_TRY(tm_read_contiguous(&ty, name, "gradOutput", frame, 1, gy));
  TM_TRY(tm_read_real(&tw, name, "weight", frame, 2, weight));
  TM_TRY(check_conv(&g, name, &tx, "gradInput", &tw, "weight", &ty, "gradOutput", (int32_t[]){dh, dw, padh, padw, dilationh, dilationw, groups}));
  if (g.n == 0) return TM_OK;
  return status(name, TM_REAL_KERNEL(conv_grad_input, tw.dtype)(&g, ty.data, tw.data, tx.data));
}

int32_t tm_conv2d_grad_parameters(tm_data *gweight, tm_data *gbias, const tm_data *x, const tm_data *gy, tm_frame *frame, int32_t dh,
                                  int32_t dw, int32_t padh, int32_t padw, int32_t dilationh, int32_t dilationw, int32_t groups,
                                  double scale) {
  static const char name[] = "SpatialConvolution.backward";
  tm_tensor tw, tb, tx, ty;
  tm_conv g;
  TM_TRY(tm_read_real(&tw, name, "gradWeight", frame, 0, gweight));
  TM_TRY(tm_read_contiguous(&tb, name, "gradBias", frame, 1, gbias));
  TM_TRY(tm_read_contiguous(&tx, name, "input", frame, 2, x));
  TM_TRY(tm_read_contiguous(&ty, name, "gradOutput", frame, 3, gy));
  TM_TRY(check_conv(&g, name, &tx, "input", &tw, "gradWeight", &ty, "gradOutput", (int32_t[]){dh, dw, padh, padw, dilationh, dilationw, groups}));
  TM_TRY(check_bias(name, "gradBias", &tb, &tw));
  if (g.n == 0) return TM_OK;
  return status(name, TM_REAL_KERNEL(conv_grad_parameters, tw.dtype)(&g, tx.data, ty.data, tw.data, tb.data, scale));
}
