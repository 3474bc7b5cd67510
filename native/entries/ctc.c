/* CTCCriterion: the sums over all alignments of sequences of labels with the steps of an input. */
#include "layer.h"

/* Reads what both passes take: log, labels and lengths as operands k, k + 1 and k + 2. */
static int32_t read_sequences(tm_sequences *q, tm_tensor *log, const char *caller, const tm_frame *frame, int k, const tm_data *log_data,
                              const tm_data *labels, const tm_data *lengths, int32_t batch_first, int32_t blank) {
  enum { LABELS, LENGTHS };
  tm_tensor tl, tn;
  TM_TRY(tm_read_real(log, caller, "log", frame, k, log_data));
  if (log->dims != 3) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: log must have 3 dimensions but has %d", caller, log->dims);
  const int64_t batch = log->size[batch_first ? 0 : 1], steps = log->size[batch_first ? 1 : 0], classes = log->size[2];
  TM_TRY(tm_read_contiguous(&tl, caller, "labels", frame, k + 1, labels));
  const int64_t most = tl.dims == 2 ? tl.size[1] : 0;
  TM_TRY(tm_read_vector(&tl, caller, "labels", frame, k + 1, labels, TM_INT32, batch * most));
  TM_TRY(tm_read_vector(&tn, caller, "lengths", frame, k + 2, lengths, TM_INT32, 2 * batch));
  if (blank < 0 || blank >= classes)
    return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: the blank %d is outside [0, %lld)", caller, blank, (long long)classes);
  const int64_t step = batch_first ? classes : batch * classes, sample = batch_first ? steps * classes : classes;
  *q = (tm_sequences){batch, steps, classes, most, step, sample, blank, tm_own_list(&tl, LABELS), tm_own_list(&tn, LENGTHS)};
  if (TM_ON_HOST && (!q->labels || !q->lengths)) return tm_no_scratch(caller);
  for (int64_t i = 0; TM_ON_HOST && i < 2 * batch; i++) {
    const int64_t bound = i % 2 ? steps : most;
    if (q->lengths[i] < 0 || q->lengths[i] > bound)
      return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: length %d at position %lld is outside [0, %lld]", caller, q->lengths[i], (long long)i,
                     (long long)bound);
  }
  for (int64_t i = 0; TM_ON_HOST && i < batch * most; i++)
    if (i % most < q->lengths[i / most * 2] && (q->labels[i] < 0 || q->labels[i] >= classes))
      return tm_fail(TM_OUT_OF_BOUNDS, "Cannot run %s: label %d at position %lld is outside [0, %lld)", caller, q->labels[i], (long long)i,
                     (long long)classes);
  return TM_OK;
}

int32_t tm_ctc(tm_data *losses, tm_data *beginnings, const tm_data *log, const tm_data *labels, const tm_data *lengths, tm_frame *frame,
               int32_t batch_first, int32_t blank) {
  static const char name[] = "CTCCriterion.forward";
  tm_tensor tx, tl, tb;
  tm_sequences q;
  TM_TRY(read_sequences(&q, &tx, name, frame, 2, log, labels, lengths, batch_first, blank));
  TM_TRY(tm_read_vector(&tl, name, "losses", frame, 0, losses, TM_FLOAT64, q.batch));
  TM_TRY(tm_read_vector(&tb, name, "beginnings", frame, 1, beginnings, TM_FLOAT64, q.batch * q.steps * (2 * q.most + 1)));
  if (q.batch > 0) TM_REAL_KERNEL(ctc, tx.dtype)(&q, tl.data, tb.data, tx.data);
  return tm_done(name);
}

int32_t tm_ctc_grad(tm_data *gx, tm_data *room, const tm_data *log, const tm_data *labels, const tm_data *lengths, const tm_data *losses,
                    const tm_data *beginnings, const tm_data *scales, tm_frame *frame, int32_t batch_first, int32_t blank) {
  static const char name[] = "CTCCriterion.backward";
  tm_tensor tx, tg, tr, tl, tb, ts;
  tm_sequences q;
  TM_TRY(read_sequences(&q, &tx, name, frame, 2, log, labels, lengths, batch_first, blank));
  TM_TRY(tm_read_vector(&tg, name, "gradInput", frame, 0, gx, tx.dtype, tx.n));
  TM_TRY(tm_read_vector(&tr, name, "room", frame, 1, room, TM_FLOAT64, q.batch * (2 * (2 * q.most + 1) + q.classes)));
  TM_TRY(tm_read_vector(&tl, name, "losses", frame, 5, losses, TM_FLOAT64, q.batch));
  TM_TRY(tm_read_vector(&tb, name, "beginnings", frame, 6, beginnings, TM_FLOAT64, q.batch * q.steps * (2 * q.most + 1)));
  TM_TRY(tm_read_vector(&ts, name, "scales", frame, 7, scales, TM_FLOAT64, q.batch));
  if (tx.n > 0) TM_REAL_KERNEL(ctc_grad, tx.dtype)(&q, tg.data, tr.data, tx.data, tl.data, tb.data, ts.data);
  return tm_done(name);
}
