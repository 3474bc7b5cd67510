/* The contract of a Taimatsu device library: every exported function, once.

   Types are from a closed set, so that each prototype has exactly one FFI signature:
     int32_t           "i32"     op numbers, dtypes, flags, small sizes
     double            "f64"     sizes, offsets and scalars (exact to 2^53)
     const tm_frame *  "buffer"  what describes the tensors of a call
     tm_data *         "buffer" on the CPU, "pointer" on a GPU: the storage of a tensor
     tm_bytes *        "buffer"  host memory that is not a tensor: text, generator state

   Every function returns a tm_status. On failure tm_last_error() of the same thread holds one sentence that says what could
   not be done, what was wanted and what was found. Nothing aborts, prints or keeps a pointer after it returned.

   A function that takes a frame finds operand k of the call (its tensors in the order of the arguments) in operand[k].
   A function named …_n takes contiguous tensors of n elements as numbers: offset in elements, extent of the storage in bytes.
   Numbers that a function computes for the caller are left in result[]. */
#ifndef TAIMATSU_H
#define TAIMATSU_H
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Changes whenever a prototype, the frame or an enumeration changes. */
enum { TM_ABI = 4 };

enum { TM_MAX_DIMS = 16, TM_OPERANDS = 10, TM_RESULTS = 8 };

typedef enum {
  TM_OK = 0,
  TM_BAD_ARGUMENT = 1, /* a size, option or data value that the function cannot work with */
  TM_BAD_DTYPE = 2,    /* the function has no kernel for this dtype */
  TM_DETACHED = 3,     /* a storage is missing: NULL, or an ArrayBuffer that was transferred away */
  TM_OUT_OF_BOUNDS = 4, /* a tensor reaches outside its storage, or an index or label outside its range */
  TM_OUT_OF_MEMORY = 5,
  TM_SINGULAR = 6,       /* linear algebra: the matrix has no inverse or factorization */
  TM_NOT_CONVERGED = 7,  /* linear algebra: the iteration did not settle */
  TM_LIBRARY_FAILED = 8, /* a library below this one reported a failure */
} tm_status;

typedef enum {
  TM_UINT8 = 0,
  TM_INT8 = 1,
  TM_INT16 = 2,
  TM_INT32 = 3,
  TM_INT64 = 4,
  TM_FLOAT32 = 5,
  TM_FLOAT64 = 6,
  TM_BOOL = 7,     /* one byte, 0 or 1: copy, comparison and logic */
  TM_FLOAT16 = 8,  /* copy and conversion only */
  TM_BFLOAT16 = 9, /* copy and conversion only */
  TM_DTYPES = 10,
} tm_dtype;

typedef void tm_data;
typedef void tm_bytes;

/* A tensor in a storage: all members are integers held as double. `bytes` is the extent of the storage from the address that
   is passed; offset and strides count elements. A tensor without dimensions is empty. */
typedef struct {
  double dtype, dims, offset, bytes;
  double size[TM_MAX_DIMS], stride[TM_MAX_DIMS];
} tm_operand;

typedef struct tm_frame {
  double result[TM_RESULTS];
  tm_operand operand[TM_OPERANDS];
} tm_frame;

#define TM_API __attribute__((visibility("default")))

/* ---- library ---- */

TM_API int32_t tm_abi(void);
/* Copies the calling thread's last message, NUL-terminated and cut to `capacity`. */
TM_API int32_t tm_last_error(tm_bytes *text, int32_t capacity);
/* Names of a family's ops in the order of their numbers, separated by '\n'; fails if they do not fit. Families: "unary",
   "binary", "ternary", "compare", "reduce", "random", "loss", "step", each as its number in tm_family. */
TM_API int32_t tm_op_names(int32_t family, tm_bytes *text, int32_t capacity);
/* "avx512", "avx2", "neon" or "base": the instruction set whose kernels run. */
TM_API int32_t tm_isa(tm_bytes *text, int32_t capacity);
/* Threads of the pool, from 1; read back by tm_num_threads (result[0]) with the processors of the machine (result[1]). */
TM_API int32_t tm_set_num_threads(int32_t threads);
TM_API int32_t tm_num_threads(tm_frame *frame);
/* Asks the system for large pages below memory that is still to be written; a wish, which it may ignore. */
TM_API int32_t tm_prefer_large_pages(tm_bytes *memory, double bytes);

/* ---- files as memory (mapped_file.c) ---- */

/* Maps the first `bytes` of a file; its address (below 2^53) is left in result[0]. What is written stays in memory, or goes into
   the file if `shared` is 1. */
TM_API int32_t tm_map_file(tm_bytes *path, int32_t path_bytes, int32_t shared, double bytes, tm_frame *frame);
/* Gives back what tm_map_file mapped at an address; nobody may use the memory any more. */
TM_API int32_t tm_unmap_file(double address);

typedef enum {
  TM_FAMILY_UNARY = 0,
  TM_FAMILY_BINARY = 1,
  TM_FAMILY_TERNARY = 2,
  TM_FAMILY_COMPARE = 3,
  TM_FAMILY_REDUCE = 4,
  TM_FAMILY_RANDOM = 5,
  TM_FAMILY_LOSS = 6,
  TM_FAMILY_STEP = 7,
  TM_FAMILIES = 8,
} tm_family;

/* ---- filling and copying (copy.c) ---- */

/* r = value, converted as C does (saturating where C would be undefined). */
TM_API int32_t tm_fill(tm_data *r, tm_frame *frame, double value);
/* r = x in row-major order: same sizes, any dtypes, any layout. */
TM_API int32_t tm_copy(tm_data *r, const tm_data *x, tm_frame *frame);
/* Same dtype and contiguous. */
TM_API int32_t tm_copy_n(int32_t dtype, double n, tm_data *r, double r_offset, double r_bytes, const tm_data *x, double x_offset,
                         double x_bytes);
/* r = up to 8 contiguous parts of its dtype joined along dimension dim; what follows dim is contiguous in r. Parts beyond `parts`
   are NULL. */
TM_API int32_t tm_join(tm_data *r, const tm_data *x0, const tm_data *x1, const tm_data *x2, const tm_data *x3, const tm_data *x4,
                       const tm_data *x5, const tm_data *x6, const tm_data *x7, tm_frame *frame, int32_t parts, int32_t dim);
/* r[i] = start + i * step over all elements in row-major order. */
TM_API int32_t tm_arange(tm_data *r, tm_frame *frame, double start, double step);

/* ---- element by element (unary.c, binary.c, ternary.c, compare.c): rows in ops/; sizes are equal, broadcast strides are 0 ---- */

/* r = f(x; a, b); r and x have one dtype. */
TM_API int32_t tm_unary(int32_t op, tm_data *r, const tm_data *x, tm_frame *frame, double a, double b);
TM_API int32_t tm_unary_n(int32_t op, int32_t dtype, double n, tm_data *r, double r_offset, double r_bytes, const tm_data *x,
                          double x_offset, double x_bytes, double a, double b);
/* r = dL/dx where y = f(x; a, b) and g = dL/dy. */
TM_API int32_t tm_unary_grad(int32_t op, tm_data *r, const tm_data *g, const tm_data *x, const tm_data *y, tm_frame *frame, double a,
                             double b);
TM_API int32_t tm_unary_grad_n(int32_t op, int32_t dtype, double n, tm_data *r, double r_offset, double r_bytes, const tm_data *g,
                               double g_offset, double g_bytes, const tm_data *x, double x_offset, double x_bytes, const tm_data *y,
                               double y_offset, double y_bytes, double a, double b);
/* r = f(x, y; a); one dtype. */
TM_API int32_t tm_binary(int32_t op, tm_data *r, const tm_data *x, const tm_data *y, tm_frame *frame, double a);
TM_API int32_t tm_binary_n(int32_t op, int32_t dtype, double n, tm_data *r, double r_offset, double r_bytes, const tm_data *x,
                           double x_offset, double x_bytes, const tm_data *y, double y_offset, double y_bytes, double a);
/* r = f(x, y, z; a); one dtype. */
TM_API int32_t tm_ternary(int32_t op, tm_data *r, const tm_data *x, const tm_data *y, const tm_data *z, tm_frame *frame, double a);
/* r = f(x, y) as 0 or 1; x and y have one dtype, r is uint8, bool or of that dtype. */
TM_API int32_t tm_compare(int32_t op, tm_data *r, const tm_data *x, const tm_data *y, tm_frame *frame);
TM_API int32_t tm_compare_scalar(int32_t op, tm_data *r, const tm_data *x, tm_frame *frame, double value);

/* ---- reductions (reduce.c) ---- */

/* result[0] = f over all elements of x; p is the exponent of norm, or 1 for the biased var and std. */
TM_API int32_t tm_reduce_all(int32_t op, const tm_data *x, tm_frame *frame, double p);
TM_API int32_t tm_reduce_all_n(int32_t op, int32_t dtype, double n, const tm_data *x, double x_offset, double x_bytes, double p,
                               tm_frame *frame);
/* r = f along dimension dim of x, which has size 1 in r. */
TM_API int32_t tm_reduce(int32_t op, tm_data *r, const tm_data *x, tm_frame *frame, int32_t dim, double p);
/* r, index (int64) = largest (op max) or smallest (op min) element along dim and its first position; NaN wins. */
TM_API int32_t tm_reduce_index(int32_t op, tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim);
/* result[0] = sum of x * y, sizes equal. */
TM_API int32_t tm_dot(const tm_data *x, const tm_data *y, tm_frame *frame);
/* result[0] = p-norm of x - y, sizes equal. */
TM_API int32_t tm_dist(const tm_data *x, const tm_data *y, tm_frame *frame, double p);
/* result[0] = 1 if all elements are equal, sizes equal. */
TM_API int32_t tm_equal(const tm_data *x, const tm_data *y, tm_frame *frame);

/* r = the running sums, or products, along dim; contiguous, r may be x (scan.c). */
TM_API int32_t tm_scan(tm_data *r, const tm_data *x, tm_frame *frame, int32_t dim, int32_t product);

/* r[row][bin] = elements of x[row] in each of equal parts of [low, high]; float32 and float64, contiguous (histogram.c). */
TM_API int32_t tm_histogram(tm_data *r, const tm_data *x, tm_frame *frame, double low, double high);
/* r[q][d][h][w] = sum over p of x[p][d][h][w] slid over kernel[q][p][kd][kh][kw], where they cover each other wholly or, if full, in
   part; flip reads the kernel backwards. slicewise: kernel[q][1], and x[q] alone goes into r[q]. Contiguous (correlate.c). */
TM_API int32_t tm_correlate(tm_data *r, const tm_data *x, const tm_data *kernel, tm_frame *frame, int32_t full, int32_t flip,
                            int32_t slicewise);

/* ---- order (sort.c): r and index (int64, positions in x) of one size, contiguous; NaN is larger than all ---- */

/* All elements along dim in ascending or descending order; equal ones keep their order. */
TM_API int32_t tm_sort(tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim, int32_t descending);
/* The largest or smallest along dim, as many as r has; sorted, or in the order of their positions. */
TM_API int32_t tm_topk(tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim, int32_t largest, int32_t sorted);
/* The element that is number k, from 0, in ascending order; r has size 1 in dim. */
TM_API int32_t tm_kthvalue(tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim, double k);
/* The most frequent element, the smallest of several, and its last position; r has size 1 in dim. */
TM_API int32_t tm_mode(tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim);

/* ---- elements by their positions (index.c): index is int64, from 0, negative ones from the end; any layout, nothing is written
   if one lies outside ---- */

/* r[i][j] = x[index[i][j]][j] for dim 0; r has the size of index, x at least that size in the other dimensions. */
TM_API int32_t tm_gather(tm_data *r, const tm_data *x, const tm_data *index, tm_frame *frame, int32_t dim);
/* r[index[i][j]][j] = x[i][j] for dim 0, or += if add, in the order of the positions along dim; x and r are at least as large as
   index in the other dimensions. */
TM_API int32_t tm_scatter(tm_data *r, const tm_data *x, const tm_data *index, tm_frame *frame, int32_t dim, int32_t add);

/* ---- masks (mask.c): mask is uint8 or bool and holds 0 and 1 ---- */

/* result[0] = how many elements of x, contiguous, are not 0. */
TM_API int32_t tm_count(const tm_data *x, tm_frame *frame);
/* r = the elements of x where mask is 1, one after another; contiguous, r is large enough. */
TM_API int32_t tm_masked_select(tm_data *r, const tm_data *x, const tm_data *mask, tm_frame *frame);
/* The elements of r where mask is 1 = the first ones of x, one after another; contiguous, x has enough. */
TM_API int32_t tm_masked_copy(tm_data *r, const tm_data *x, const tm_data *mask, tm_frame *frame);
/* r = mask ? x : y; sizes are equal, broadcast strides are 0. */
TM_API int32_t tm_where(tm_data *r, const tm_data *mask, const tm_data *x, const tm_data *y, tm_frame *frame);
/* r[count][dims] (int64) = the subscripts of the elements of x that are not 0, in row-major order; contiguous. */
TM_API int32_t tm_nonzero(tm_data *r, const tm_data *x, tm_frame *frame);

/* ---- matrix products (blas.c): all numeric dtypes, any strides; r must not overlap the factors; beta 0 ignores what r holds ---- */

/* r[m][n] = beta r + alpha a[m][k] b[k][n] */
TM_API int32_t tm_addmm(tm_data *r, const tm_data *a, const tm_data *b, tm_frame *frame, double beta, double alpha);
/* The same for contiguous r, a and b. */
TM_API int32_t tm_addmm_n(int32_t dtype, double m, double n, double k, tm_data *r, double r_offset, double r_bytes, const tm_data *a,
                          double a_offset, double a_bytes, const tm_data *b, double b_offset, double b_bytes, double beta,
                          double alpha);
/* r[m] = beta r + alpha a[m][k] x[k] */
TM_API int32_t tm_addmv(tm_data *r, const tm_data *a, const tm_data *x, tm_frame *frame, double beta, double alpha);
/* r[m][n] = beta r + alpha x[m] y[n] */
TM_API int32_t tm_addr(tm_data *r, const tm_data *x, const tm_data *y, tm_frame *frame, double beta, double alpha);
/* r[i] = beta r[i] + alpha a[i] b[i], 3-D */
TM_API int32_t tm_baddbmm(tm_data *r, const tm_data *a, const tm_data *b, tm_frame *frame, double beta, double alpha);

/* ---- linear algebra (linalg.c): LAPACK over float32 and float64; matrices are column-major (stride 1 down a column); what is not
   const is overwritten. TM_SINGULAR and TM_NOT_CONVERGED report what the data does not allow. ---- */

/* b[n][k] = the solution of a x = b; a[n][n] = its LU factors. */
TM_API int32_t tm_gesv(tm_data *b, tm_data *a, tm_frame *frame);
/* a = its LU factors; pivots (int32, from 1) = the rows exchanged. result[0] = the first pivot that is 0, from 1, or 0. */
TM_API int32_t tm_getrf(tm_data *a, tm_data *pivots, tm_frame *frame);
TM_API int32_t tm_inverse(tm_data *a, tm_frame *frame);
/* b = the solution of a x = b, or of its transpose, where a is a triangle; unit: ones on its diagonal. */
TM_API int32_t tm_trtrs(tm_data *b, const tm_data *a, tm_frame *frame, int32_t upper, int32_t transposed, int32_t unit);
/* a = its Cholesky factor, zeros elsewhere. */
TM_API int32_t tm_potrf(tm_data *a, tm_frame *frame, int32_t upper);
/* The same with pivots (int32, from 1) for semidefinite a; result[0] = its rank. A negative tolerance means LAPACK's. */
TM_API int32_t tm_pstrf(tm_data *a, tm_data *pivots, tm_frame *frame, int32_t upper, double tolerance);
/* b = the solution of A x = b; a = the inverse of A: where a holds the Cholesky factor of A. */
TM_API int32_t tm_potrs(tm_data *b, const tm_data *a, tm_frame *frame, int32_t upper);
TM_API int32_t tm_potri(tm_data *a, tm_frame *frame, int32_t upper);
/* b[max(m, n)][k] = the least squares or minimum norm solution of a[m][n] x = b; a = its QR or LQ factors. */
TM_API int32_t tm_gels(tm_data *b, tm_data *a, tm_frame *frame);
/* values[n] = the eigenvalues of symmetric a, ascending; a = its eigenvectors if vectors. */
TM_API int32_t tm_symeig(tm_data *values, tm_data *a, tm_frame *frame, int32_t vectors, int32_t upper);
/* values[n][2] = real and imaginary parts of the eigenvalues; vectors[n][n] (may be left out) = LAPACK's right eigenvectors. */
TM_API int32_t tm_eig(tm_data *values, tm_data *vectors, tm_data *a, tm_frame *frame);
/* a = u diag(s) vt; u [m][k], vt [k][n] with k = min(m, n), or square if all. */
TM_API int32_t tm_svd(tm_data *u, tm_data *s, tm_data *vt, tm_data *a, tm_frame *frame, int32_t all);
/* a = R above its diagonal, the reflectors of Q below; tau = their factors. */
TM_API int32_t tm_geqrf(tm_data *a, tm_data *tau, tm_frame *frame);
/* a = Q, from reflectors. */
TM_API int32_t tm_orgqr(tm_data *a, const tm_data *tau, tm_frame *frame);
/* c = Q c (left) or c Q, or with Q transposed. */
TM_API int32_t tm_ormqr(tm_data *c, const tm_data *a, const tm_data *tau, tm_frame *frame, int32_t left, int32_t transposed);

/* ---- random numbers (random.c): Torch7's Mersenne Twister streams; `generator` is TM_GENERATOR_BYTES of state ---- */

enum { TM_GENERATOR_BYTES = 5120 };
TM_API int32_t tm_generator_seed(tm_bytes *generator, double seed);
/* Fills r from a distribution with parameters a and b, in row-major order. */
TM_API int32_t tm_random(int32_t op, tm_data *r, tm_frame *frame, tm_bytes *generator, double a, double b);
/* result[0] = one draw from a distribution. */
TM_API int32_t tm_random_number(int32_t op, tm_bytes *generator, double a, double b, tm_frame *frame);
/* r[i] is 1 with probability p[i]; p is float32 or float64. */
TM_API int32_t tm_bernoulli(tm_data *r, const tm_data *p, tm_frame *frame, tm_bytes *generator);
/* r = a permutation of 0 … n − 1. */
TM_API int32_t tm_randperm(tm_data *r, tm_frame *frame, tm_bytes *generator);

/* ---- layers: float32 and float64, contiguous operands, batch first. An operand that a call leaves out has dims 0 and may be
   NULL. Gradients of parameters are accumulated, scaled by `scale`. ---- */

/* linear.c: y[b][o] = x[b][i] weight[o][i]^T + bias[o] */
TM_API int32_t tm_linear(tm_data *y, const tm_data *x, const tm_data *weight, const tm_data *bias, tm_frame *frame);
/* gx[b][i] = gy[b][o] weight[o][i] */
TM_API int32_t tm_linear_grad_input(tm_data *gx, const tm_data *gy, const tm_data *weight, tm_frame *frame);
TM_API int32_t tm_linear_grad_parameters(tm_data *gweight, tm_data *gbias, const tm_data *x, const tm_data *gy, tm_frame *frame,
                                         double scale);

/* conv2d.c: x [b][c][h][w], weight [k][c / groups][kh][kw], bias [k], y [b][k][oh][ow]; an op of unary.def, if any
   (else -1), and its arguments are applied to y, whose images and planes may lie apart */
TM_API int32_t tm_conv2d(tm_data *y, const tm_data *x, const tm_data *weight, const tm_data *bias, tm_frame *frame, int32_t dh,
                         int32_t dw, int32_t padh, int32_t padw, int32_t dilationh, int32_t dilationw, int32_t groups,
                         int32_t op, double a, double b);
TM_API int32_t tm_conv2d_grad_input(tm_data *gx, const tm_data *gy, const tm_data *weight, tm_frame *frame, int32_t dh, int32_t dw,
                                    int32_t padh, int32_t padw, int32_t dilationh, int32_t dilationw, int32_t groups);
TM_API int32_t tm_conv2d_grad_parameters(tm_data *gweight, tm_data *gbias, const tm_data *x, const tm_data *gy, tm_frame *frame,
                                         int32_t dh, int32_t dw, int32_t padh, int32_t padw, int32_t dilationh, int32_t dilationw,
                                         int32_t groups, double scale);

/* pool2d.c: x [b][c][h][w], y [b][c][oh][ow], index (int32, like y): position of the largest in its plane of x, the first wins.
   Windows are cut at the border; oh and ow come from y (the caller rounds up or down). */
TM_API int32_t tm_max_pool2d(tm_data *y, tm_data *index, const tm_data *x, tm_frame *frame, int32_t kh, int32_t kw, int32_t dh,
                             int32_t dw, int32_t padh, int32_t padw, int32_t dilationh, int32_t dilationw);
TM_API int32_t tm_max_pool2d_grad(tm_data *gx, const tm_data *gy, const tm_data *index, tm_frame *frame);
/* The same for windows that are listed: number o along the height covers rows[p][o][0] … rows[p][o][1] - 1, along the width columns
   alike (int32); p is the plane of x, or 0 where one list serves all planes. Backwards: tm_max_pool2d_grad. */
TM_API int32_t tm_max_windows(tm_data *y, tm_data *index, const tm_data *x, const tm_data *rows, const tm_data *columns, tm_frame *frame);
/* The divisor is the window's size with padding if count_pad, else the number of elements of x in it; 1 if divide is 0. */
TM_API int32_t tm_avg_pool2d(tm_data *y, const tm_data *x, tm_frame *frame, int32_t kh, int32_t kw, int32_t dh, int32_t dw,
                             int32_t padh, int32_t padw, int32_t count_pad, int32_t divide);
TM_API int32_t tm_avg_pool2d_grad(tm_data *gx, const tm_data *gy, tm_frame *frame, int32_t kh, int32_t kw, int32_t dh, int32_t dw,
                                  int32_t padh, int32_t padw, int32_t count_pad, int32_t divide);

/* batch_norm.c: x [b][c][…] of 2 or more dimensions; weight and bias [c] may be left out together. Training: mean and istd [c]
   receive the batch's mean and 1 / sqrt(biased variance + eps), the running values move by momentum (unbiased variance).
   Otherwise mean and istd are computed from the running values. */
TM_API int32_t tm_batch_norm(tm_data *y, const tm_data *x, const tm_data *weight, const tm_data *bias, tm_data *running_mean,
                             tm_data *running_var, tm_data *mean, tm_data *istd, tm_frame *frame, int32_t train, double momentum,
                             double eps);
/* Operands gx, gweight, gbias may be left out; mean and istd as tm_batch_norm left them. */
TM_API int32_t tm_batch_norm_grad(tm_data *gx, tm_data *gweight, tm_data *gbias, const tm_data *x, const tm_data *gy,
                                  const tm_data *weight, const tm_data *mean, const tm_data *istd, tm_frame *frame, int32_t train,
                                  double scale);

/* layer_norm.c: y[r][i] = (x[r][i] - mean[r]) istd[r] weight[k] + bias[k], where mean and istd [r] receive the mean of the row and
   1 / sqrt(variance + eps). Row r is number r % groups of the groups of a sample; each has as many of the weights, and each of these is
   that of equally many neighbours in the row: with one group and n weights k is i. Operands weight and bias may be left out together. */
TM_API int32_t tm_layer_norm(tm_data *y, const tm_data *x, const tm_data *weight, const tm_data *bias, tm_data *mean, tm_data *istd,
                             tm_frame *frame, int32_t groups, double eps);
/* Operands gx, gweight, gbias may be left out; mean and istd as tm_layer_norm left them. */
TM_API int32_t tm_layer_norm_grad(tm_data *gx, tm_data *gweight, tm_data *gbias, const tm_data *x, const tm_data *gy,
                                  const tm_data *weight, const tm_data *mean, const tm_data *istd, tm_frame *frame, int32_t groups,
                                  double scale);

/* sparse.c: a sparse matrix [n][m] times x [outer][m][inner] along dimension 1: r[o][j][i] = sum of weight[e] x[o][columns[e]][i] over
   the entries e = rows[j] … rows[j + 1] - 1 of row j. rows [n + 1] ascends from 0; rows and columns are int32. */
TM_API int32_t tm_sparse_mm(tm_data *r, const tm_data *x, const tm_data *rows, const tm_data *columns, const tm_data *weight,
                            tm_frame *frame);

/* softmax.c: along dimension 1 of [outer][n][inner]; log 0: softmax, 1: log-softmax */
TM_API int32_t tm_softmax(tm_data *y, const tm_data *x, tm_frame *frame, int32_t log);
TM_API int32_t tm_softmax_grad(tm_data *gx, const tm_data *gy, const tm_data *y, tm_frame *frame, int32_t log);

/* dropout.c: mask[i] is `keep` with probability 1 - p, else 0; y = x * mask. Element i depends on (generator's next draw, i)
   alone, so the threads do not matter. y may be x. */
TM_API int32_t tm_dropout(tm_data *y, tm_data *mask, const tm_data *x, tm_frame *frame, tm_bytes *generator, double p, double keep);

/* ---- criterions. `loss` is a tensor of one element that stays on the device. ---- */

/* nll.c: x [b][n] or [b][n][inner] log-probabilities, target [b][inner] int64 labels from 0, weight [n] may be left out;
   loss = -sum of weight * x[target], divided by the sum of those weights if average; total (one element) receives that sum.
   A target equal to `ignore` counts for nothing. */
TM_API int32_t tm_nll(tm_data *loss, tm_data *total, const tm_data *x, const tm_data *target, const tm_data *weight, tm_frame *frame,
                      int32_t average, double ignore);
TM_API int32_t tm_nll_grad(tm_data *gx, const tm_data *target, const tm_data *weight, const tm_data *total, tm_frame *frame,
                           int32_t average, double ignore);
/* r [b][inner] = -weight * x[target], 0 where a target equals `ignore`. */
TM_API int32_t tm_nll_each(tm_data *r, const tm_data *x, const tm_data *target, const tm_data *weight, tm_frame *frame, double ignore);
/* ctc.c: connectionist temporal classification. log [steps][b][n], or [b][steps][n] if batch_first: logarithms of probabilities; labels
   [b][most] int32, lengths [b][2] int32: the number of labels and of steps of each sample. losses [b] float64 = -log of the probability
   that the steps show the labels, infinite if they do not fit; beginnings [b][steps][2 * most + 1] float64 is what the gradient needs. */
TM_API int32_t tm_ctc(tm_data *losses, tm_data *beginnings, const tm_data *log, const tm_data *labels, const tm_data *lengths,
                      tm_frame *frame, int32_t batch_first, int32_t blank);
/* gx = scales [b] float64 times the gradients with respect to scores whose log-softmax is log, 0 for steps that do not count and where a
   loss is infinite. room [b][2 * (2 * most + 1) + n] float64 is overwritten. */
TM_API int32_t tm_ctc_grad(tm_data *gx, tm_data *room, const tm_data *log, const tm_data *labels, const tm_data *lengths,
                           const tm_data *losses, const tm_data *beginnings, const tm_data *scales, tm_frame *frame, int32_t batch_first,
                           int32_t blank);
/* multi_label_margin.c: x [b][n]; target [b][n] int32: labels of each sample, ended by -1. losses [b] float64 = sum over labels j and
   classes i that are none of max(0, 1 - x[j] + x[i]); gx = scale times the gradient. counts [b][n] int32 is overwritten. */
TM_API int32_t tm_multi_label_margin(tm_data *losses, tm_data *counts, const tm_data *x, const tm_data *target, tm_frame *frame);
TM_API int32_t tm_multi_label_margin_grad(tm_data *gx, tm_data *counts, const tm_data *x, const tm_data *target, tm_frame *frame,
                                          double scale);
/* loss.c: loss = scale * sum of f(x, y; a) (ops/loss.def), f weighted by weight[n] along the last dimension if that is given;
   y has the sizes of x. tm_loss_each keeps the elements apart: r = scale * f(x, y; a). */
TM_API int32_t tm_loss(int32_t op, tm_data *loss, const tm_data *x, const tm_data *y, const tm_data *weight, tm_frame *frame, double scale,
                       double a);
TM_API int32_t tm_loss_each(int32_t op, tm_data *r, const tm_data *x, const tm_data *y, const tm_data *weight, tm_frame *frame,
                            double scale, double a);
TM_API int32_t tm_loss_grad(int32_t op, tm_data *gx, const tm_data *x, const tm_data *y, const tm_data *weight, tm_frame *frame,
                            double scale, double a);

/* ---- optimizers: one pass over flat parameters; numbers that change from step to step lie in `scalars` (float64) ---- */

/* sgd.c: scalars = learning rate, momentum, dampening, weight decay, nesterov (0, 1), first step (0, 1). velocity may be left
   out when momentum is 0; rates and decays (per parameter) may be left out. */
TM_API int32_t tm_sgd(tm_data *x, const tm_data *g, tm_data *velocity, const tm_data *rates, const tm_data *decays,
                      const tm_data *scalars, tm_frame *frame);
/* step.c: a step of ops/step.def, which says how many of the states a, b, c it has and how many numbers `scalars` holds;
   kernels/step.inc says what they are. States are updated; those that it does not have are left out. */
TM_API int32_t tm_step(int32_t op, tm_data *x, const tm_data *g, tm_data *a, tm_data *b, tm_data *c, const tm_data *scalars,
                       tm_frame *frame);
/* lamb.c: scalars = learning rate, beta1, beta2, epsilon, weight decay, 1 / (1 - beta1^t), 1 / sqrt(1 - beta2^t); m and v are
   updated. sizes (int64): elements of each layer, in turn, x.n together; each layer has a trust ratio of its own. */
TM_API int32_t tm_lamb(tm_data *x, const tm_data *g, tm_data *m, tm_data *v, const tm_data *sizes, const tm_data *scalars,
                       tm_frame *frame);

/* ---- images: uint8, float32 or float64 [batch][channels][height][width]; results in uint8 are rounded and clamped ---- */

/* image_scale.c: row y of each plane of r = the sum over t of row_weight[t][y] times row (row[y] + t) of x; columns alike. The
   positions are int32, the weights float64. */
TM_API int32_t tm_image_scale(tm_data *r, const tm_data *x, const tm_data *row, const tm_data *row_weight, const tm_data *column,
                              const tm_data *column_weight, tm_frame *frame);

typedef enum { TM_SAMPLE_SIMPLE = 0, TM_SAMPLE_BILINEAR = 1, TM_SAMPLE_BICUBIC = 2, TM_SAMPLE_LANCZOS = 3 } tm_sample_mode;
/* What becomes of positions outside [0, n - 1]: the nearest inside; the fill; the nearest up to half a pixel outside, else the fill.
   The last is for polar transforms: a position belongs to the pixel below it. */
typedef enum { TM_BORDER_CLAMP = 0, TM_BORDER_PAD = 1, TM_BORDER_HALF = 2, TM_BORDER_FLOOR = 3 } tm_border;

/* image_sample.c: r[y][x] = src at the position (y', x') that map names: float64 [1 or batch][2][height][width], to which (y, x) is
   added if offset; or an affine map [2][3] of (y, x, 1). fill (float64): the value outside for each channel. Borders above
   TM_BORDER_PAD are for the first two modes alone. */
TM_API int32_t tm_image_sample(tm_data *r, const tm_data *src, const tm_data *map, const tm_data *fill, tm_frame *frame, int32_t mode,
                               int32_t border, int32_t offset);

/* image_color.c: from one colour space to another, x [b][3][n], y [b][3][n]. op 0: RGB to Y, y [b][1][n]; 1, 2: to YUV and back;
   3, 4: HSL; 5, 6: HSV; 7, 8: Lab, not for uint8; 9: shares of R, G and B in their sum. */
TM_API int32_t tm_image_color(int32_t op, tm_data *y, const tm_data *x, tm_frame *frame);
/* image_correlate.c: y[p][i][j] = sum over a, b of kernel[p][a][b] x[p][i + a - top][j + b - left]. x [p][h][w], kernel [1 or p][kh][kw];
   where `column` [1 or p][kh] is given, kernel is [1 or p][1][kw] and the weights are their products. Beyond x lies its nearest
   pixel if `nearest`, else `pad`. The kernel has the dtype of x; for uint8, whose results are rounded and clamped, float32. */
TM_API int32_t tm_image_correlate(tm_data *y, const tm_data *x, const tm_data *kernel, const tm_data *column, tm_frame *frame,
                                  int32_t top, int32_t left, int32_t nearest, double pad);

#ifdef __cplusplus
}
#endif
#endif
