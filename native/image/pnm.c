/* PPM, PGM and PBM: P1 to P3 hold numbers as text, P4 to P6 as bytes. */
#include "codec.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  tm_file file;
  size_t at;
  int kind, channels; /* kind: 1 bits, 2 gray, 3 RGB */
  bool text, wide;
  unsigned max;
  size_t width, height;
} reader;

static bool is_space(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static void skip_spaces(reader *r) {
  for (; r->at < r->file.bytes; r->at++) {
    if (r->file.data[r->at] == '#') {
      while (r->at + 1 < r->file.bytes && r->file.data[r->at + 1] != '\n' && r->file.data[r->at + 1] != '\r') r->at++;
    } else if (!is_space(r->file.data[r->at])) return;
  }
}

/* Reads an integer up to `most`, of at most so many digits; -1 if there is none such. */
static int64_t read_number(reader *r, int64_t most, int digits) {
  skip_spaces(r);
  int64_t value = -1;
  for (; r->at < r->file.bytes && digits-- > 0; r->at++) {
    unsigned char c = r->file.data[r->at];
    if (c < '0' || c > '9') break;
    value = (value < 0 ? 0 : value * 10) + (c - '0');
    if (value > most) return -1;
  }
  return value;
}

static int32_t read_header(reader *r, tm_codec_call *call) {
  int number = r->file.data[1] - '0';
  r->text = number <= 3, r->kind = r->text ? number : number - 3, r->channels = r->kind == 3 ? 3 : 1;
  r->at = 2;
  int64_t width = read_number(r, 0x7fffffff, 20), height = read_number(r, 0x7fffffff, 20), max = r->kind == 1 ? 1 : read_number(r, 65535, 20);
  if (width < 1 || height < 1) return tm_codec_fail(call, TM_CODEC_DAMAGED, "its width and height must be 1 to 2147483647");
  if (max < 1) return tm_codec_fail(call, TM_CODEC_DAMAGED, "its greatest sample must be 1 to 65535");
  if (r->at >= r->file.bytes || !(is_space(r->file.data[r->at]) || (r->text && r->file.data[r->at] == '#')))
    return tm_codec_fail(call, TM_CODEC_DAMAGED, "its header must end in a space or a new line");
  if (!r->text) r->at++; /* what follows is the first byte, whatever it is */
  r->width = (size_t)width, r->height = (size_t)height, r->max = (unsigned)max, r->wide = max > 255;
  /* Before anybody reserves memory for it. A number of a text takes a digit and, except for bits, a space. */
  double samples = (double)width * (double)height * r->channels;
  double least = r->text      ? samples * (r->kind == 1 ? 1 : 2) - 1
                 : r->kind == 1 ? (double)((width + 7) / 8) * (double)height
                                : samples * (r->wide ? 2 : 1);
  if (least > (double)(r->file.bytes - r->at)) return tm_codec_fail(call, TM_CODEC_DAMAGED, "it is cut off");
  call->width = (double)width, call->height = (double)height, call->channels = r->channels, call->max = (double)max;
  return TM_CODEC_OK;
}

/* Fills one row; false if it ends early or a sample is too large. */
static bool read_row(reader *r, uint8_t *row, uint16_t *wide_row) {
  size_t samples = r->width * (size_t)r->channels;
  const unsigned char *data = r->file.data + r->at;
  if (r->text) {
    for (size_t k = 0; k < samples; k++) {
      int64_t v = read_number(r, r->max, r->kind == 1 ? 1 : 20);
      if (v < 0) return false;
      if (r->wide) wide_row[k] = (uint16_t)v;
      else row[k] = (uint8_t)(r->kind == 1 ? 1 - v : v); /* ink is 1 */
    }
    return true;
  }
  if (r->kind == 1) {
    for (size_t k = 0; k < samples; k++) row[k] = !(data[k / 8] >> (7 - k % 8) & 1);
    r->at += (samples + 7) / 8;
    return true;
  }
  unsigned highest = 0;
  for (size_t k = 0; k < samples; k++) {
    unsigned v = r->wide ? (unsigned)data[2 * k] << 8 | data[2 * k + 1] : data[k];
    highest = v > highest ? v : highest;
    if (r->wide) wide_row[k] = (uint16_t)v;
    else row[k] = (uint8_t)v;
  }
  r->at += r->wide ? 2 * samples : samples;
  return highest <= r->max;
}

static int32_t decode(reader *r, const tm_sink *sink, tm_codec_call *call) {
  uint16_t *row = malloc(r->width * (size_t)r->channels * sizeof *row);
  if (!row) return tm_codec_fail(call, TM_CODEC_NO_MEMORY, "no memory for a row");
  for (size_t y = 0; y < r->height; y++) {
    if (!read_row(r, (uint8_t *)row, row)) {
      free(row);
      return tm_codec_fail(call, TM_CODEC_DAMAGED, "row %zu is cut off or has a sample that is not from 0 to %u", y, r->max);
    }
    if (r->wide) tm_sink_row16(sink, (int64_t)y, row);
    else tm_sink_row8(sink, (int64_t)y, (uint8_t *)row);
  }
  free(row);
  return TM_CODEC_OK;
}

int32_t tm_pnm_read(tm_file file, const tm_image *image, tm_codec_call *call) {
  reader r = {.file = file};
  tm_sink sink;
  int32_t status = read_header(&r, call);
  if (status || !image) return status;
  status = tm_sink_open(&sink, image, call);
  return status ? status : decode(&r, &sink, call);
}

int32_t tm_pnm_write(tm_output *output, const tm_image *image, tm_codec_call *call) {
  if (image->channels != 1 && image->channels != 3)
    return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "a PGM file has 1 channel and a PPM file 3, not %d", image->channels);
  int64_t width = (int64_t)call->width, height = (int64_t)call->height;
  bool wide = call->max == 65535;
  char header[64];
  int n = snprintf(header, sizeof header, "P%d\n%.0f %.0f\n%.0f\n", image->channels == 1 ? 5 : 6, call->width, call->height, call->max);
  size_t bytes = (size_t)width * (size_t)image->channels * (wide ? 2 : 1);
  if (!tm_output_add(output, header, (size_t)n) || (output->capacity - output->bytes) / (size_t)height < bytes)
    return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "the file does not fit into its memory");
  for (int64_t y = 0; y < height; y++, output->bytes += bytes) tm_source_row(image, height, width, y, wide, output->data + output->bytes);
  return TM_CODEC_OK;
}
