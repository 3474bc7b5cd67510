/* Matrix products: addmm, addmv, addr, baddbmm. One product of matrices with any strides serves them all. */
#include "blas.h"
#include "products.h"
#include "dispatch.h"
#include "pointwise.h"
#include <stdatomic.h>
#include <string.h>

/* Rows of a up to which dot products beat packing, if they are as long as DOT_LENGTH. */
enum { DOT_ROWS = 16, DOT_LENGTH = 192 };

/* Scratch slots; slot 0 belongs to gemm. */
enum { SLOT_A = 1, SLOT_B = 2, SLOT_R = 3 };

/* ---- one product ---- */

static tm_matrix transposed(tm_matrix x) {
  return (tm_matrix){x.data, x.columns, x.rows, x.column_stride, x.row_stride};
}

/* A contiguous copy in scratch; data is NULL if memory is exhausted. */
static tm_matrix gathered(tm_matrix x, size_t width, int slot) {
  char *d = tm_scratch(slot, (size_t)x.rows * (size_t)x.columns * width);
  tm_matrix copy = {d, x.rows, x.columns, x.columns, 1};
  for (int64_t i = 0; d && i < x.rows; i++)
    for (int64_t j = 0; j < x.columns; j++, d += width)
      memcpy(d, (char *)x.data + (i * x.row_stride + j * x.column_stride) * (int64_t)width, width);
  return copy;
}

/* Whether gemm can read x as it lies: straight, or as the transpose of what it takes x for. */
static bool straight(tm_matrix x) { return x.column_stride == 1 || x.columns == 1; }
static bool turned(tm_matrix x) { return x.row_stride == 1 || x.rows == 1; }
static bool both_along_k(tm_matrix a, tm_matrix b) { return straight(a) && turned(b); }

static void scale_and_add(int dtype, tm_matrix r, tm_matrix t, double beta) { /* r = beta r + t */
  for (int64_t i = 0; i < r.rows; i++)
    for (int64_t j = 0; j < r.columns; j++) {
      int64_t to = i * r.row_stride + j * r.column_stride, from = i * t.row_stride + j * t.column_stride;
      if (dtype == TM_FLOAT32) {
        float *d = (float *)r.data + to, x = ((const float *)t.data)[from];
        *d = beta == 0 ? x : (float)beta * *d + x;
      } else {
        double *d = (double *)r.data + to, x = ((const double *)t.data)[from];
        *d = beta == 0 ? x : beta * *d + x;
      }
    }
}

/* The product as a thin one, if it is: r has a row or a column, or a has few rows and both factors run along k. */
static bool multiply_thin(int dtype, tm_matrix r, tm_matrix a, tm_matrix b, double beta, double alpha) {
  int64_t m = r.rows, n = r.columns, k = a.columns;
  bool single = dtype == TM_FLOAT32;
  if (k == 1 && straight(r) && straight(b)) {
    if (single) tm_kernel.gemm_outer_f32(m, n, (float)alpha, a.data, a.row_stride, b.data, (float)beta, r.data, r.row_stride);
    else tm_kernel.gemm_outer_f64(m, n, alpha, a.data, a.row_stride, b.data, beta, r.data, r.row_stride);
    return true;
  }
  if (m <= (k < DOT_LENGTH ? 2 : DOT_ROWS) && both_along_k(a, b)) {
    if (single)
      tm_kernel.gemm_dots_f32(m, n, k, (float)alpha, a.data, a.row_stride, b.data, b.column_stride, (float)beta, r.data, r.row_stride,
                              r.column_stride);
    else
      tm_kernel.gemm_dots_f64(m, n, k, alpha, a.data, a.row_stride, b.data, b.column_stride, beta, r.data, r.row_stride,
                              r.column_stride);
    return true;
  }
  if (m == 1 && straight(b) && straight(r)) {
    if (single)
      tm_kernel.gemm_sums_f32(n, k, (float)alpha, a.data, a.column_stride, b.data, b.row_stride, (float)beta, r.data);
    else tm_kernel.gemm_sums_f64(n, k, alpha, a.data, a.column_stride, b.data, b.row_stride, beta, r.data);
    return true;
  }
  return false;
}

static bool multiply_real(int dtype, tm_matrix r, tm_matrix a, tm_matrix b, double beta, double alpha) {
  size_t width = tm_element_size(dtype);
  if (multiply_thin(dtype, r, a, b, beta, alpha)) return true;
  if (multiply_thin(dtype, transposed(r), transposed(b), transposed(a), beta, alpha)) return true;
  if (!straight(r)) {
    if (turned(r)) return multiply_real(dtype, transposed(r), transposed(b), transposed(a), beta, alpha);
    tm_matrix t = {tm_scratch(SLOT_R, (size_t)r.rows * (size_t)r.columns * width), r.rows, r.columns, r.columns, 1};
    if (!t.data || !multiply_real(dtype, t, a, b, 0, alpha)) return false;
    scale_and_add(dtype, r, t, beta);
    return true;
  }
  if (!straight(a) && !turned(a) && !(a = gathered(a, width, SLOT_A)).data) return false;
  if (!straight(b) && !turned(b) && !(b = gathered(b, width, SLOT_B)).data) return false;
  int ta = !straight(a), tb = !straight(b);
  int64_t lda = ta ? a.column_stride : a.row_stride, ldb = tb ? b.column_stride : b.row_stride;
  if (dtype == TM_FLOAT32)
    return tm_kernel.gemm_f32(ta, tb, r.rows, r.columns, a.columns, (float)alpha, a.data, lda, b.data, ldb, (float)beta, r.data,
                              r.row_stride);
  return tm_kernel.gemm_f64(ta, tb, r.rows, r.columns, a.columns, alpha, a.data, lda, b.data, ldb, beta, r.data, r.row_stride);
}

/* Products below this many multiplications are not worth packing, if no more than TM_SMALL_FACTOR elements need to be gathered. */
enum { SMALL = 32768 };

static inline bool is_small(tm_matrix r, tm_matrix a, tm_matrix b) {
  int64_t m = r.rows, n = r.columns, k = a.columns;
  if (k == 0 || (m | n | k) <= 8) return true;
  if (m > SMALL || n > SMALL || k > SMALL || m * n * k > SMALL) return false;
  if (both_along_k(a, b) && (m < n ? m : n) <= (k < DOT_LENGTH ? k < 16 ? 0 : 2 : DOT_ROWS)) return false; /* a thin one */
  return (b.column_stride == 1 && straight(r)) || (m * k <= TM_SMALL_FACTOR && n * k <= TM_SMALL_FACTOR);
}

/* A number as the integer that scales integers: what int64 holds of it. */
static int64_t integer(double x) {
  return x >= 0x1p63 ? INT64_MAX : x < -0x1p63 ? INT64_MIN : x == x ? (int64_t)x : 0;
}

bool tm_multiply(int dtype, tm_matrix r, tm_matrix a, tm_matrix b, double beta, double alpha) {
  int64_t m = r.rows, n = r.columns, k = a.columns;
  if (m == 0 || n == 0) return true;
  bool small = is_small(r, a, b);
  switch (dtype) {
#define ARGUMENTS(real) \
  (real) alpha, a.data, a.row_stride, a.column_stride, b.data, b.row_stride, b.column_stride, (real)beta, r.data, r.row_stride, r.column_stride
    case TM_FLOAT32:
      if (!small) break;
      tm_kernel.gemm_small_f32(m, n, k, ARGUMENTS(float));
      return true;
    case TM_FLOAT64:
      if (!small) break;
      tm_kernel.gemm_small_f64(m, n, k, ARGUMENTS(double));
      return true;
#undef ARGUMENTS
#define INTEGER(name)                                                                                                             \
  tm_kernel.name(m, n, k, integer(alpha), a.data, a.row_stride, a.column_stride, b.data, b.row_stride, b.column_stride,           \
                 integer(beta), r.data, r.row_stride, r.column_stride);                                                           \
  return true
    case TM_UINT8:
    case TM_INT8: INTEGER(gemm_i8);
    case TM_INT16: INTEGER(gemm_i16);
    case TM_INT32: INTEGER(gemm_i32);
    default: INTEGER(gemm_i64);
#undef INTEGER
  }
  return multiply_real(dtype, r, a, b, beta, alpha);
}

/* ---- checks ---- */

/* ---- quick reading: small products cost less than tm_read ---- */

typedef double pair __attribute__((vector_size(16)));
typedef int32_t int_pair __attribute__((vector_size(8)));

/* Two integers of less than 32 bits held as doubles: what does not survive the conversion is something else. */
static inline bool integers(const double x[2], int64_t *first, int64_t *second) {
  pair v;
  memcpy(&v, x, sizeof v);
  int_pair n = __builtin_convertvector(v, int_pair);
  pair back = __builtin_convertvector(n, pair);
  *first = n[0], *second = n[1];
  return back[0] == v[0] && back[1] == v[1];
}

inline bool tm_quick_matrix(tm_matrix *x, const char **low, const char **high, int *dtype, const tm_operand *o, int dims,
                            const tm_data *data) {
  *dtype = o->dtype == TM_FLOAT32 ? TM_FLOAT32 : TM_FLOAT64;
  if (o->dtype != *dtype || o->dims != dims || !data) return false;
  if (!integers(o->size, &x->rows, &x->columns) || !integers(o->stride, &x->row_stride, &x->column_stride)) return false;
  if (dims == 1) x->columns = x->column_stride = 1;
  if (x->rows <= 0 || x->columns <= 0 || !(o->offset >= 0 && o->offset < 0x1p53)) return false;
  int64_t offset = (int64_t)o->offset, width = *dtype == TM_FLOAT32 ? 4 : 8, first = offset, last = offset;
  int64_t down = (x->rows - 1) * x->row_stride, right = (x->columns - 1) * x->column_stride;
  *(down < 0 ? &first : &last) += down;
  *(right < 0 ? &first : &last) += right;
  if ((double)offset != o->offset || first < 0 || !((double)(last + 1) * (double)width <= o->bytes) || !(o->bytes < 0x1p53)) return false;
  const char *base = data;
  x->data = (char *)(uintptr_t)base + offset * width;
  *low = base + first * width, *high = base + (last + 1) * width;
  return true;
}

/* The operands r, a and b of a product when all is in order: one dtype, r apart from the factors and not expanded. */
static bool quick_operands(tm_matrix *r, tm_matrix *a, tm_matrix *b, int *dtype, const tm_frame *frame, int r_dims, int a_dims,
                           int b_dims, const tm_data *r_data, const tm_data *a_data, const tm_data *b_data) {
  const char *low[3], *high[3];
  int type[2];
  if (!frame) return false;
  if (!tm_quick_matrix(r, &low[0], &high[0], dtype, &frame->operand[0], r_dims, r_data)) return false;
  if (!tm_quick_matrix(a, &low[1], &high[1], &type[0], &frame->operand[1], a_dims, a_data)) return false;
  if (!tm_quick_matrix(b, &low[2], &high[2], &type[1], &frame->operand[2], b_dims, b_data)) return false;
  if (type[0] != *dtype || type[1] != *dtype) return false;
  if ((r->rows > 1 && r->row_stride == 0) || (r->columns > 1 && r->column_stride == 0)) return false;
  return (high[0] <= low[1] || high[1] <= low[0]) && (high[0] <= low[2] || high[2] <= low[0]);
}

/* ---- entries ---- */

int32_t tm_addmm(tm_data *r, const tm_data *a, const tm_data *b, tm_frame *frame, double beta, double alpha) {
  static const char name[] = "addmm";
  tm_matrix mr, ma, mb;
  int dtype;
  if (quick_operands(&mr, &ma, &mb, &dtype, frame, 2, 2, 2, r, a, b) && mr.rows == ma.rows && mr.columns == mb.columns &&
      ma.columns == mb.rows && tm_multiply(dtype, mr, ma, mb, beta, alpha))
    return TM_OK;
  tm_matrix m[3];
  TM_TRY(tm_read_addmm(m, &dtype, r, a, b, frame));
  return tm_multiply(dtype, m[0], m[1], m[2], beta, alpha) ? TM_OK : tm_no_scratch(name);
}

static bool apart(const char *x, int64_t x_bytes, const char *y, int64_t y_bytes) { return x + x_bytes <= y || y + y_bytes <= x; }

static void describe(tm_operand *o, int32_t dtype, double rows, double columns, double offset, double bytes) {
  o->dtype = dtype, o->dims = 2, o->offset = offset, o->bytes = bytes;
  o->size[0] = rows, o->size[1] = columns, o->stride[0] = columns, o->stride[1] = 1;
}

int32_t tm_addmm_n(int32_t dtype, double m, double n, double k, tm_data *r, double r_offset, double r_bytes, const tm_data *a,
                   double a_offset, double a_bytes, const tm_data *b, double b_offset, double b_bytes, double beta, double alpha) {
  if (m >= 1 && n >= 1 && k >= 1 && m <= INT32_MAX && n <= INT32_MAX && k <= INT32_MAX && (dtype == TM_FLOAT32 || dtype == TM_FLOAT64)) {
    int64_t rows = (int64_t)m, columns = (int64_t)n, depth = (int64_t)k, width = dtype == TM_FLOAT32 ? 4 : 8;
    void *pr = tm_address_n(rows * columns, (size_t)width, r, r_offset, r_bytes);
    void *pa = tm_address_n(rows * depth, (size_t)width, a, a_offset, a_bytes);
    void *pb = tm_address_n(depth * columns, (size_t)width, b, b_offset, b_bytes);
    tm_matrix mr = {pr, rows, columns, columns, 1}, ma = {pa, rows, depth, depth, 1}, mb = {pb, depth, columns, columns, 1};
    if (pr && pa && pb && apart(pr, rows * columns * width, pa, rows * depth * width) &&
        apart(pr, rows * columns * width, pb, depth * columns * width)) {
      if (is_small(mr, ma, mb)) { /* without tm_multiply, to which matrices travel through memory */
        if (dtype == TM_FLOAT32)
          tm_kernel.gemm_small_f32(rows, columns, depth, (float)alpha, pa, depth, 1, pb, columns, 1, (float)beta, pr, columns, 1);
        else tm_kernel.gemm_small_f64(rows, columns, depth, alpha, pa, depth, 1, pb, columns, 1, beta, pr, columns, 1);
        return TM_OK;
      }
      if (tm_multiply(dtype, mr, ma, mb, beta, alpha)) return TM_OK;
    }
  }
  tm_frame frame;
  describe(&frame.operand[0], dtype, m, n, r_offset, r_bytes);
  describe(&frame.operand[1], dtype, m, k, a_offset, a_bytes);
  describe(&frame.operand[2], dtype, k, n, b_offset, b_bytes);
  return tm_addmm(r, a, b, &frame, beta, alpha);
}

int32_t tm_addmv(tm_data *r, const tm_data *a, const tm_data *x, tm_frame *frame, double beta, double alpha) {
  static const char name[] = "addmv";
  tm_matrix mr, ma, mx;
  int dtype;
  if (quick_operands(&mr, &ma, &mx, &dtype, frame, 1, 2, 1, r, a, x) && mr.rows == ma.rows && ma.columns == mx.rows &&
      tm_multiply(dtype, mr, ma, mx, beta, alpha))
    return TM_OK;
  tm_matrix m[3];
  TM_TRY(tm_read_addmv(m, &dtype, r, a, x, frame));
  return tm_multiply(dtype, m[0], m[1], m[2], beta, alpha) ? TM_OK : tm_no_scratch(name);
}

int32_t tm_addr(tm_data *r, const tm_data *x, const tm_data *y, tm_frame *frame, double beta, double alpha) {
  static const char name[] = "addr";
  tm_matrix mr, mx, my;
  int dtype;
  if (quick_operands(&mr, &mx, &my, &dtype, frame, 2, 1, 1, r, x, y) && mr.rows == mx.rows && mr.columns == my.rows &&
      tm_multiply(dtype, mr, mx, transposed(my), beta, alpha))
    return TM_OK;
  tm_matrix m[3];
  TM_TRY(tm_read_addr(m, &dtype, r, x, y, frame));
  return tm_multiply(dtype, m[0], m[1], m[2], beta, alpha) ? TM_OK : tm_no_scratch(name);
}

typedef struct {
  const tm_tensor *r, *a, *b;
  double beta, alpha;
  atomic_bool failed;
} batch_job;

static tm_matrix plane(const tm_tensor *t, int64_t i) {
  char *data = (char *)t->data + i * t->stride[0] * (int64_t)tm_element_size(t->dtype);
  return (tm_matrix){data, t->size[1], t->size[2], t->stride[1], t->stride[2]};
}

static void multiply_planes(void *ctx, int64_t begin, int64_t end) {
  batch_job *j = ctx;
  for (int64_t i = begin; i < end; i++)
    if (!tm_multiply(j->r->dtype, plane(j->r, i), plane(j->a, i), plane(j->b, i), j->beta, j->alpha)) j->failed = true;
}

int32_t tm_baddbmm(tm_data *r, const tm_data *a, const tm_data *b, tm_frame *frame, double beta, double alpha) {
  static const char name[] = "baddbmm";
  tm_tensor t[3];
  TM_TRY(tm_read_baddbmm(t, r, a, b, frame));
  const tm_tensor tr = t[0], ta = t[1], tb = t[2];
  if (tr.n == 0) return TM_OK;
  batch_job job = {&tr, &ta, &tb, beta, alpha, false};
  double work = (double)tr.size[1] * (double)tr.size[2] * (double)(ta.size[2] + 1);
  if (work > 4e6) /* a product large enough to be split itself */
    multiply_planes(&job, 0, tr.size[0]);
  else tm_parallel_for(tr.size[0], 1 + (int64_t)(2.5e5 / work), multiply_planes, &job);
  return job.failed ? tm_no_scratch(name) : TM_OK;
}
