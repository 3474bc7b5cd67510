// Connectionist temporal classification: a block for each sample, whose threads share the states of a step. A sample with a label or a
// length that is out of range is complained of; its loss is 0, and its gradient.
#include "both.h"
#include "ctc.h"
#include "sums.h"

namespace {

const char kForward[] = "CTCCriterion.forward", kBackward[] = "CTCCriterion.backward";
const char kLabel[] = "label %lld at position %lld is outside [0, %lld)";
const char kLength[] = "length %lld at position %lld is outside [0, %lld)";

/// Whether the lengths and the labels of a sample are in range, for every thread of the block.
__device__ bool isGood(const tm_sequences &q, int64_t b, gpu::Complaint *c, const char *caller, const char *labelText, const char *lengthText) {
  const int64_t count = q.lengths[2 * b], steps = q.lengths[2 * b + 1];
  if (count < 0 || count > q.most) return complain(c, caller, lengthText, count, 2 * b, q.most + 1), false;
  if (steps < 0 || steps > q.steps) return complain(c, caller, lengthText, steps, 2 * b + 1, q.steps + 1), false;
  int bad = 0;
  for (int64_t k = threadIdx.x; k < count; k += blockDim.x) {
    const int64_t at = b * q.most + k, label = q.labels[at];
    if (label >= 0 && label < q.classes) continue;
    complain(c, caller, labelText, label, at, q.classes);
    bad = 1;
  }
  return !__syncthreads_or(bad);
}

template <class T>
__global__ void __launch_bounds__(256) ctcKernel(tm_sequences q, double *losses, double *beginnings, const T *logs, gpu::Complaint *c,
                                                 const char *caller, const char *labelText, const char *lengthText) {
  const int64_t width = 2 * q.most + 1;
  for (int64_t b = blockIdx.x; b < q.batch; b += gridDim.x) {
    const bool good = isGood(q, b, c, caller, labelText, lengthText);
    const int64_t states = good ? 2 * int64_t(q.lengths[2 * b]) + 1 : 1, steps = good ? q.lengths[2 * b + 1] : 0;
    const int32_t *labels = q.labels + b * q.most;
    double *row = beginnings + b * q.steps * width;
    for (int64_t t = 0; t < steps; t++) {
      const T *log = logs + b * q.sample + t * q.step;
      double *now = row + t * width;
      for (int64_t s = threadIdx.x; s < states; s += blockDim.x) {
        const double own = double(log[tm_ctc_class(labels, q.blank, s)]);
        now[s] = t == 0 ? (s < 2 ? own : -INFINITY) : own + tm_ctc_begin(now - width, labels, s);
      }
      __syncthreads();
    }
    if (threadIdx.x != 0) continue;
    if (steps == 0) {
      losses[b] = states == 1 ? 0.0 : INFINITY;
      continue;
    }
    const double *last = row + (steps - 1) * width;
    losses[b] = -tm_ctc_add(last[states - 1], states > 1 ? last[states - 2] : -INFINITY, -INFINITY);
  }
}

template <class T>
__global__ void __launch_bounds__(256) ctcGradKernel(tm_sequences q, T *gx, double *room, const T *logs, const double *losses,
                                                     const double *beginnings, const double *scales, gpu::Complaint *c, const char *caller,
                                                     const char *labelText, const char *lengthText) {
  const int64_t width = 2 * q.most + 1;
  for (int64_t b = blockIdx.x; b < q.batch; b += gridDim.x) {
    const bool good = isGood(q, b, c, caller, labelText, lengthText);
    const double loss = losses[b], scale = scales[b];
    const int64_t count = good ? q.lengths[2 * b] : 0, states = 2 * count + 1, steps = good && isfinite(loss) ? q.lengths[2 * b + 1] : 0;
    const int32_t *labels = q.labels + b * q.most;
    double *ends = room + b * (2 * width + q.classes);
    for (int64_t t = q.steps - 1; t >= 0; t--) {
      const T *log = logs + b * q.sample + t * q.step, *after = log + q.step;
      T *g = gx + b * q.sample + t * q.step;
      for (int64_t k = threadIdx.x; k < q.classes; k += blockDim.x) g[k] = t < steps ? T(scale * exp(double(log[k]))) : T(0);
      if (t >= steps) continue;
      const double *next = ends + (t + 1) % 2 * width, *from = beginnings + (b * q.steps + t) * width;
      double *row = ends + t % 2 * width, blanks = 0;
      for (int64_t s = threadIdx.x; s < states; s += blockDim.x) {
        if (t == steps - 1) row[s] = s >= states - 2 ? 0.0 : -INFINITY;
        else
          row[s] = tm_ctc_add(
              next[s] + double(after[tm_ctc_class(labels, q.blank, s)]),
              s + 1 < states ? next[s + 1] + double(after[tm_ctc_class(labels, q.blank, s + 1)]) : -INFINITY,
              s + 2 < states && tm_ctc_skips(labels, s + 2) ? next[s + 2] + double(after[tm_ctc_class(labels, q.blank, s + 2)]) : -INFINITY);
        if (s % 2 == 0) blanks += exp(from[s] + row[s] + loss);
      }
      blanks = gpu::blockSum(blanks);  // a barrier as well: the row is there
      if (threadIdx.x == 0) g[q.blank] = T(scale * (exp(double(log[q.blank])) - blanks));
      for (int64_t k = threadIdx.x; k < count; k += blockDim.x) {  // the first of the same labels takes what all have seen
        bool first = labels[k] != q.blank;
        for (int64_t i = 0; i < k && first; i++) first = labels[i] != labels[k];
        if (!first) continue;
        double seen = 0;
        for (int64_t i = k; i < count; i++)
          if (labels[i] == labels[k]) seen += exp(from[2 * i + 1] + row[2 * i + 1] + loss);
        g[labels[k]] = T(scale * (exp(double(log[labels[k]])) - seen));
      }
      __syncthreads();  // the next step overwrites the row before last
    }
  }
}

template <class T> void ctc(const tm_sequences *q, double *losses, double *beginnings, const void *log) {
  gpu::launch(ctcKernel<T>, gpu::blocksForRows(q->batch, gpu::busyBlocks()), gpu::kThreads, 0, *q, losses, beginnings, (const T *)log,
              gpu::complaint(), kForward, kLabel, kLength);
}

template <class T>
void ctc_grad(const tm_sequences *q, void *gx, double *room, const void *log, const double *losses, const double *beginnings,
              const double *scales) {
  gpu::launch(ctcGradKernel<T>, gpu::blocksForRows(q->batch, gpu::busyBlocks()), gpu::kThreads, 0, *q, (T *)gx, room, (const T *)log, losses,
              beginnings, scales, gpu::complaint(), kBackward, kLabel, kLength);
}

}  // namespace

BOTH(void, ctc, (const tm_sequences *q, double *losses, double *beginnings, const void *log), (q, losses, beginnings, log))
BOTH(void, ctc_grad,
     (const tm_sequences *q, void *gx, double *room, const void *log, const double *losses, const double *beginnings, const double *scales),
     (q, gx, room, log, losses, beginnings, scales))
