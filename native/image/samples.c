/* Rows of samples between a file's order, interleaved pixels, and an image's, one plane a channel. */
#include "codec.h"

/* The loops are few and hot: on x86-64 they are compiled for AVX2 too, and the loader takes what the machine has. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

int32_t tm_sink_open(tm_sink *sink, const tm_image *image, tm_codec_call *call) {
  double elements = call->width * call->height * image->channels;
  if (elements > image->elements)
    return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "the image must have %.0f elements but has %.0f", elements, image->elements);
  int64_t w = (int64_t)call->width, h = (int64_t)call->height;
  *sink = (tm_sink){*image, (int)call->channels, (int)call->max, w, w * h, 0, w, 1};
  int orientation = image->orient ? (int)call->orientation : 1;
  bool turned = orientation >= 5, last_column = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  bool last_row = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  /* Where pixel (0, 0) of the file lies, and how far a pixel to its right and one below it are from there. */
  if (turned) {
    sink->row = last_row ? -1 : 1, sink->step = last_column ? -h : h;
    sink->origin = (last_row ? h - 1 : 0) + (last_column ? (w - 1) * h : 0);
  } else {
    sink->row = last_row ? -w : w, sink->step = last_column ? -1 : 1;
    sink->origin = (last_row ? (h - 1) * w : 0) + (last_column ? w - 1 : 0);
  }
  return TM_CODEC_OK;
}

/* A row of three bytes a pixel, by far the most frequent, into three rows at once: loops that compilers turn into shuffles. */
#define SPLIT(name, real, VALUE)                                                                                                  \
  WIDE static void name(real *restrict a, real *restrict b, real *restrict c, const uint8_t *restrict row, int64_t width) {       \
    for (int64_t x = 0; x < width; x++) {                                                                                         \
      a[x] = VALUE(row[3 * x]);                                                                                                   \
      b[x] = VALUE(row[3 * x + 1]);                                                                                               \
      c[x] = VALUE(row[3 * x + 2]);                                                                                               \
    }                                                                                                                             \
  }
#define BYTE(v) (v)
#define SINGLE(v) ((float)(v) / 255.0f)
#define DOUBLE(v) ((double)(v) / 255.0)
SPLIT(split_uint8, uint8_t, BYTE)
SPLIT(split_float, float, SINGLE)
SPLIT(split_double, double, DOUBLE)
#undef BYTE
#undef SINGLE
#undef DOUBLE

static void split(const tm_sink *sink, int64_t y, const uint8_t *row) {
  int64_t a = sink->origin + y * sink->row, b = a + sink->plane, c = b + sink->plane, width = sink->width;
  void *data = sink->image.data;
  if (sink->image.dtype == TM_UINT8) split_uint8((uint8_t *)data + a, (uint8_t *)data + b, (uint8_t *)data + c, row, width);
  else if (sink->image.dtype == TM_FLOAT32) split_float((float *)data + a, (float *)data + b, (float *)data + c, row, width);
  else split_double((double *)data + a, (double *)data + b, (double *)data + c, row, width);
}

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

/* Samples of one byte, of two; each to every dtype. */
#define SAMPLE uint8_t
#define SINK sink_row8
#define NAME(name) JOIN(name, 8)
#include "samples.inc"
#define SAMPLE uint16_t
#define SINK sink_row16
#define NAME(name) JOIN(name, 16)
#include "samples.inc"

void tm_sink_row8(const tm_sink *sink, int64_t y, const uint8_t *row) {
  if (sink->from == 3 && sink->image.channels == 3 && sink->step == 1 && sink->max == 255) split(sink, y, row);
  else sink_row8(sink, y, row);
}

void tm_sink_row16(const tm_sink *sink, int64_t y, const uint16_t *row) { sink_row16(sink, y, row); }

/* ---- towards a file ---- */

/* NaN counts as 0, as whatever is below. */
#define CUT(x, most) ((x) > 0 ? (x) < 1 ? (x) * (most) : (most) : 0)

#define SOURCE(name, real, LOW, HIGH)                                                                                             \
  WIDE static void name(const real *plane, int64_t width, int channels, bool wide, uint8_t *row) {                                \
    if (wide) {                                                                                                                   \
      for (int64_t x = 0; x < width; x++) {                                                                                       \
        unsigned v = (unsigned)(HIGH(plane[x]));                                                                                  \
        row[2 * channels * x] = (uint8_t)(v >> 8), row[2 * channels * x + 1] = (uint8_t)v;                                        \
      }                                                                                                                           \
    } else if (channels == 1) {                                                                                                   \
      for (int64_t x = 0; x < width; x++) row[x] = (uint8_t)(LOW(plane[x]));                                                      \
    } else                                                                                                                        \
      for (int64_t x = 0; x < width; x++) row[channels * x] = (uint8_t)(LOW(plane[x]));                                           \
  }                                                                                                                               \
  /* Three planes at once: a loop that compilers turn into shuffles. */                                                           \
  WIDE static void name##_rgb(const real *restrict a, int64_t plane, int64_t width, uint8_t *restrict row) {                      \
    const real *restrict b = a + plane, *restrict c = b + plane;                                                                  \
    for (int64_t x = 0; x < width; x++) {                                                                                         \
      row[3 * x] = (uint8_t)(LOW(a[x]));                                                                                          \
      row[3 * x + 1] = (uint8_t)(LOW(b[x]));                                                                                      \
      row[3 * x + 2] = (uint8_t)(LOW(c[x]));                                                                                      \
    }                                                                                                                             \
  }
#define SAME(x) (x)
#define REPEATED(x) ((x) * 257)
#define LOW_FLOAT(x) ((int)CUT(x, 255.0f))
#define HIGH_FLOAT(x) ((int)CUT(x, 65535.0f))
#define LOW_DOUBLE(x) ((int)CUT(x, 255.0))
#define HIGH_DOUBLE(x) ((int)CUT(x, 65535.0))
SOURCE(source_uint8, uint8_t, SAME, REPEATED)
SOURCE(source_float, float, LOW_FLOAT, HIGH_FLOAT)
SOURCE(source_double, double, LOW_DOUBLE, HIGH_DOUBLE)

/* Makes a row of the planes of one dtype. */
#define ROW(name, real)                                                                                                           \
  static void row_of_##name(const real *first, int64_t plane, int64_t width, int channels, bool wide, uint8_t *row) {             \
    if (channels == 3 && !wide) source_##name##_rgb(first, plane, width, row);                                                    \
    else                                                                                                                          \
      for (int c = 0; c < channels; c++) source_##name(first + c * plane, width, channels, wide, row + (wide ? 2 * c : c));       \
  }
ROW(uint8, uint8_t)
ROW(float, float)
ROW(double, double)

void tm_source_row(const tm_image *image, int64_t height, int64_t width, int64_t y, bool wide, uint8_t *row) {
  int64_t at = y * width, plane = height * width;
  if (image->dtype == TM_UINT8) row_of_uint8((const uint8_t *)image->data + at, plane, width, image->channels, wide, row);
  else if (image->dtype == TM_FLOAT32) row_of_float((const float *)image->data + at, plane, width, image->channels, wide, row);
  else row_of_double((const double *)image->data + at, plane, width, image->channels, wide, row);
}
