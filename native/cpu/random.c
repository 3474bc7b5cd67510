/* Distributions: rows of ops/random.def, drawn as Torch7 draws them. */
#include "dispatch.h"
#include "draw.h"
#include "ops.h"
#include "pointwise.h"
#include <math.h>

/* What a distribution draws from. */
typedef struct {
  tm_generator *generator;
  double a, b;
  uint64_t span;
} source;

typedef enum { UNIFORM, NORMAL, BITS } drawn;

#define RANDOM(name, dtypes, draws, condition, value)                                                                             \
  static void fill_##name(const source *s, const double *us, double *out, int64_t n) {                                            \
    const double a = s->a, b = s->b;                                                                                              \
    const uint64_t span = s->span;                                                                                                \
    (void)a, (void)b, (void)span;                                                                                                 \
    for (int64_t i = 0; i < n; i++) {                                                                                             \
      const double u = us[i];                                                                                                     \
      out[i] = value;                                                                                                             \
    }                                                                                                                             \
  }                                                                                                                               \
  static bool valid_##name(double a, double b) {                                                                                  \
    (void)a, (void)b;                                                                                                             \
    return condition;                                                                                                             \
  }
#include "../ops/random.def"
#undef RANDOM

static const struct {
  void (*fill)(const source *s, const double *us, double *out, int64_t n);
  drawn draws;
  bool (*valid)(double a, double b);
  const char *condition;
  bool floating;
} rows[] = {
#define ALL false
#define FLOAT true
#define RANDOM(name, dtypes, draws, condition, value) {fill_##name, draws, valid_##name, #condition, dtypes},
#include "../ops/random.def"
#undef RANDOM
#undef ALL
#undef FLOAT
};

/* Values `random` takes: whole numbers from 0 that the dtype holds; 32 bits as a plain number. */
static uint64_t values_of(int dtype) {
  switch (dtype) {
  case TM_UINT8: return UINT64_C(1) << 8;
  case TM_INT8: return UINT64_C(1) << 7;
  case TM_INT16: return UINT64_C(1) << 15;
  case TM_INT32: return UINT64_C(1) << 31;
  case TM_BOOL: return 2;
  case TM_FLOAT32: return (UINT64_C(1) << 24) + 1;
  default: return UINT64_C(1) << 32;
  }
}

/* Fills in the source after checking op and parameters. */
static int32_t prepare(source *s, const char **name, int op, int dtype, tm_bytes *generator, double a, double b) {
  *name = tm_op_name(TM_FAMILY_RANDOM, op);
  if (!*name) return tm_fail(TM_BAD_ARGUMENT, "Cannot run distribution %d: there are %d", op, RANDOM_OPS);
  TM_TRY(tm_generator_open(&s->generator, *name, generator));
  if (!(a - a == 0 && b - b == 0) || !rows[op].valid(a, b))
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: it needs finite parameters with %s but a is %g and b is %g", *name, rows[op].condition, a, b);
  s->span = values_of(dtype);
  if (op == RANDOM_randomRange) {
    a = trunc(a), b = trunc(b);
    if (!(fabs(a) <= 0x1p53 && fabs(b) <= 0x1p53)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the bounds must be within 2^53 but are %g and %g", *name, a, b);
    s->span = (uint64_t)(b - a) + 1;
  }
  s->a = a, s->b = b;
  return TM_OK;
}

enum { BLOCK = 512 };

static void from_bits(int op, int64_t n, double *us, const uint32_t *bits) {
  double scale = rows[op].draws == BITS ? 1 : 0x1p-32;
  for (int64_t i = 0; i < n; i++) us[i] = bits[i] * scale;
}

/* n numbers from distribution op, at most a block. */
static void draw(const source *s, int op, int64_t n, double *out) {
  double us[BLOCK];
  if (rows[op].draws == NORMAL) tm_generator_normal(s->generator, n, us);
  else {
    uint32_t bits[BLOCK];
    tm_generator_fill(s->generator, n, bits);
    from_bits(op, n, us, bits);
  }
  rows[op].fill(s, us, out, n);
}

typedef struct {
  source source;
  int op;
  tm_unary_loop store;
  size_t width;
} fill_job;

/* The largest float below b, where rounding to float32 would reach it. */
static void stay_below(double *values, int64_t n, double a, double b) {
  float high = (float)b;
  for (int64_t i = 0; i < n; i++)
    if (a < b && (float)values[i] >= high) values[i] = nextafterf(high, -INFINITY);
}

static void store(const fill_job *j, double *values, int64_t n, char *p, int64_t stride) {
  if (j->op == RANDOM_uniform && j->width == 4) stay_below(values, n, j->source.a, j->source.b);
  j->store(n, p, stride, values, 1, 0, 0);
}

/* Numbers whose bits are drawn first, one after another, and whose distribution is worked out by all threads. */
enum { BULK = 65536, BULK_GRAIN = 8, SCRATCH = 7 };

typedef struct {
  const fill_job *fill;
  const uint32_t *bits;
  int64_t n, stride;
  char *p;
} bulk_job;

static void fill_blocks(void *ctx, int64_t begin, int64_t end) {
  const bulk_job *j = ctx;
  int op = j->fill->op;
  double us[BLOCK], values[BLOCK];
  for (int64_t i = begin * BLOCK; i < end * BLOCK && i < j->n; i += BLOCK) {
    int64_t count = j->n - i < BLOCK ? j->n - i : BLOCK;
    if (rows[op].draws == NORMAL) tm_kernel.box_muller(count / 2, us, j->bits + i);
    else from_bits(op, count, us, j->bits + i);
    rows[op].fill(&j->fill->source, us, values, count);
    store(j->fill, values, count, j->p + i * j->stride * (int64_t)j->fill->width, j->stride);
  }
}

static void run_fill(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  fill_job *j = ctx;
  tm_generator *g = j->source.generator;
  uint32_t *bits = n < 4 * BLOCK ? NULL : tm_scratch(SCRATCH, BULK * sizeof *bits);
  for (int64_t i = 0, count; i < n; i += count) {
    char *to = p[0] + i * stride[0] * (int64_t)j->width;
    bool pending = rows[j->op].draws == NORMAL && g->has_second;
    if (bits && !pending && n - i >= 2) {
      count = (n - i < BULK ? n - i : BULK) & ~INT64_C(1); /* whole pairs */
      tm_generator_fill(g, count, bits);
      tm_parallel_for((count + BLOCK - 1) / BLOCK, BULK_GRAIN, fill_blocks, &(bulk_job){j, bits, count, stride[0], to});
    } else {
      double values[BLOCK];
      count = pending ? 1 : n - i < BLOCK ? n - i : BLOCK;
      draw(&j->source, j->op, count, values);
      store(j, values, count, to, stride[0]);
    }
  }
}

static void run_in_order(const tm_tensor *r, tm_inner_fn fn, void *ctx) {
  tm_iter it;
  tm_iter_init(&it, 1, (const tm_tensor *[]){r});
  tm_iter_run_serial(&it, fn, ctx);
}

int32_t tm_random(int32_t op, tm_data *r, tm_frame *frame, tm_bytes *generator, double a, double b) {
  const char *name;
  fill_job j = {.op = op};
  TM_TRY(prepare(&j.source, &name, op, TM_FLOAT64, generator, a, b));
  tm_tensor t;
  TM_TRY(tm_read(&t, name, "r", frame, 0, r));
  bool floating = t.dtype == TM_FLOAT32 || t.dtype == TM_FLOAT64;
  if ((rows[op].floating && !floating) || t.dtype > TM_BOOL) return tm_fail_dtype(name, t.dtype);
  if (op == RANDOM_random) j.source.span = values_of(t.dtype);
  if (t.n == 0) return TM_OK;
  j.store = tm_kernel.copy_loop(t.dtype, TM_FLOAT64), j.width = tm_element_size(t.dtype);
  run_in_order(&t, run_fill, &j);
  return TM_OK;
}

int32_t tm_random_number(int32_t op, tm_bytes *generator, double a, double b, tm_frame *frame) {
  const char *name;
  source s;
  TM_TRY(prepare(&s, &name, op, TM_FLOAT64, generator, a, b));
  if (!frame) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the frame is missing", name);
  draw(&s, op, 1, &frame->result[0]);
  return TM_OK;
}

typedef struct {
  tm_generator *generator;
  tm_unary_loop load, store;
  size_t width[2];
} bernoulli_job;

static void run_bernoulli(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  bernoulli_job *j = ctx;
  double values[BLOCK];
  uint32_t bits[BLOCK];
  for (int64_t i = 0; i < n; i += BLOCK) {
    int64_t count = n - i < BLOCK ? n - i : BLOCK;
    j->load(count, values, 1, p[1] + i * stride[1] * (int64_t)j->width[1], stride[1], 0, 0);
    tm_generator_fill(j->generator, count, bits);
    for (int64_t k = 0; k < count; k++) values[k] = bits[k] * 0x1p-32 <= values[k];
    j->store(count, p[0] + i * stride[0] * (int64_t)j->width[0], stride[0], values, 1, 0, 0);
  }
}

/* Whether all elements lie in [0, 1]. */
static void check_probabilities(void *ctx, int64_t n, char *const p[], const int64_t stride[]) {
  bernoulli_job *j = ctx;
  double values[BLOCK];
  for (int64_t i = 0; i < n; i += BLOCK) {
    int64_t count = n - i < BLOCK ? n - i : BLOCK;
    j->load(count, values, 1, p[0] + i * stride[0] * (int64_t)j->width[1], stride[0], 0, 0);
    for (int64_t k = 0; k < count; k++)
      if (!(values[k] >= 0 && values[k] <= 1)) j->generator = NULL;
  }
}

int32_t tm_bernoulli(tm_data *r, const tm_data *p, tm_frame *frame, tm_bytes *generator) {
  static const char *const names[] = {"r", "p"};
  bernoulli_job j;
  TM_TRY(tm_generator_open(&j.generator, "bernoulli", generator));
  tm_tensor t[2];
  TM_TRY(tm_read_pointwise(t, "bernoulli", 2, names, frame, (const tm_data *[]){r, p}));
  if (t[1].dtype != TM_FLOAT32 && t[1].dtype != TM_FLOAT64)
    return tm_fail(TM_BAD_DTYPE, "Cannot run bernoulli: p must be float32 or float64 but is %s", tm_dtype_name(t[1].dtype));
  if (t[0].dtype > TM_BOOL) return tm_fail_dtype("bernoulli", t[0].dtype);
  if (t[0].n == 0) return TM_OK;
  j.load = tm_kernel.copy_loop(TM_FLOAT64, t[1].dtype), j.store = tm_kernel.copy_loop(t[0].dtype, TM_FLOAT64);
  for (int k = 0; k < 2; k++) j.width[k] = tm_element_size(t[k].dtype);
  bernoulli_job check = j;
  run_in_order(&t[1], check_probabilities, &check);
  if (!check.generator) return tm_fail(TM_BAD_ARGUMENT, "Cannot run bernoulli: the probabilities must lie in [0, 1]");
  tm_iter it;
  tm_iter_init(&it, 2, (const tm_tensor *[]){&t[0], &t[1]});
  tm_iter_run_serial(&it, run_bernoulli, &j);
  return TM_OK;
}

int32_t tm_randperm(tm_data *r, tm_frame *frame, tm_bytes *generator) {
  tm_generator *g;
  TM_TRY(tm_generator_open(&g, "randperm", generator));
  tm_tensor t;
  TM_TRY(tm_read(&t, "randperm", "r", frame, 0, r));
  if (t.dims > 1) return tm_fail(TM_BAD_ARGUMENT, "Cannot run randperm: r must have 1 dimension but has %d", t.dims);
  if (t.dtype >= TM_BOOL) return tm_fail_dtype("randperm", t.dtype);
  static const double largest[] = {[TM_UINT8] = 0x1p8, [TM_INT8] = 0x1p7, [TM_INT16] = 0x1p15, [TM_INT32] = 0x1p31, [TM_INT64] = 0x1p53, [TM_FLOAT32] = 0x1p24, [TM_FLOAT64] = 0x1p53};
  if ((double)t.n > largest[t.dtype] || t.n > INT64_C(1) << 32)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run randperm: %s cannot hold %lld different numbers", tm_dtype_name(t.dtype), (long long)t.n);
  if (t.n == 0) return TM_OK;
  uint32_t *order = tm_scratch(SCRATCH, (size_t)t.n * sizeof *order);
  if (!order) return tm_fail(TM_OUT_OF_MEMORY, "Cannot run randperm: no memory for %lld numbers", (long long)t.n);
  for (int64_t i = 0; i < t.n; i++) order[i] = (uint32_t)i;
  uint32_t bits[BLOCK];
  for (int64_t first = 0; first < t.n - 1; first += BLOCK) {
    int64_t count = t.n - 1 - first < BLOCK ? t.n - 1 - first : BLOCK;
    tm_generator_fill(g, count, bits);
    for (int64_t k = 0; k < count; k++) {
      int64_t i = first + k, other = i + bits[k] % (t.n - i);
      uint32_t swapped = order[i];
      order[i] = order[other], order[other] = swapped;
    }
  }
  double wide[BLOCK];
  size_t width = tm_element_size(t.dtype);
  tm_unary_loop store = tm_kernel.copy_loop(t.dtype, TM_FLOAT64);
  for (int64_t i = 0; i < t.n; i += BLOCK) {
    int64_t count = t.n - i < BLOCK ? t.n - i : BLOCK;
    for (int64_t k = 0; k < count; k++) wide[k] = order[i + k];
    store(count, (char *)t.data + i * t.stride[0] * (int64_t)width, t.stride[0], wide, 1, 0, 0);
  }
  return TM_OK;
}
