/* Reading the operands of families of functions, and naming sizes in messages. */
#ifndef TM_OPERANDS_H
#define TM_OPERANDS_H
#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TM_SIZE_TEXT = 16 * 20 };
/* Writes the sizes as "[8, 64, 3]" and returns `text`. */
const char *tm_size_text(char text[TM_SIZE_TEXT], const tm_tensor *t);

/* A float32 or float64 operand. */
int32_t tm_read_real(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data);
/* An operand of the dtype and sizes of `like`. */
int32_t tm_read_like(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data,
                     const tm_tensor *like, const char *like_name);
/* An operand of n elements of `dtype`, whatever its sizes. */
int32_t tm_read_vector(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k, const tm_data *data,
                       int dtype, int64_t n);
/* As the above, or an operand that was left out, which gives data NULL. */
int32_t tm_read_optional_vector(tm_tensor *t, const char *caller, const char *name, const tm_frame *frame, int k,
                                const tm_data *data, int dtype, int64_t n);
/* TM_OK unless x is NaN or infinite. */
int32_t tm_want_finite(const char *caller, const char *name, double x);
/* Reports that there is no memory for scratch space. */
int32_t tm_no_scratch(const char *caller);

/* Element-wise functions: reads operands 0 … count - 1 of the frame, r first, and requires equal sizes. */
int32_t tm_read_pointwise(tm_tensor t[], const char *caller, int count, const char *const names[], const tm_frame *frame,
                          const tm_data *const data[]);
int32_t tm_check_same_dtype(const char *caller, int count, const char *const names[], const tm_tensor t[]);
int32_t tm_fail_dtype(const char *caller, int dtype);

#ifdef __cplusplus
}
#endif
#endif
