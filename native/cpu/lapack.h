/* The functions of LAPACK that are called: column-major, sizes by reference, lengths of the letters at the end. */
#ifndef TM_LAPACK_H
#define TM_LAPACK_H
#include <stddef.h>

typedef const int *in;

#define TM_DECLARE(real, s)                                                                                                       \
  void s##gesv_(in n, in nrhs, real *a, in lda, int *pivots, real *b, in ldb, int *info);                                         \
  void s##getrf_(in m, in n, real *a, in lda, int *pivots, int *info);                                                            \
  void s##getri_(in n, real *a, in lda, in pivots, real *work, in lwork, int *info);                                              \
  void s##trtrs_(const char *uplo, const char *trans, const char *diag, in n, in nrhs, const real *a, in lda, real *b, in ldb,     \
                 int *info, size_t, size_t, size_t);                                                                              \
  void s##potrf_(const char *uplo, in n, real *a, in lda, int *info, size_t);                                                     \
  void s##pstrf_(const char *uplo, in n, real *a, in lda, int *pivots, int *rank, const real *tol, real *work, int *info, size_t); \
  void s##potrs_(const char *uplo, in n, in nrhs, const real *a, in lda, real *b, in ldb, int *info, size_t);                     \
  void s##potri_(const char *uplo, in n, real *a, in lda, int *info, size_t);                                                     \
  void s##gels_(const char *trans, in m, in n, in nrhs, real *a, in lda, real *b, in ldb, real *work, in lwork, int *info,        \
                size_t);                                                                                                          \
  void s##syevd_(const char *jobz, const char *uplo, in n, real *a, in lda, real *values, real *work, in lwork, int *iwork,       \
                 in liwork, int *info, size_t, size_t);                                                                           \
  void s##geev_(const char *jobvl, const char *jobvr, in n, real *a, in lda, real *re, real *im, real *vl, in ldvl, real *vr,     \
                in ldvr, real *work, in lwork, int *info, size_t, size_t);                                                        \
  void s##gesdd_(const char *jobz, in m, in n, real *a, in lda, real *s_, real *u, in ldu, real *vt, in ldvt, real *work,         \
                 in lwork, int *iwork, int *info, size_t);                                                                        \
  void s##geqrf_(in m, in n, real *a, in lda, real *tau, real *work, in lwork, int *info);                                        \
  void s##orgqr_(in m, in n, in k, real *a, in lda, const real *tau, real *work, in lwork, int *info);                            \
  void s##ormqr_(const char *side, const char *trans, in m, in n, in k, const real *a, in lda, const real *tau, real *c, in ldc,  \
                 real *work, in lwork, int *info, size_t, size_t);                                                                \
  void s##trsm_(const char *side, const char *uplo, const char *trans, const char *diag, in m, in n, const real *alpha, const real *a, \
                in lda, real *b, in ldb, size_t, size_t, size_t, size_t);                                                         \
  void s##larfg_(in n, real *alpha, real *x, in incx, real *tau);                                                                 \
  void s##sytrd_(const char *uplo, in n, real *a, in lda, real *d, real *e, real *tau, real *work, in lwork, int *info, size_t);   \
  void s##stedc_(const char *compz, in n, real *d, real *e, real *z, in ldz, real *work, in lwork, int *iwork, in liwork,         \
                 int *info, size_t);
TM_DECLARE(float, s)
TM_DECLARE(double, d)
#undef TM_DECLARE
void openblas_set_num_threads(int threads);
#endif
