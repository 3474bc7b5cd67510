/* JPEG, through libjpeg-turbo. */
#include "codec.h"
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
/* */
#include <jerror.h>
#include <jpeglib.h>

/* A progressive file may ask for the whole picture to be gone over again and again. */
enum { MOST_SCANS = 500 };

/* Rows that libjpeg is handed at once; few enough to stay in the nearest cache. */
enum { ROWS = 4 };

typedef struct {
  struct jpeg_error_mgr base; /* first: what libjpeg hands back is this */
  union {
    struct jpeg_common_struct common;
    struct jpeg_decompress_struct reader;
    struct jpeg_compress_struct writer;
  } info;
  tm_file file;
  tm_output *output;
  const tm_image *image;
  tm_codec_call *call;
  int32_t status;
  jmp_buf out;
} state;

static _Noreturn void leave(state *s, tm_codec_status status, const char *message) {
  s->status = tm_codec_fail(s->call, status, "%s", message);
  longjmp(s->out, 1);
}

static tm_codec_status status_of(int code) {
  switch (code) {
    case JERR_OUT_OF_MEMORY: return TM_CODEC_NO_MEMORY;
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_ARITH_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_CONVERSION_NOTIMPL: return TM_CODEC_UNSUPPORTED;
    default: return TM_CODEC_DAMAGED;
  }
}

static void fail(j_common_ptr info) {
  char message[JMSG_LENGTH_MAX];
  info->err->format_message(info, message);
  leave((state *)info->err, status_of(info->err->msg_code), message);
}

/* Warnings say that pixels are made up, except those about headers that change none. */
static void warn(j_common_ptr info, int level) {
  int code = info->err->msg_code;
  if (level < 0 && code != JWRN_ADOBE_XFORM && code != JWRN_JFIF_MAJOR) fail(info);
}

static void say_nothing(j_common_ptr info) { (void)info; }

/* Runs `work`, which may leave() at any depth, and frees what libjpeg holds. What it changes lies in *s, so that it survives. */
static int32_t guard(state *s, void (*work)(state *)) {
  s->info.common.err = jpeg_std_error(&s->base);
  s->base.error_exit = fail;
  s->base.emit_message = warn;
  s->base.output_message = say_nothing;
  if (setjmp(s->out) == 0) work(s);
  jpeg_destroy(&s->info.common);
  return s->status;
}

/* Memory for ROWS rows. It lies askew, because libjpeg-turbo writes aligned rows past the caches, and they are read at once. */
static JSAMPARRAY rows_of(j_common_ptr info, JDIMENSION width, int channels) {
  enum { ASKEW = 8 };
  JSAMPARRAY rows = info->mem->alloc_sarray(info, JPOOL_IMAGE, width * (JDIMENSION)channels + ASKEW, ROWS);
  for (int k = 0; k < ROWS; k++) rows[k] += ASKEW;
  return rows;
}

/* ---- reading ---- */

static void limit_scans(j_common_ptr info) {
  if (!info->is_decompressor || ((j_decompress_ptr)info)->input_scan_number <= MOST_SCANS) return;
  leave((state *)info->err, TM_CODEC_UNSUPPORTED, "it has more scans than a picture needs");
}

static int orientation_of(struct jpeg_decompress_struct *info) {
  for (jpeg_saved_marker_ptr m = info->marker_list; m; m = m->next)
    if (m->marker == JPEG_APP0 + 1 && m->data_length > 6 && memcmp(m->data, "Exif\0\0", 6) == 0) return tm_exif_orientation(m->data + 6, m->data_length - 6);
  return 1;
}

static unsigned char times(unsigned a, unsigned b) { return (unsigned char)((a * b + 127) / 255); }

/* Four inks to RGB, in place. As in all files that are met they are inverted: 255 is no ink. */
static void to_rgb(JSAMPLE *row, JDIMENSION width) {
  JSAMPLE *to = row;
  for (JDIMENSION x = 0; x < width; x++, row += 4, to += 3) {
    unsigned c = row[0], m = row[1], y = row[2], k = row[3];
    to[0] = times(c, k), to[1] = times(m, k), to[2] = times(y, k);
  }
}

static int32_t read_header(struct jpeg_decompress_struct *info, tm_file file, tm_codec_call *call) {
  jpeg_mem_src(info, file.data, (unsigned long)file.bytes);
  jpeg_save_markers(info, JPEG_APP0 + 1, 0xffff);
  jpeg_read_header(info, TRUE);
  if (info->data_precision != 8) return tm_codec_fail(call, TM_CODEC_UNSUPPORTED, "samples of %d bits are not read, only those of 8", info->data_precision);
  if (info->num_components == 1) info->out_color_space = JCS_GRAYSCALE;
  else if (info->num_components == 3) info->out_color_space = JCS_RGB;
  else if (info->num_components == 4) info->out_color_space = JCS_CMYK;
  else return tm_codec_fail(call, TM_CODEC_UNSUPPORTED, "%d components are not read, only 1, 3 or 4", info->num_components);
  call->width = info->image_width, call->height = info->image_height, call->max = 255;
  call->channels = info->num_components == 1 ? 1 : 3;
  call->orientation = orientation_of(info);
  return TM_CODEC_OK;
}

static int32_t decode(struct jpeg_decompress_struct *info, const tm_image *image, tm_codec_call *call) {
  tm_sink sink;
  int32_t status = tm_sink_open(&sink, image, call);
  if (status) return status;
  jpeg_start_decompress(info);
  JSAMPARRAY rows = rows_of((j_common_ptr)info, info->output_width, info->output_components);
  while (info->output_scanline < info->output_height) {
    JDIMENSION y = info->output_scanline, n = jpeg_read_scanlines(info, rows, ROWS);
    if (n == 0) return tm_codec_fail(call, TM_CODEC_DAMAGED, "it is cut off");
    for (JDIMENSION k = 0; k < n; k++) {
      if (info->out_color_space == JCS_CMYK) to_rgb(rows[k], info->output_width);
      tm_sink_row8(&sink, y + k, rows[k]);
    }
  }
  jpeg_finish_decompress(info);
  return TM_CODEC_OK;
}

static void read(state *s) {
  struct jpeg_decompress_struct *info = &s->info.reader;
  struct jpeg_progress_mgr progress = {.progress_monitor = limit_scans};
  jpeg_create_decompress(info);
  info->progress = &progress;
  s->status = read_header(info, s->file, s->call);
  if (!s->status && s->image) s->status = decode(info, s->image, s->call);
}

int32_t tm_jpeg_read(tm_file file, const tm_image *image, tm_codec_call *call) {
  state s = {.file = file, .image = image, .call = call};
  return guard(&s, read);
}

/* ---- writing ---- */

typedef struct {
  struct jpeg_destination_mgr base;
  tm_output *output;
} destination;

static void start(j_compress_ptr info) {
  destination *d = (destination *)info->dest;
  d->base.next_output_byte = d->output->data, d->base.free_in_buffer = d->output->capacity;
}

static _Noreturn boolean overflow(j_compress_ptr info) {
  leave((state *)info->err, TM_CODEC_BAD_ARGUMENT, "the file does not fit into its memory");
}

static void finish(j_compress_ptr info) {
  destination *d = (destination *)info->dest;
  d->output->bytes = d->output->capacity - d->base.free_in_buffer;
}

static void encode(state *s) {
  struct jpeg_compress_struct *info = &s->info.writer;
  const tm_image *image = s->image;
  const tm_codec_call *call = s->call;
  destination d = {{.init_destination = start, .empty_output_buffer = overflow, .term_destination = finish}, s->output};
  jpeg_create_compress(info);
  info->dest = &d.base;
  info->image_width = (JDIMENSION)call->width, info->image_height = (JDIMENSION)call->height;
  info->input_components = image->channels;
  info->in_color_space = image->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(info);
  jpeg_set_quality(info, (int)call->quality, TRUE);
  if (call->full_colour == 1) info->comp_info[0].h_samp_factor = info->comp_info[0].v_samp_factor = 1;
  if (call->progressive == 1) jpeg_simple_progression(info);
  jpeg_start_compress(info, TRUE);
  JSAMPARRAY rows = rows_of((j_common_ptr)info, info->image_width, image->channels);
  while (info->next_scanline < info->image_height) {
    JDIMENSION y = info->next_scanline, left = info->image_height - y, n = left < ROWS ? left : ROWS;
    for (JDIMENSION k = 0; k < n; k++) tm_source_row(image, info->image_height, info->image_width, y + k, false, rows[k]);
    jpeg_write_scanlines(info, rows, n);
  }
  jpeg_finish_compress(info);
}

int32_t tm_jpeg_write(tm_output *output, const tm_image *image, tm_codec_call *call) {
  if (image->channels != 1 && image->channels != 3)
    return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "a JPEG file has 1 or 3 channels, not %d", image->channels);
  if (!(call->quality >= 1 && call->quality <= 100)) return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "quality must be 1 to 100 but is %g", call->quality);
  state s = {.output = output, .image = image, .call = call};
  return guard(&s, encode);
}
