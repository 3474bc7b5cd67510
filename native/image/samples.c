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

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

/* Samples of one byte, of two; each to every dtype. */
#define SAMPLE uint8_t
#define SINK tm_sink_row8
#define NAME(name) JOIN(name, 8)
#include "samples.inc"
#define SAMPLE uint16_t
#define SINK tm_sink_row16
#define NAME(name) JOIN(name, 16)
#include "samples.inc"

/* ---- towards a file ---- */

/* NaN counts as 0, as whatever is below. */
#define CUT(x, most) ((x) > 0 ? (x) < 1 ? (x) * (most) : (most) : 0)

#define SOURCE(name, real, LOW, HIGH)                                                                                             \
  WIDE static void name(const real *plane, int64_t width, int channels, bool wide, uint8_t *row) {                                \
    if (wide) {                                                                                                                   \
      for (int64_t x = 0; x < width; x++) {                                                                                       \
        unsigned v = (unsigned)(HIGH);                                                                                            \
        row[2 * channels * x] = (uint8_t)(v >> 8), row[2 * channels * x + 1] = (uint8_t)v;                                        \
      }                                                                                                                           \
    } else if (channels == 3) {                                                                                                   \
      for (int64_t x = 0; x < width; x++) row[3 * x] = (uint8_t)(LOW);                                                            \
    } else if (channels == 1) {                                                                                                   \
      for (int64_t x = 0; x < width; x++) row[x] = (uint8_t)(LOW);                                                                \
    } else                                                                                                                        \
      for (int64_t x = 0; x < width; x++) row[channels * x] = (uint8_t)(LOW);                                                     \
  }
SOURCE(source_uint8, uint8_t, plane[x], plane[x] * 257)
SOURCE(source_float, float, (int)CUT(plane[x], 255.0f), (int)CUT(plane[x], 65535.0f))
SOURCE(source_double, double, (int)CUT(plane[x], 255.0), (int)CUT(plane[x], 65535.0))

void tm_source_row(const tm_image *image, int64_t height, int64_t width, int64_t y, bool wide, uint8_t *row) {
  for (int c = 0; c < image->channels; c++) {
    int64_t at = (c * height + y) * width;
    uint8_t *to = row + (wide ? 2 * c : c);
    if (image->dtype == TM_UINT8) source_uint8((const uint8_t *)image->data + at, width, image->channels, wide, to);
    else if (image->dtype == TM_FLOAT32) source_float((const float *)image->data + at, width, image->channels, wide, to);
    else source_double((const double *)image->data + at, width, image->channels, wide, to);
  }
}
