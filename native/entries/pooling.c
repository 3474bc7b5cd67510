/* Windows of pooling layers: see pooling.h. */
#include "pooling.h"

typedef struct {
  int64_t size, out;
  int64_t k, d, p, l; /* window, stride, padding, dilation */
} axis;

/* Reads side i (0 height, 1 width) of the options. */
static int32_t read_axis(axis *a, const char *caller, const tm_tensor *in, const tm_tensor *out, const char *out_name,
                         const tm_window_options *options, int i) {
  const char *side = i ? "width" : "height";
  int32_t k = options->kernel[i], d = options->stride[i], p = options->pad[i], l = options->dilation[i];
  *a = (axis){in->size[2 + i], out->size[2 + i], k, d, p, l};
  if (k < 1) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the %s of the window must be positive but is %d", caller, side, k);
  if (d < 1) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the stride along the %s must be positive but is %d", caller, side, d);
  if (l < 1) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the dilation along the %s must be positive but is %d", caller, side, l);
  if (p < 0 || p > k / 2)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the padding along the %s must be from 0 to half the window of %d but is %d", caller, side, k, p);
  double start = (double)(a->out - 1) * d - p; /* of the last window */
  if (start >= (double)a->size)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the %s of %s must be at most %lld but is %lld", caller, side, out_name,
                   (long long)((a->size - 1 + p) / d + 1), (long long)a->out);
  if (a->out <= 1) a->d = 1;
  return TM_OK;
}

/* Cuts off the taps that lie outside for every window. */
static void cut(axis *a) {
  int64_t early = a->p - (a->out - 1) * a->d; /* above 0: even the last window begins in the padding by as much */
  int64_t skip = early > 0 ? early / a->l : 0; /* what is left of the padding stays positive */
  a->k -= skip, a->p -= skip * a->l;
  int64_t reach = a->size - 1 + a->p; /* the first window's last tap inside */
  int64_t taps = reach < 0 ? 1 : reach / a->l + 1;
  if (a->k > taps) a->k = taps;
}

int32_t tm_read_planes(const char *caller, const tm_tensor *in, const char *in_name, const tm_tensor *out, const char *out_name) {
  if (in->dims != 4) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have 4 dimensions but has %d", caller, in_name, in->dims);
  if (out->dims != 4) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have 4 dimensions but has %d", caller, out_name, out->dims);
  if (out->dtype != in->dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s but is %s", caller, out_name, tm_dtype_name(in->dtype), tm_dtype_name(out->dtype));
  if (out->size[0] != in->size[0] || out->size[1] != in->size[1])
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be [%lld, %lld, height, width] but is [%lld, %lld, %lld, %lld]", caller, out_name,
                   (long long)in->size[0], (long long)in->size[1], (long long)out->size[0], (long long)out->size[1],
                   (long long)out->size[2], (long long)out->size[3]);
  if (out->n > 0 && in->n == 0) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must not be empty", caller, in_name);
  if (in->n > 0 && in->size[2] > INT32_MAX / in->size[3])
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: a plane of %s must have fewer than 2^31 elements but is %lld by %lld", caller, in_name,
                   (long long)in->size[2], (long long)in->size[3]);
  return TM_OK;
}

int32_t tm_read_windows(tm_pool *p, const char *caller, const tm_tensor *in, const char *in_name, const tm_tensor *out,
                        const char *out_name, const tm_window_options *options) {
  TM_TRY(tm_read_planes(caller, in, in_name, out, out_name));
  axis h, w;
  TM_TRY(read_axis(&h, caller, in, out, out_name, options, 0));
  TM_TRY(read_axis(&w, caller, in, out, out_name, options, 1));
  cut(&h), cut(&w);
  *p = (tm_pool){in->size[0] * in->size[1], h.size, w.size, h.out, w.out, (int)h.k, (int)w.k, (int)h.d, (int)w.d, (int)h.p, (int)w.p,
                 (int)h.l, (int)w.l};
  return TM_OK;
}
