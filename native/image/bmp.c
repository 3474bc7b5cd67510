/* BMP: what Windows and OS/2 write, in 1, 4, 8, 16, 24 or 32 bits a pixel, plain, run-length coded or with masks. */
#include "codec.h"
#include <stdlib.h>
#include <string.h>

enum { FILE_HEADER = 14, CORE = 12, INFO = 40, MASKED = 52, ALPHA_MASKED = 56 };
enum { PLAIN = 0, RLE8 = 1, RLE4 = 2, MASKS = 3, ALPHA_MASKS = 6 };
enum { BACKGROUND = 0 }; /* the index of pixels that a run-length coded file skips */

/* One of the samples that lie in a pixel's bits. */
typedef struct {
  uint32_t mask;
  int shift;
  uint64_t max; /* 0 if there is none */
} field;

typedef struct {
  tm_file file;
  size_t at; /* of the pixels */
  size_t width, height, stride;
  bool top_down;
  int bits, compression;
  field fields[4]; /* red, green, blue, alpha */
  uint8_t palette[256][3];
} reader;

static uint32_t number(const unsigned char *p, int bytes) {
  uint32_t value = 0;
  for (int k = 0; k < bytes; k++) value |= (uint32_t)p[k] << 8 * k;
  return value;
}

/* False if the bits of a mask do not follow each other. */
static bool set_field(field *f, uint32_t mask) {
  *f = (field){mask, mask ? __builtin_ctz(mask) : 0, 0};
  f->max = mask >> f->shift;
  return (f->max & (f->max + 1)) == 0;
}

static uint8_t sample(const field *f, uint32_t pixel) {
  return f->max ? (uint8_t)(((uint64_t)((pixel & f->mask) >> f->shift) * 255 + f->max / 2) / f->max) : 0;
}

/* Reads the masks of the samples; *after is the end of what was read. */
static int32_t read_fields(reader *r, size_t header, size_t *after, tm_codec_call *call) {
  static const uint32_t usual[2][3] = {{0x7c00, 0x3e0, 0x1f}, {0xff0000, 0xff00, 0xff}};
  uint32_t masks[4] = {0};
  if (r->compression == PLAIN) memcpy(masks, usual[r->bits != 16], sizeof usual[0]);
  else {
    int n = r->compression == ALPHA_MASKS || header >= ALPHA_MASKED ? 4 : 3;
    size_t end = FILE_HEADER + INFO + 4 * (size_t)n;
    if (r->file.bytes < end) return tm_codec_fail(call, TM_CODEC_DAMAGED, "it is cut off");
    for (int c = 0; c < n; c++) masks[c] = number(r->file.data + FILE_HEADER + INFO + 4 * c, 4);
    if (end > *after) *after = end;
  }
  for (int c = 0; c < 4; c++)
    if (!set_field(&r->fields[c], masks[c])) return tm_codec_fail(call, TM_CODEC_UNSUPPORTED, "the mask %#x has gaps", masks[c]);
  return TM_CODEC_OK;
}

static void read_palette(reader *r, size_t at, int entry, uint32_t colours) {
  for (uint32_t k = 0; k < colours && k < 256 && at + (size_t)entry <= r->file.bytes; k++, at += (size_t)entry) {
    const unsigned char *bgr = r->file.data + at;
    r->palette[k][0] = bgr[2], r->palette[k][1] = bgr[1], r->palette[k][2] = bgr[0];
  }
}

static bool fits_together(int bits, int compression) {
  switch (compression) {
    case PLAIN: return bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
    case RLE8: return bits == 8;
    case RLE4: return bits == 4;
    case MASKS:
    case ALPHA_MASKS: return bits == 16 || bits == 32;
    default: return false;
  }
}

static int32_t read_header(reader *r, tm_codec_call *call) {
  const unsigned char *data = r->file.data, *info = data + FILE_HEADER;
  if (r->file.bytes < FILE_HEADER + CORE) return tm_codec_fail(call, TM_CODEC_DAMAGED, "it is cut off");
  size_t header = number(info, 4), after = FILE_HEADER + header;
  bool core = header == CORE;
  if (!core && (header < INFO || header > 1024)) return tm_codec_fail(call, TM_CODEC_UNSUPPORTED, "a header of %zu bytes is not known", header);
  if (r->file.bytes < after) return tm_codec_fail(call, TM_CODEC_DAMAGED, "it is cut off");
  int64_t width = core ? (int32_t)number(info + 4, 2) : (int32_t)number(info + 4, 4), height = core ? (int32_t)number(info + 6, 2) : (int32_t)number(info + 8, 4);
  r->top_down = height < 0;
  if (r->top_down) height = -height;
  if (width < 1 || height < 1 || height > 0x7fffffff) return tm_codec_fail(call, TM_CODEC_DAMAGED, "its width and height must be 1 to 2147483647");
  r->bits = (int)number(info + (core ? 10 : 14), 2), r->compression = core ? PLAIN : (int)number(info + 16, 4);
  if (!fits_together(r->bits, r->compression))
    return tm_codec_fail(call, TM_CODEC_UNSUPPORTED, "%d bits a pixel with compression %d are not read", r->bits, r->compression);
  if (r->bits >= 16) {
    int32_t status = read_fields(r, header, &after, call);
    if (status) return status;
  } else {
    uint32_t colours = core ? 0 : number(info + 32, 4);
    read_palette(r, after, core ? 3 : 4, colours ? colours : 1u << r->bits);
  }
  r->at = number(data + 10, 4);
  if (r->at < after) return tm_codec_fail(call, TM_CODEC_DAMAGED, "its pixels begin inside its header");
  r->width = (size_t)width, r->height = (size_t)height, r->stride = ((size_t)width * (size_t)r->bits + 31) / 32 * 4;
  /* Before anybody reserves memory for it. */
  bool runs = r->compression == RLE8 || r->compression == RLE4;
  double least = runs ? 2 : (double)r->stride * (double)height;
  if (r->at > r->file.bytes || least > (double)(r->file.bytes - r->at)) return tm_codec_fail(call, TM_CODEC_DAMAGED, "it is cut off");
  call->width = (double)width, call->height = (double)height, call->max = 255;
  call->channels = r->fields[3].max ? 4 : 3;
  return TM_CODEC_OK;
}

/* ---- rows ---- */

static void colour(const reader *r, const uint8_t *indices, uint8_t *row) {
  for (size_t x = 0; x < r->width; x++) memcpy(row + 3 * x, r->palette[indices[x]], 3);
}

static void plain_row(const reader *r, const unsigned char *from, uint8_t *indices, uint8_t *row) {
  if (r->bits == 24) {
    for (size_t x = 0; x < r->width; x++) row[3 * x] = from[3 * x + 2], row[3 * x + 1] = from[3 * x + 1], row[3 * x + 2] = from[3 * x];
    return;
  }
  if (r->bits < 16) {
    size_t per_byte = 8 / (size_t)r->bits;
    unsigned mask = (1u << r->bits) - 1;
    for (size_t x = 0; x < r->width; x++)
      indices[x] = (uint8_t)(from[x / per_byte] >> (8 - (size_t)r->bits * (x % per_byte + 1)) & mask);
    colour(r, indices, row);
    return;
  }
  int bytes = r->bits / 8, samples = r->fields[3].max ? 4 : 3;
  for (size_t x = 0; x < r->width; x++, from += bytes, row += samples) {
    uint32_t pixel = number(from, bytes);
    for (int c = 0; c < samples; c++) row[c] = sample(&r->fields[c], pixel);
  }
}

static int64_t place(const reader *r, size_t line) { return (int64_t)(r->top_down ? line : r->height - 1 - line); }

static void decode_plain(const reader *r, const tm_sink *sink, uint8_t *indices, uint8_t *row) {
  for (size_t line = 0; line < r->height; line++) {
    plain_row(r, r->file.data + r->at + line * r->stride, indices, row);
    tm_sink_row8(sink, place(r, line), row);
  }
}

/* Rows in the order of the file, of which one is under work. */
typedef struct {
  const reader *r;
  const tm_sink *sink;
  uint8_t *indices, *row;
  size_t x, line;
} runs;

static void next_line(runs *s) {
  if (s->line < s->r->height) {
    colour(s->r, s->indices, s->row);
    tm_sink_row8(s->sink, place(s->r, s->line), s->row);
  }
  memset(s->indices, BACKGROUND, s->r->width);
  s->line++;
}

/* Pixels that reach beyond the row's end are left out. */
static void put(runs *s, unsigned index) {
  if (s->x < s->r->width) s->indices[s->x++] = (uint8_t)index;
}

static unsigned nibble(const unsigned char *p, size_t k) { return k % 2 ? p[k / 2] & 15 : p[k / 2] >> 4; }

static int32_t decode_runs(const reader *r, const tm_sink *sink, uint8_t *indices, uint8_t *row, tm_codec_call *call) {
  runs s = {r, sink, indices, row, 0, 0};
  const unsigned char *p = r->file.data + r->at, *end = r->file.data + r->file.bytes;
  bool halves = r->compression == RLE4;
  memset(indices, BACKGROUND, r->width);
  while (end - p >= 2) {
    unsigned count = p[0], value = p[1];
    p += 2;
    if (count > 0) { /* so many pixels of one index, or of two in turn */
      for (unsigned k = 0; k < count; k++) put(&s, halves ? nibble(p - 1, k % 2) : value);
    } else if (value == 0) { /* the line ends */
      next_line(&s), s.x = 0;
    } else if (value == 1) { /* the picture ends */
      while (s.line < r->height) next_line(&s);
      return TM_CODEC_OK;
    } else if (value == 2) { /* go on further right and in a later line */
      if (end - p < 2) break;
      s.x = s.x + p[0] < r->width ? s.x + p[0] : r->width;
      for (unsigned k = p[1]; k > 0; k--) next_line(&s);
      p += 2;
    } else { /* so many pixels as they are, up to an even number of bytes */
      size_t bytes = halves ? (value + 1) / 2 : value;
      bytes += bytes % 2;
      if ((size_t)(end - p) < bytes) break;
      for (size_t k = 0; k < value; k++) put(&s, halves ? nibble(p, k) : p[k]);
      p += bytes;
    }
    if (s.line > r->height) return tm_codec_fail(call, TM_CODEC_DAMAGED, "it has more lines than its height");
  }
  return tm_codec_fail(call, TM_CODEC_DAMAGED, "it is cut off");
}

int32_t tm_bmp_read(tm_file file, const tm_image *image, tm_codec_call *call) {
  reader r = {.file = file};
  tm_sink sink;
  int32_t status = read_header(&r, call);
  if (status || !image) return status;
  status = tm_sink_open(&sink, image, call);
  if (status) return status;
  uint8_t *memory = malloc(r.width * 5); /* indices, and samples of four channels */
  if (!memory) return tm_codec_fail(call, TM_CODEC_NO_MEMORY, "no memory for a row");
  uint8_t *indices = memory, *row = memory + r.width;
  if (r.compression == RLE8 || r.compression == RLE4) status = decode_runs(&r, &sink, indices, row, call);
  else decode_plain(&r, &sink, indices, row);
  free(memory);
  return status;
}
