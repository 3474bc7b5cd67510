/* ClassNLLCriterion and SpatialClassNLLCriterion: the negative log-likelihood of labelled classes. */
#include "layer.h"

typedef struct {
  int64_t b, n, inner, ignore;
} labelled;

/* Sizes [b][n] or [b][n][inner] of x. `ignore` may be any number: what is no integer equals no label. */
static int32_t read_sizes(labelled *s, const char *caller, const char *name, const tm_tensor *x, double ignore) {
  if (x->dims != 2 && x->dims != 3)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have 2 or 3 dimensions but has %d", caller, name, x->dims);
  bool label = ignore > -9e18 && ignore < 9e18 && ignore == (double)(int64_t)ignore;
  *s = (labelled){x->size[0], x->size[1], x->dims == 3 ? x->size[2] : 1, label ? (int64_t)ignore : INT64_MIN};
  return TM_OK;
}

/* Reads the labels [b][inner], of which there may be some even if x has no element. */
static int32_t read_labels(tm_tensor *t, const char *caller, const tm_frame *frame, int k, const tm_data *data, const labelled *s) {
  if ((double)s->b * (double)s->inner > 9007199254740992.0)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the batch has too many labels", caller);
  TM_TRY(tm_read_vector(t, caller, "target", frame, k, data, TM_INT64, s->b * s->inner));
  return TM_OK;
}

static int32_t bad_label(const char *caller, const int64_t *target, int64_t at, int64_t n) {
  return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: target %lld at position %lld is outside [0, %lld)", caller, (long long)target[at],
                 (long long)at, (long long)n);
}

int32_t tm_nll(tm_data *loss, tm_data *total, const tm_data *x, const tm_data *target, const tm_data *weight, tm_frame *frame,
               int32_t average, double ignore) {
  static const char name[] = "ClassNLLCriterion.forward";
  tm_tensor tl, tt, tx, ty, tw;
  labelled s = {0};
  TM_TRY(tm_read_real(&tx, name, "input", frame, 2, x));
  TM_TRY(read_sizes(&s, name, "input", &tx, ignore));
  TM_TRY(read_labels(&ty, name, frame, 3, target, &s));
  TM_TRY(tm_read_vector(&tl, name, "loss", frame, 0, loss, tx.dtype, 1));
  TM_TRY(tm_read_vector(&tt, name, "total", frame, 1, total, tx.dtype, 1));
  TM_TRY(tm_read_optional_vector(&tw, name, "weights", frame, 4, weight, tx.dtype, s.n));
  int64_t bad = TM_REAL_KERNEL(nll, tx.dtype)(s.b, s.n, s.inner, tx.data, ty.data, tw.data, s.ignore, average, tl.data, tt.data);
  return bad >= 0 ? bad_label(name, ty.data, bad, s.n) : tm_done(name);
}

int32_t tm_nll_grad(tm_data *gx, const tm_data *target, const tm_data *weight, const tm_data *total, tm_frame *frame, int32_t average,
                    double ignore) {
  static const char name[] = "ClassNLLCriterion.backward";
  tm_tensor tg, ty, tw, tt;
  labelled s = {0};
  TM_TRY(tm_read_real(&tg, name, "gradInput", frame, 0, gx));
  TM_TRY(read_sizes(&s, name, "gradInput", &tg, ignore));
  TM_TRY(read_labels(&ty, name, frame, 1, target, &s));
  TM_TRY(tm_read_optional_vector(&tw, name, "weights", frame, 2, weight, tg.dtype, s.n));
  TM_TRY(tm_read_vector(&tt, name, "total", frame, 3, total, tg.dtype, 1));
  int64_t bad = TM_REAL_KERNEL(nll_grad, tg.dtype)(s.b, s.n, s.inner, tg.data, ty.data, tw.data, s.ignore, average, tt.data);
  return bad >= 0 ? bad_label(name, ty.data, bad, s.n) : tm_done(name);
}

int32_t tm_nll_each(tm_data *r, const tm_data *x, const tm_data *target, const tm_data *weight, tm_frame *frame, double ignore) {
  static const char name[] = "ClassNLLCriterion.forward";
  tm_tensor tr, tx, ty, tw;
  labelled s = {0};
  TM_TRY(tm_read_real(&tx, name, "input", frame, 1, x));
  TM_TRY(read_sizes(&s, name, "input", &tx, ignore));
  TM_TRY(read_labels(&ty, name, frame, 2, target, &s));
  TM_TRY(tm_read_optional_vector(&tw, name, "weights", frame, 3, weight, tx.dtype, s.n));
  TM_TRY(tm_read_vector(&tr, name, "losses", frame, 0, r, tx.dtype, ty.n));
  if (ty.n == 0) return TM_OK;
  int64_t bad = TM_REAL_KERNEL(nll_each, tx.dtype)(s.b, s.n, s.inner, tr.data, tx.data, ty.data, tw.data, s.ignore);
  return bad >= 0 ? bad_label(name, ty.data, bad, s.n) : tm_done(name);
}
