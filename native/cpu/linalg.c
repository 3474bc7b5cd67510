/* Dense linear algebra by LAPACK. */
#include "dispatch.h"
#include "lapack.h"
#include "pointwise.h"
#include <math.h>
#include <string.h>

/* Scratch slots; gemm uses slot 0, so that WORK does not outlive a product. */
enum { WORK = 0, PIVOTS = 1, PARTS = 2, BLOCKS = 3 };
enum { NO_MEMORY = INT32_MIN };

__attribute__((constructor)) static void stay_single(void) { openblas_set_num_threads(1); }

static int rows(const tm_tensor *t) { return (int)t->size[0]; }
static int columns(const tm_tensor *t) { return (int)t->size[1]; }
/* Elements from one column to the next. */
static int leading(const tm_tensor *t) { return (int)(t->size[1] > 1 ? t->stride[1] : t->size[0] > 0 ? t->size[0] : 1); }

#define real float
#define LAPACK(name) s##name##_
#define NAME(name) name##_f32
#include "factor.inc"
#include "linalg.inc"
#define real double
#define LAPACK(name) d##name##_
#define NAME(name) name##_f64
#include "factor.inc"
#include "linalg.inc"

/* The function for the dtype of t: of float or double. */
#define CALL(t, name, ...) ((t).dtype == TM_FLOAT32 ? name##_f32(__VA_ARGS__) : name##_f64(__VA_ARGS__))

/* ---- operands ---- */

/* A column-major matrix of float32 or float64 whose columns do not meet. */
static int32_t read_matrix(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data) {
  TM_TRY(tm_read(t, caller, name, frame, k, data));
  if (t->dtype != TM_FLOAT32 && t->dtype != TM_FLOAT64) return tm_fail_dtype(caller, t->dtype);
  if (t->dims != 2) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be a matrix but has %d dimensions", caller, name, t->dims);
  for (int d = 0; d < 2; d++)
    if (t->size[d] > INT32_MAX / 64) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have fewer than %d rows and columns", caller, name, INT32_MAX / 64);
  bool in_order = (t->size[0] <= 1 || t->stride[0] == 1) && (t->size[1] <= 1 || (t->stride[1] >= t->size[0] && t->stride[1] <= INT32_MAX));
  if (t->n > 0 && !in_order) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must be column-major", caller, name);
  return TM_OK;
}

static int32_t check_square(const char *caller, const tm_tensor *a) {
  if (a->size[0] == a->size[1]) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the matrix must be square but is [%lld, %lld]", caller, (long long)a->size[0], (long long)a->size[1]);
}

static int32_t check_size(const char *caller, const char *name, const tm_tensor *t, int d, int64_t wanted) {
  if (t->size[d] == wanted) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: size %d of %s must be %lld but is %lld", caller, d, name, (long long)wanted, (long long)t->size[d]);
}

static int32_t check_dtype(const char *caller, const char *name, const tm_tensor *t, int dtype) {
  if (t->dtype == dtype) return TM_OK;
  return tm_fail(TM_BAD_DTYPE, "Cannot run %s: %s must be %s but is %s", caller, name, tm_dtype_name(dtype), tm_dtype_name(t->dtype));
}

static int32_t read_vector(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data, int dtype,
                           int64_t n) {
  TM_TRY(tm_read_contiguous(t, caller, name, frame, k, data));
  TM_TRY(check_dtype(caller, name, t, dtype));
  if (t->n == n) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: %s must have %lld elements but has %lld", caller, name, (long long)n, (long long)t->n);
}

/* Iterations need finite numbers, or they may not end. */
static int32_t check_finite(const char *caller, const tm_tensor *a) {
  for (int64_t j = 0; j < a->size[1]; j++)
    for (int64_t i = 0; i < a->size[0]; i++) {
      int64_t at = j * leading(a) + i;
      double x = a->dtype == TM_FLOAT32 ? (double)((const float *)a->data)[at] : ((const double *)a->data)[at];
      if (!isfinite(x))
        return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the matrix must be finite but holds %g at [%lld, %lld]", caller, x, (long long)i, (long long)j);
    }
  return TM_OK;
}

/* Right-hand sides b and a square matrix a with as many rows. */
static int32_t read_system(tm_tensor *tb, tm_tensor *ta, const char *name, const tm_frame *frame, const tm_data *b, const tm_data *a) {
  TM_TRY(read_matrix(tb, name, "b", frame, 0, b));
  TM_TRY(read_matrix(ta, name, "a", frame, 1, a));
  TM_TRY(check_dtype(name, "b", tb, ta->dtype));
  TM_TRY(check_square(name, ta));
  return check_size(name, "b", tb, 0, ta->size[0]);
}

/* What LAPACK reports; `positive` says what a positive info means. */
static int32_t conclude(const char *caller, int info, tm_status status, const char *positive) {
  if (info == 0) return TM_OK;
  if (info == NO_MEMORY) return tm_fail(TM_OUT_OF_MEMORY, "Cannot run %s: there is no memory for scratch space", caller);
  if (info < 0) return tm_fail(TM_LIBRARY_FAILED, "Cannot run %s: LAPACK refuses argument %d", caller, -info);
  return tm_fail(status, positive, caller, info);
}

static const char singular[] = "Cannot run %s: the matrix is singular, pivot %d is 0";
static const char not_definite[] = "Cannot run %s: the matrix is not positive definite, its leading part of order %d is not";
static const char not_converged[] = "Cannot run %s: the iteration did not converge (%d)";

/* ---- entries ---- */

int32_t tm_gesv(tm_data *b, tm_data *a, tm_frame *frame) {
  static const char name[] = "gesv";
  tm_tensor tb, ta;
  TM_TRY(read_system(&tb, &ta, name, frame, b, a));
  if (ta.n == 0) return TM_OK;
  return conclude(name, CALL(ta, gesv, &tb, &ta), TM_SINGULAR, singular);
}

int32_t tm_getrf(tm_data *a, tm_data *pivots, tm_frame *frame) {
  static const char name[] = "lu";
  tm_tensor ta, tp;
  TM_TRY(read_matrix(&ta, name, "a", frame, 0, a));
  TM_TRY(read_vector(&tp, name, "pivots", frame, 1, pivots, TM_INT32, ta.size[0] < ta.size[1] ? ta.size[0] : ta.size[1]));
  TM_TRY(tm_check_apart(name, "a", &ta, "pivots", &tp));
  frame->result[0] = 0;
  if (ta.n == 0) return TM_OK;
  int info = CALL(ta, getrf, &ta, tp.data);
  frame->result[0] = info > 0 ? info : 0;
  return conclude(name, info > 0 ? 0 : info, TM_SINGULAR, singular);
}

int32_t tm_inverse(tm_data *a, tm_frame *frame) {
  static const char name[] = "inverse";
  tm_tensor ta;
  TM_TRY(read_matrix(&ta, name, "a", frame, 0, a));
  TM_TRY(check_square(name, &ta));
  TM_TRY(check_finite(name, &ta)); /* or some elements of the result would not be NaN */
  if (ta.n == 0) return TM_OK;
  return conclude(name, CALL(ta, inverse, &ta), TM_SINGULAR, singular);
}

int32_t tm_trtrs(tm_data *b, const tm_data *a, tm_frame *frame, int32_t upper, int32_t transposed, int32_t unit) {
  static const char name[] = "trtrs";
  tm_tensor tb, ta;
  TM_TRY(read_system(&tb, &ta, name, frame, b, a));
  if (ta.n == 0) return TM_OK;
  return conclude(name, CALL(ta, trtrs, &tb, &ta, upper != 0, transposed != 0, unit != 0), TM_SINGULAR, singular);
}

int32_t tm_potrf(tm_data *a, tm_frame *frame, int32_t upper) {
  static const char name[] = "potrf";
  tm_tensor ta;
  TM_TRY(read_matrix(&ta, name, "a", frame, 0, a));
  TM_TRY(check_square(name, &ta));
  if (ta.n == 0) return TM_OK;
  return conclude(name, CALL(ta, potrf, &ta, upper != 0), TM_SINGULAR, not_definite);
}

int32_t tm_pstrf(tm_data *a, tm_data *pivots, tm_frame *frame, int32_t upper, double tolerance) {
  static const char name[] = "pstrf";
  tm_tensor ta, tp;
  TM_TRY(read_matrix(&ta, name, "a", frame, 0, a));
  TM_TRY(check_square(name, &ta));
  TM_TRY(read_vector(&tp, name, "pivots", frame, 1, pivots, TM_INT32, ta.size[0]));
  TM_TRY(tm_check_apart(name, "a", &ta, "pivots", &tp));
  frame->result[0] = 0;
  if (ta.n == 0) return TM_OK;
  int rank = 0, info = CALL(ta, pstrf, &ta, tp.data, upper != 0, tolerance, &rank);
  frame->result[0] = rank;
  return conclude(name, info > 0 ? 0 : info, TM_SINGULAR, singular); /* a smaller rank is a result */
}

int32_t tm_potrs(tm_data *b, const tm_data *a, tm_frame *frame, int32_t upper) {
  static const char name[] = "potrs";
  tm_tensor tb, ta;
  TM_TRY(read_system(&tb, &ta, name, frame, b, a));
  if (ta.n == 0) return TM_OK;
  return conclude(name, CALL(ta, potrs, &tb, &ta, upper != 0), TM_SINGULAR, singular);
}

int32_t tm_potri(tm_data *a, tm_frame *frame, int32_t upper) {
  static const char name[] = "potri";
  tm_tensor ta;
  TM_TRY(read_matrix(&ta, name, "a", frame, 0, a));
  TM_TRY(check_square(name, &ta));
  if (ta.n == 0) return TM_OK;
  return conclude(name, CALL(ta, potri, &ta, upper != 0), TM_SINGULAR, singular);
}

int32_t tm_gels(tm_data *b, tm_data *a, tm_frame *frame) {
  static const char name[] = "gels";
  tm_tensor tb, ta;
  TM_TRY(read_matrix(&tb, name, "b", frame, 0, b));
  TM_TRY(read_matrix(&ta, name, "a", frame, 1, a));
  TM_TRY(check_dtype(name, "b", &tb, ta.dtype));
  TM_TRY(check_size(name, "b", &tb, 0, ta.size[0] > ta.size[1] ? ta.size[0] : ta.size[1]));
  TM_TRY(check_finite(name, &ta));
  if (ta.n == 0 || tb.n == 0) return TM_OK;
  return conclude(name, CALL(ta, gels, &tb, &ta), TM_SINGULAR, "Cannot run %s: the matrix has no full rank, diagonal element %d of its triangle is 0");
}

int32_t tm_symeig(tm_data *values, tm_data *a, tm_frame *frame, int32_t vectors, int32_t upper) {
  static const char name[] = "symeig";
  tm_tensor tv, ta;
  TM_TRY(read_matrix(&ta, name, "a", frame, 1, a));
  TM_TRY(check_square(name, &ta));
  TM_TRY(read_vector(&tv, name, "values", frame, 0, values, ta.dtype, ta.size[0]));
  TM_TRY(check_finite(name, &ta));
  if (ta.n == 0) return TM_OK;
  return conclude(name, CALL(ta, symeig, &tv, &ta, vectors != 0, upper != 0), TM_NOT_CONVERGED, not_converged);
}

int32_t tm_eig(tm_data *values, tm_data *vectors, tm_data *a, tm_frame *frame) {
  static const char name[] = "eig";
  tm_tensor tl, tv, ta;
  TM_TRY(read_matrix(&ta, name, "a", frame, 2, a));
  TM_TRY(check_square(name, &ta));
  TM_TRY(read_vector(&tl, name, "values", frame, 0, values, ta.dtype, 2 * ta.size[0]));
  TM_TRY(tm_read(&tv, name, "vectors", frame, 1, vectors));
  if (tv.dims != 0) {
    TM_TRY(read_matrix(&tv, name, "vectors", frame, 1, vectors));
    TM_TRY(check_dtype(name, "vectors", &tv, ta.dtype));
    for (int d = 0; d < 2; d++) TM_TRY(check_size(name, "vectors", &tv, d, ta.size[0]));
  }
  TM_TRY(check_finite(name, &ta));
  if (ta.n == 0) return TM_OK;
  return conclude(name, CALL(ta, eig, &tl, &tv, &ta), TM_NOT_CONVERGED, not_converged);
}

int32_t tm_svd(tm_data *u, tm_data *s, tm_data *vt, tm_data *a, tm_frame *frame, int32_t all) {
  static const char name[] = "svd";
  tm_tensor tu, ts, tv, ta;
  TM_TRY(read_matrix(&tu, name, "u", frame, 0, u));
  TM_TRY(read_matrix(&tv, name, "v", frame, 2, vt));
  TM_TRY(read_matrix(&ta, name, "a", frame, 3, a));
  int64_t m = ta.size[0], n = ta.size[1], least = m < n ? m : n;
  TM_TRY(read_vector(&ts, name, "s", frame, 1, s, ta.dtype, least));
  TM_TRY(check_dtype(name, "u", &tu, ta.dtype));
  TM_TRY(check_dtype(name, "v", &tv, ta.dtype));
  TM_TRY(check_size(name, "u", &tu, 0, m));
  TM_TRY(check_size(name, "u", &tu, 1, all ? m : least));
  TM_TRY(check_size(name, "v", &tv, 0, all ? n : least));
  TM_TRY(check_size(name, "v", &tv, 1, n));
  TM_TRY(check_finite(name, &ta));
  if (ta.n == 0) return TM_OK;
  return conclude(name, CALL(ta, svd, &tu, &ts, &tv, &ta, all != 0), TM_NOT_CONVERGED, not_converged);
}

/* Reads a and tau of min(rows, columns) elements, or at most that. */
static int32_t read_reflectors(tm_tensor *ta, tm_tensor *tt, const char *name, const tm_frame *frame, int first, const tm_data *a,
                               const tm_data *tau) {
  TM_TRY(read_matrix(ta, name, "a", frame, first, a));
  TM_TRY(tm_read_contiguous(tt, name, "tau", frame, first + 1, tau));
  TM_TRY(check_dtype(name, "tau", tt, ta->dtype));
  return TM_OK;
}

static int32_t check_reflectors(const char *name, const tm_tensor *tau, int64_t most) {
  if (tau->n <= most) return TM_OK;
  return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: tau must have at most %lld elements but has %lld", name, (long long)most, (long long)tau->n);
}

int32_t tm_geqrf(tm_data *a, tm_data *tau, tm_frame *frame) {
  static const char name[] = "geqrf";
  tm_tensor ta, tt;
  TM_TRY(read_reflectors(&ta, &tt, name, frame, 0, a, tau));
  TM_TRY(read_vector(&tt, name, "tau", frame, 1, tau, ta.dtype, ta.size[0] < ta.size[1] ? ta.size[0] : ta.size[1]));
  if (ta.n == 0) return TM_OK;
  return conclude(name, CALL(ta, geqrf, &ta, &tt), TM_LIBRARY_FAILED, not_converged);
}

int32_t tm_orgqr(tm_data *a, const tm_data *tau, tm_frame *frame) {
  static const char name[] = "orgqr";
  tm_tensor ta, tt;
  TM_TRY(read_reflectors(&ta, &tt, name, frame, 0, a, tau));
  TM_TRY(check_reflectors(name, &tt, ta.size[1]));
  if (ta.size[1] > ta.size[0])
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: a must have at least as many rows as columns but is [%lld, %lld]", name, (long long)ta.size[0], (long long)ta.size[1]);
  if (ta.n == 0) return TM_OK;
  return conclude(name, CALL(ta, orgqr, &ta, &tt), TM_LIBRARY_FAILED, not_converged);
}

int32_t tm_ormqr(tm_data *c, const tm_data *a, const tm_data *tau, tm_frame *frame, int32_t left, int32_t transposed) {
  static const char name[] = "ormqr";
  tm_tensor tc, ta, tt;
  TM_TRY(read_matrix(&tc, name, "c", frame, 0, c));
  TM_TRY(read_reflectors(&ta, &tt, name, frame, 1, a, tau));
  TM_TRY(check_dtype(name, "c", &tc, ta.dtype));
  TM_TRY(check_size(name, "a", &ta, 0, tc.size[left ? 0 : 1]));
  TM_TRY(check_reflectors(name, &tt, ta.size[0] < ta.size[1] ? ta.size[0] : ta.size[1]));
  if (tc.n == 0 || tt.n == 0) return TM_OK;
  return conclude(name, CALL(ta, ormqr, &tc, &ta, &tt, left != 0, transposed != 0), TM_LIBRARY_FAILED, not_converged);
}
