/* PNG, through libpng. */
#include "codec.h"
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  png_structp png;
  png_infop info;
  tm_file file;
  size_t at; /* bytes read */
  tm_output *output;
  png_bytep rows;
  const tm_image *image;
  tm_codec_call *call;
  int32_t status;
  jmp_buf out;
} state;

/* Runs `work`, which may leave() at any depth. What it changes lies in *s, so that it survives. */
static void guard(state *s, void (*work)(state *)) {
  if (setjmp(s->out) == 0) work(s);
}

static _Noreturn void leave(state *s, tm_codec_status status, const char *message) {
  s->status = tm_codec_fail(s->call, status, "%s", message);
  longjmp(s->out, 1);
}

static void fail(png_structp png, png_const_charp message) {
  bool memory = strstr(message, "emory") != NULL; /* libpng has no number for it */
  leave(png_get_error_ptr(png), memory ? TM_CODEC_NO_MEMORY : TM_CODEC_DAMAGED, message);
}

static void ignore(png_structp png, png_const_charp message) { (void)png, (void)message; }

static void *rows_of(state *s, size_t bytes) {
  s->rows = malloc(bytes);
  if (!s->rows) leave(s, TM_CODEC_NO_MEMORY, "no memory for its rows");
  return s->rows;
}

/* ---- reading ---- */

static void take(png_structp png, png_bytep to, size_t bytes) {
  state *s = png_get_io_ptr(png);
  if (bytes > s->file.bytes - s->at) leave(s, TM_CODEC_DAMAGED, "it is cut off");
  memcpy(to, s->file.data + s->at, bytes);
  s->at += bytes;
}

static void read_header(state *s, tm_codec_call *call) {
  png_structp png = s->png;
  png_set_read_fn(png, s, take);
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff); /* the caller knows how much he wants */
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  /* Of what need not be there only transparency and EXIF matter: text and profiles are not even unpacked. */
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_AS_DEFAULT, (png_const_bytep) "eXIf", 1);
  png_read_info(png, s->info);
  png_set_expand(png);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  png_set_swap(png);
#endif
  png_set_interlace_handling(png);
  png_read_update_info(png, s->info);
  call->width = png_get_image_width(png, s->info), call->height = png_get_image_height(png, s->info);
  call->channels = png_get_channels(png, s->info);
  call->max = png_get_bit_depth(png, s->info) == 16 ? 65535 : 255;
#ifdef PNG_eXIf_SUPPORTED
  png_uint_32 bytes;
  png_bytep exif;
  if (png_get_eXIf_1(png, s->info, &bytes, &exif)) call->orientation = tm_exif_orientation(exif, bytes);
#endif
}

static void decode(state *s, const tm_sink *sink, int64_t height) {
  png_structp png = s->png;
  size_t bytes = png_get_rowbytes(png, s->info);
  bool whole = png_get_interlace_type(png, s->info) != PNG_INTERLACE_NONE, wide = sink->max == 65535;
  png_bytep rows = rows_of(s, whole ? bytes * (size_t)height : bytes);
  for (int pass = whole ? 7 : 1; pass-- > 0;) {
    for (int64_t y = 0; y < height; y++) {
      png_bytep row = whole ? rows + (size_t)y * bytes : rows;
      png_read_row(png, row, NULL);
      if (pass > 0) continue;
      if (wide) tm_sink_row16(sink, y, (const uint16_t *)(const void *)row);
      else tm_sink_row8(sink, y, row);
    }
  }
  png_read_end(png, NULL);
}

static void read(state *s) {
  tm_codec_call *call = s->call;
  s->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, s, fail, ignore);
  if (s->png) s->info = png_create_info_struct(s->png);
  if (!s->info) leave(s, TM_CODEC_NO_MEMORY, "no memory for a reader");
  read_header(s, call);
  /* Deflate makes at most 1032 bytes of one, and a byte holds at most eight pixels. */
  if (call->width / 8 * call->height > 1032 * (double)s->file.bytes) leave(s, TM_CODEC_DAMAGED, "it is too short for a picture of its size");
  if (!s->image) return;
  tm_sink sink;
  s->status = tm_sink_open(&sink, s->image, call);
  if (!s->status) decode(s, &sink, (int64_t)call->height);
}

int32_t tm_png_read(tm_file file, const tm_image *image, tm_codec_call *call) {
  state s = {.file = file, .image = image, .call = call};
  guard(&s, read);
  png_destroy_read_struct(&s.png, &s.info, NULL);
  free(s.rows);
  return s.status;
}

/* ---- writing ---- */

static void give(png_structp png, png_bytep data, size_t bytes) {
  state *s = png_get_io_ptr(png);
  if (!tm_output_add(s->output, data, bytes)) leave(s, TM_CODEC_BAD_ARGUMENT, "the file does not fit into its memory");
}

static void flush(png_structp png) { (void)png; }

static void encode(state *s) {
  const tm_image *image = s->image;
  const tm_codec_call *call = s->call;
  static const int types[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
  png_structp png = s->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, s, fail, ignore);
  if (png) s->info = png_create_info_struct(png);
  if (!s->info) leave(s, TM_CODEC_NO_MEMORY, "no memory for a writer");
  int64_t width = (int64_t)call->width, height = (int64_t)call->height;
  bool wide = call->max == 65535;
  png_set_write_fn(png, s, give, flush);
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_compression_level(png, (int)call->quality);
  png_set_IHDR(png, s->info, (png_uint_32)width, (png_uint_32)height, wide ? 16 : 8, types[image->channels - 1], PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, s->info);
  png_bytep row = rows_of(s, png_get_rowbytes(png, s->info));
  for (int64_t y = 0; y < height; y++) {
    tm_source_row(image, height, width, y, wide, row);
    png_write_row(png, row);
  }
  png_write_end(png, NULL);
}

int32_t tm_png_write(tm_output *output, const tm_image *image, tm_codec_call *call) {
  if (!(call->quality >= 0 && call->quality <= 9)) return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "compression must be 0 to 9 but is %g", call->quality);
  state s = {.output = output, .image = image, .call = call};
  guard(&s, encode);
  png_destroy_write_struct(&s.png, &s.info);
  free(s.rows);
  return s.status;
}
