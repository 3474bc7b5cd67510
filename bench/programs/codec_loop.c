/* libjpeg-turbo and libpng used directly, with interleaved rows in memory: what codec_speed.ts compares with. Each returns the
   bytes that it wrote, or 0. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* */
#include <jpeglib.h>
#include <png.h>

enum { CHANNELS = 3 };

static JSAMPROW *rows_of(unsigned char *pixels, size_t width, size_t height) {
  JSAMPROW *rows = malloc(height * sizeof *rows);
  for (size_t y = 0; y < height; y++) rows[y] = pixels + y * width * CHANNELS;
  return rows;
}

/* Decodes a file into memory of its own; `pixels`, unless NULL, receives a copy. */
double jpeg_decode(const unsigned char *file, double bytes, unsigned char *pixels) {
  struct jpeg_error_mgr errors;
  struct jpeg_decompress_struct info = {.err = jpeg_std_error(&errors)};
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, file, (unsigned long)bytes);
  jpeg_read_header(&info, TRUE);
  info.out_color_space = JCS_RGB;
  jpeg_start_decompress(&info);
  size_t size = (size_t)info.output_width * info.output_height * CHANNELS;
  unsigned char *own = malloc(size);
  JSAMPROW *rows = rows_of(own, info.output_width, info.output_height);
  while (info.output_scanline < info.output_height) jpeg_read_scanlines(&info, rows + info.output_scanline, info.output_height - info.output_scanline);
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  if (pixels) memcpy(pixels, own, size);
  free(rows), free(own);
  return (double)size;
}

/* Encodes with colours at half resolution, the default of libjpeg. */
double jpeg_encode(unsigned char *pixels, double width, double height, double quality, unsigned char *file, double capacity) {
  struct jpeg_error_mgr errors;
  struct jpeg_compress_struct info = {.err = jpeg_std_error(&errors)};
  jpeg_create_compress(&info);
  unsigned char *out = file;
  unsigned long bytes = (unsigned long)capacity;
  jpeg_mem_dest(&info, &out, &bytes);
  info.image_width = (JDIMENSION)width, info.image_height = (JDIMENSION)height;
  info.input_components = CHANNELS, info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, (int)quality, TRUE);
  jpeg_start_compress(&info, TRUE);
  JSAMPROW *rows = rows_of(pixels, info.image_width, info.image_height);
  jpeg_write_scanlines(&info, rows, info.image_height);
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  free(rows);
  return out == file ? (double)bytes : 0; /* libjpeg takes other memory if it needs more */
}

typedef struct {
  unsigned char *at;
  size_t left;
} memory;

static void read_bytes(png_structp png, png_bytep to, size_t bytes) {
  memory *m = png_get_io_ptr(png);
  if (bytes > m->left) png_error(png, "cut off");
  memcpy(to, m->at, bytes);
  m->at += bytes, m->left -= bytes;
}

static void write_bytes(png_structp png, png_bytep from, size_t bytes) {
  memory *m = png_get_io_ptr(png);
  if (bytes > m->left) png_error(png, "too large");
  memcpy(m->at, from, bytes);
  m->at += bytes, m->left -= bytes;
}

static void flush(png_structp png) { (void)png; }

/* As jpeg_decode. */
double png_decode(unsigned char *file, double bytes, unsigned char *pixels) {
  memory m = {file, (size_t)bytes};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct(png);
  png_set_read_fn(png, &m, read_bytes);
  png_read_info(png, info);
  size_t width = png_get_image_width(png, info), height = png_get_image_height(png, info), size = width * height * CHANNELS;
  if (png_get_rowbytes(png, info) != width * CHANNELS) return 0;
  unsigned char *own = malloc(size);
  png_bytepp rows = rows_of(own, width, height);
  png_read_image(png, rows);
  png_read_end(png, NULL);
  png_destroy_read_struct(&png, &info, NULL);
  if (pixels) memcpy(pixels, own, size);
  free(rows), free(own);
  return (double)size;
}

/* Encodes with the filters of libpng's choice. */
double png_encode(unsigned char *pixels, double width, double height, double compression, unsigned char *file, double capacity) {
  memory m = {file, (size_t)capacity};
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(png, &m, write_bytes, flush);
  png_set_compression_level(png, (int)compression);
  png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  png_bytepp rows = rows_of(pixels, (size_t)width, (size_t)height);
  png_write_image(png, rows);
  png_write_end(png, NULL);
  png_destroy_write_struct(&png, &info);
  free(rows);
  return capacity - (double)m.left;
}
