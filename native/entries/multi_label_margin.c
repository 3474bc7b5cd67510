/* MultiLabelMarginCriterion: a hinge loss of several labels a sample. */
#include "layer.h"

/* Reads r, counts, x and the labels, which are in range on the CPU. */
static int32_t read_operands(tm_tensor t[3], const int32_t **target, const char *caller, const char *r_name, const tm_data *r,
                             const tm_data *counts, const tm_data *x, const tm_data *labels, const tm_frame *frame, bool gradient) {
  tm_tensor list;
  TM_TRY(tm_read_real(&t[2], caller, "input", frame, 2, x));
  if (t[2].dims != 2) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: input must have 2 dimensions but has %d", caller, t[2].dims);
  const int64_t n = t[2].size[1];
  TM_TRY(tm_read_vector(&list, caller, "target", frame, 3, labels, TM_INT32, t[2].n));
  TM_TRY(tm_read_vector(&t[0], caller, r_name, frame, 0, r, gradient ? t[2].dtype : TM_FLOAT64, gradient ? t[2].n : t[2].size[0]));
  TM_TRY(tm_read_vector(&t[1], caller, "counts", frame, 1, counts, TM_INT32, t[2].n));
  if (!(*target = tm_own_list(&list, 0)) && t[2].n > 0) return tm_no_scratch(caller);
  for (int64_t row = 0; TM_ON_HOST && row < t[2].size[0]; row++)
    for (int64_t i = row * n; i < (row + 1) * n && (*target)[i] != -1; i++)
      if ((*target)[i] < 0 || (*target)[i] >= n)
        return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: target %d at position %lld is outside [0, %lld)", caller, (*target)[i], (long long)i,
                       (long long)n);
  return TM_OK;
}

int32_t tm_multi_label_margin(tm_data *losses, tm_data *counts, const tm_data *x, const tm_data *target, tm_frame *frame) {
  static const char name[] = "MultiLabelMarginCriterion.forward";
  tm_tensor t[3];
  const int32_t *labels;
  TM_TRY(read_operands(t, &labels, name, "losses", losses, counts, x, target, frame, false));
  if (t[0].n > 0) TM_REAL_KERNEL(multi_label_margin, t[2].dtype)(t[2].size[0], t[2].size[1], t[0].data, t[1].data, t[2].data, labels);
  return tm_done(name);
}

int32_t tm_multi_label_margin_grad(tm_data *gx, tm_data *counts, const tm_data *x, const tm_data *target, tm_frame *frame, double scale) {
  static const char name[] = "MultiLabelMarginCriterion.backward";
  tm_tensor t[3];
  const int32_t *labels;
  TM_TRY(read_operands(t, &labels, name, "gradInput", gx, counts, x, target, frame, true));
  TM_TRY(tm_want_finite(name, "the factor", scale));
  if (t[0].n > 0) TM_REAL_KERNEL(multi_label_margin_grad, t[2].dtype)(t[2].size[0], t[2].size[1], t[0].data, t[1].data, t[2].data, labels, scale);
  return tm_done(name);
}
