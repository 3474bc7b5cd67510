/* What the entries of layers, criterions and optimizers share: reading their operands, which are contiguous and float32 or
   float64, and naming sizes in messages. */
#ifndef TM_LAYER_H
#define TM_LAYER_H
#include "core.h"
#include "dispatch.h"

/* The kernel of this name for float32 or float64. */
#define TM_REAL_KERNEL(name, dtype) ((dtype) == TM_FLOAT32 ? tm_kernel.name##_f32 : tm_kernel.name##_f64)

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
#endif
