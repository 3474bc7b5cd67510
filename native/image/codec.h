/* What the codecs share: failures, and rows of samples on their way between a file and an image. */
#ifndef TM_CODEC_H
#define TM_CODEC_H
#include "taimatsu_image.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct {
  const unsigned char *data;
  size_t bytes;
} tm_file;

/* Memory that a file is written into. */
typedef struct {
  unsigned char *data;
  size_t bytes, capacity;
} tm_output;

/* The image of a call: contiguous [channels, height, width]. */
typedef struct {
  char *data;
  int dtype, channels;
  bool orient;
  double elements; /* that fit from `data` on */
} tm_image;

/* Where the rows of a file go. Steps count elements; turning a picture only changes them. */
typedef struct {
  tm_image image;
  int from, max; /* channels of a row, the sample that stands for 1 */
  int64_t width, plane, origin, row, step;
} tm_sink;

/* Sets the message of a call and returns `status`. */
int32_t tm_codec_fail(tm_codec_call *call, tm_codec_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Says of a format that its library was not there when this was built, and under which names packages have it. */
int32_t tm_codec_missing(tm_codec_call *call, const char *format, const char *library, const char *debian, const char *homebrew);

/* Prepares for the rows of the picture that `call` describes; fails if the image has no room for it. */
int32_t tm_sink_open(tm_sink *sink, const tm_image *image, tm_codec_call *call);
/* Takes row y: `from` interleaved samples a pixel, of one byte or of two in the machine's order. */
void tm_sink_row8(const tm_sink *sink, int64_t y, const uint8_t *row);
void tm_sink_row16(const tm_sink *sink, int64_t y, const uint16_t *row);
/* Makes row y of the image what a file holds: interleaved samples of one byte, or of two with the high byte first. */
void tm_source_row(const tm_image *image, int64_t height, int64_t width, int64_t y, bool wide, uint8_t *row);

/* Each reads the description of a file into `call` and, unless `image` is NULL, decodes it there. */
int32_t tm_jpeg_read(tm_file file, const tm_image *image, tm_codec_call *call);
int32_t tm_png_read(tm_file file, const tm_image *image, tm_codec_call *call);
int32_t tm_pnm_read(tm_file file, const tm_image *image, tm_codec_call *call);
int32_t tm_webp_read(tm_file file, const tm_image *image, tm_codec_call *call);
int32_t tm_gif_read(tm_file file, const tm_image *image, tm_codec_call *call);
int32_t tm_bmp_read(tm_file file, const tm_image *image, tm_codec_call *call);
int32_t tm_jpeg_write(tm_output *output, const tm_image *image, tm_codec_call *call);
int32_t tm_png_write(tm_output *output, const tm_image *image, tm_codec_call *call);
int32_t tm_pnm_write(tm_output *output, const tm_image *image, tm_codec_call *call);
int32_t tm_webp_write(tm_output *output, const tm_image *image, tm_codec_call *call);

/* Appends to a file; false if it does not fit. */
bool tm_output_add(tm_output *output, const void *data, size_t bytes);

/* Returns the orientation, 1 to 8, in a TIFF structure as EXIF has it; 1 if there is none. */
int tm_exif_orientation(const unsigned char *tiff, size_t bytes);

#endif
