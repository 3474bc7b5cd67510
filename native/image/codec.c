/* The functions of taimatsu_image.h: arguments are checked here, formats are found by their first bytes. */
#include "codec.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int32_t tm_codec_fail(tm_codec_call *call, tm_codec_status status, const char *format, ...) {
  va_list args;
  va_start(args, format);
  vsnprintf(call->message, sizeof call->message, format, args);
  va_end(args);
  return status;
}

int32_t tm_codec_missing(tm_codec_call *call, const char *format, const char *library, const char *debian, const char *homebrew) {
  return tm_codec_fail(call, TM_CODEC_UNSUPPORTED,
                       "this build has no %s: install %s with its header (Debian, Ubuntu: apt-get install %s; macOS: brew install %s) and build again",
                       format, library, debian, homebrew);
}

int32_t tm_codec_abi(void) { return TM_CODEC_ABI; }

static const double EXACT = 9007199254740992.0; /* 2^53 */

static bool whole(double x, double low, double high) { return x >= low && x <= high && x == (double)(int64_t)x; }

/* ---- formats ---- */

static bool begins(tm_file file, size_t at, const char *text, size_t n) {
  return file.bytes >= at + n && memcmp(file.data + at, text, n) == 0;
}

/* Formats that are recognized, so that a message can name them. */
static const char *foreign(tm_file file) {
  if (begins(file, 0, "II*\0", 4) || begins(file, 0, "MM\0*", 4)) return "TIFF";
  if (begins(file, 4, "ftypavif", 8)) return "AVIF";
  if (begins(file, 4, "ftypheic", 8)) return "HEIC";
  return NULL;
}

static tm_codec_format format_of(tm_file file) {
  if (begins(file, 0, "\xff\xd8\xff", 3)) return TM_CODEC_JPEG;
  if (begins(file, 0, "\x89PNG\r\n\x1a\n", 8)) return TM_CODEC_PNG;
  if (file.bytes >= 3 && file.data[0] == 'P' && file.data[1] >= '1' && file.data[1] <= '6' && strchr(" \t\r\n\v\f#", file.data[2]) && file.data[2])
    return TM_CODEC_PNM;
  if (begins(file, 0, "RIFF", 4) && begins(file, 8, "WEBP", 4)) return TM_CODEC_WEBP;
  if (begins(file, 0, "GIF87a", 6) || begins(file, 0, "GIF89a", 6)) return TM_CODEC_GIF;
  if (begins(file, 0, "BM", 2)) return TM_CODEC_BMP;
  return TM_CODEC_UNKNOWN;
}

static int32_t read_file(const tm_bytes *data, double bytes, const tm_image *image, tm_codec_call *call) {
  call->format = TM_CODEC_UNKNOWN, call->message[0] = 0;
  call->width = call->height = call->channels = call->max = 0, call->orientation = 1;
  if (!whole(bytes, 0, EXACT)) return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "bytes must be an integer from 0 but is %g", bytes);
  if (!data || bytes == 0) return tm_codec_fail(call, TM_CODEC_DAMAGED, "it is empty");
  tm_file file = {data, (size_t)bytes};
  tm_codec_format format = format_of(file);
  call->format = format;
  switch (format) {
    case TM_CODEC_JPEG: return tm_jpeg_read(file, image, call);
    case TM_CODEC_PNG: return tm_png_read(file, image, call);
    case TM_CODEC_PNM: return tm_pnm_read(file, image, call);
    case TM_CODEC_WEBP: return tm_webp_read(file, image, call);
    case TM_CODEC_GIF: return tm_gif_read(file, image, call);
    case TM_CODEC_BMP: return tm_bmp_read(file, image, call);
    case TM_CODEC_UNKNOWN: break;
  }
  const char *name = foreign(file);
  if (name) return tm_codec_fail(call, TM_CODEC_UNSUPPORTED, "%s files are not read, only JPEG, PNG, WebP, GIF, BMP, PPM, PGM and PBM", name);
  return tm_codec_fail(call, TM_CODEC_UNSUPPORTED, "its first bytes are not those of a JPEG, PNG, WebP, GIF, BMP, PPM, PGM or PBM file");
}

/* ---- images ---- */

static int32_t take_image(tm_image *image, const tm_data *data, double offset, double extent, int32_t dtype, double channels, tm_codec_call *call) {
  int width = dtype == TM_UINT8 ? 1 : dtype == TM_FLOAT32 ? 4 : dtype == TM_FLOAT64 ? 8 : 0;
  if (!width) return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "dtype must be uint8, float32 or float64 but is number %d", dtype);
  if (!whole(channels, 1, 4)) return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "channels must be 1 to 4 but is %g", channels);
  if (!data) return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "the memory of the image is missing");
  if (!whole(offset, 0, EXACT) || !whole(extent, 0, EXACT) || offset * width > extent)
    return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "element %g is outside memory of %g bytes", offset, extent);
  image->data = (char *)(uintptr_t)data + (size_t)offset * (size_t)width;
  image->dtype = dtype, image->channels = (int)channels, image->orient = false;
  image->elements = extent / width - offset;
  return TM_CODEC_OK;
}

int32_t tm_codec_header(const tm_bytes *file, double bytes, tm_bytes *call) {
  return call ? read_file(file, bytes, NULL, call) : TM_CODEC_BAD_ARGUMENT;
}

int32_t tm_codec_decode(const tm_bytes *file, double bytes, tm_data *image, double offset, double extent, int32_t dtype, int32_t channels,
                        int32_t orient, tm_bytes *call) {
  if (!call) return TM_CODEC_BAD_ARGUMENT;
  tm_image target;
  int32_t status = take_image(&target, image, offset, extent, dtype, channels, call);
  if (status) return status;
  target.orient = orient == 1;
  return read_file(file, bytes, &target, call);
}

static int32_t check_picture(const tm_image *image, tm_codec_call *call) {
  double width = call->width, height = call->height, most = call->format == TM_CODEC_JPEG ? 65500 : call->format == TM_CODEC_WEBP ? 16383 : 0x7fffffff;
  if (!whole(width, 1, most) || !whole(height, 1, most))
    return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "width and height must be 1 to %.0f but are %.0f and %.0f", most, width, height);
  if (width * height * image->channels > image->elements)
    return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "the image must have %.0f elements but has %.0f", width * height * image->channels, image->elements);
  if (call->max != 255 && call->max != 65535) return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "max must be 255 or 65535 but is %g", call->max);
  return TM_CODEC_OK;
}

int32_t tm_codec_encode(tm_bytes *file, double capacity, const tm_data *image, double offset, double extent, int32_t dtype, tm_bytes *call) {
  if (!call) return TM_CODEC_BAD_ARGUMENT;
  tm_codec_call *about = call;
  about->message[0] = 0, about->bytes = 0;
  tm_image source;
  int32_t status = take_image(&source, image, offset, extent, dtype, about->channels, about);
  if (!status) status = check_picture(&source, about);
  if (status) return status;
  if (!file || !whole(capacity, 1, EXACT)) return tm_codec_fail(about, TM_CODEC_BAD_ARGUMENT, "the memory for the file is missing");
  tm_output output = {file, 0, (size_t)capacity};
  if (about->format == TM_CODEC_JPEG) status = tm_jpeg_write(&output, &source, about);
  else if (about->format == TM_CODEC_PNG) status = tm_png_write(&output, &source, about);
  else if (about->format == TM_CODEC_PNM) status = tm_pnm_write(&output, &source, about);
  else if (about->format == TM_CODEC_WEBP) status = tm_webp_write(&output, &source, about);
  else status = tm_codec_fail(about, TM_CODEC_BAD_ARGUMENT, "there is no format number %g", about->format);
  about->bytes = (double)output.bytes;
  return status;
}

bool tm_output_add(tm_output *output, const void *data, size_t bytes) {
  if (bytes > output->capacity - output->bytes) return false;
  memcpy(output->data + output->bytes, data, bytes);
  output->bytes += bytes;
  return true;
}

/* ---- EXIF ---- */

static unsigned number(const unsigned char *p, int bytes, bool little) {
  unsigned value = 0;
  for (int k = 0; k < bytes; k++) value |= (unsigned)p[k] << 8 * (little ? k : bytes - 1 - k);
  return value;
}

int tm_exif_orientation(const unsigned char *tiff, size_t bytes) {
  if (bytes < 8 || (memcmp(tiff, "II*\0", 4) && memcmp(tiff, "MM\0*", 4))) return 1;
  bool little = tiff[0] == 'I';
  size_t at = number(tiff + 4, 4, little);
  if (at > bytes - 2) return 1;
  size_t entries = number(tiff + at, 2, little);
  for (at += 2; entries-- > 0 && at + 12 <= bytes; at += 12) { /* tag, type, count, value */
    if (number(tiff + at, 2, little) != 0x112) continue;
    unsigned value = number(tiff + at + 8, 2, little);
    return number(tiff + at + 2, 2, little) == 3 && value >= 1 && value <= 8 ? (int)value : 1;
  }
  return 1;
}
