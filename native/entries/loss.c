/* Criterions that compare element by element: the rows of loss.def. */
#include "layer.h"
#include "ops.h"

static const char *const forward_names[] = {
#define LOSS(name, ...) #name ".forward",
#include "../ops/loss.def"
#undef LOSS
};
static const char *const backward_names[] = {
#define LOSS(name, ...) #name ".backward",
#include "../ops/loss.def"
#undef LOSS
};

typedef struct {
  const char *name;
  tm_tensor r, x, y, weight;
  int64_t columns;
} operands;

/* Reads r (operand 0, with as many elements as `like_input` says), x, y and the weights of the last dimension. */
static int32_t read_operands(operands *o, const char *const names[], const char *r_name, int32_t op, bool like_input, const tm_data *r,
                             const tm_data *x, const tm_data *y, const tm_data *weight, const tm_frame *frame, double scale, double a) {
  if (op < 0 || op >= LOSS_OPS) return tm_fail(TM_BAD_ARGUMENT, "Cannot compute a loss: there is no loss number %d", op);
  o->name = names[op];
  TM_TRY(tm_read_real(&o->x, o->name, "input", frame, 1, x));
  TM_TRY(tm_read_vector(&o->y, o->name, "target", frame, 2, y, o->x.dtype, o->x.n));
  o->columns = o->x.dims > 0 ? o->x.size[o->x.dims - 1] : 0;
  TM_TRY(tm_read_optional_vector(&o->weight, o->name, "weights", frame, 3, weight, o->x.dtype, o->columns));
  TM_TRY(tm_read_vector(&o->r, o->name, r_name, frame, 0, r, o->x.dtype, like_input ? o->x.n : 1));
  TM_TRY(tm_want_finite(o->name, "the factor", scale));
  return tm_want_finite(o->name, "the parameter", a);
}

int32_t tm_loss(int32_t op, tm_data *loss, const tm_data *x, const tm_data *y, const tm_data *weight, tm_frame *frame, double scale,
                double a) {
  operands o;
  TM_TRY(read_operands(&o, forward_names, "loss", op, false, loss, x, y, weight, frame, scale, a));
  TM_REAL_KERNEL(loss, o.x.dtype)(op, o.x.n, o.r.data, o.x.data, o.y.data, o.weight.data, o.columns, scale, a);
  return tm_done(o.name);
}

int32_t tm_loss_each(int32_t op, tm_data *r, const tm_data *x, const tm_data *y, const tm_data *weight, tm_frame *frame, double scale,
                     double a) {
  operands o;
  TM_TRY(read_operands(&o, forward_names, "losses", op, true, r, x, y, weight, frame, scale, a));
  if (o.x.n > 0) TM_REAL_KERNEL(loss_each, o.x.dtype)(op, o.x.n, o.r.data, o.x.data, o.y.data, o.weight.data, o.columns, scale, a);
  return tm_done(o.name);
}

int32_t tm_loss_grad(int32_t op, tm_data *gx, const tm_data *x, const tm_data *y, const tm_data *weight, tm_frame *frame, double scale,
                     double a) {
  operands o;
  TM_TRY(read_operands(&o, backward_names, "gradInput", op, true, gx, x, y, weight, frame, scale, a));
  if (o.x.n > 0) TM_REAL_KERNEL(loss_grad, o.x.dtype)(op, o.x.n, o.r.data, o.x.data, o.y.data, o.weight.data, o.columns, scale, a);
  return tm_done(o.name);
}
