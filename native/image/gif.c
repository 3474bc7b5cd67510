/* GIF, through giflib where it was there when this was built: the first frame. */
#include "codec.h"
#ifndef TM_HAS_GIF

int32_t tm_gif_read(tm_file file, const tm_image *image, tm_codec_call *call) {
  (void)file, (void)image;
  return tm_codec_missing(call, "GIF", "giflib", "libgif-dev", "giflib");
}

#else
#include <gif_lib.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  tm_file file;
  size_t at; /* bytes read */
  GifFileType *gif;
  int transparent; /* the index; NO_TRANSPARENT_COLOR if there is none */
  size_t width, height;
  uint8_t colours[256][4];
} reader;

static int take(GifFileType *gif, GifByteType *to, int bytes) {
  reader *r = gif->UserData;
  size_t left = r->file.bytes - r->at, n = (size_t)bytes < left ? (size_t)bytes : left;
  memcpy(to, r->file.data + r->at, n);
  r->at += n;
  return (int)n;
}

static int32_t fail(const reader *r, int error, tm_codec_call *call) {
  if (error == D_GIF_ERR_NOT_ENOUGH_MEM) return tm_codec_fail(call, TM_CODEC_NO_MEMORY, "no memory for a reader");
  const char *reason = r->at == r->file.bytes ? "it is cut off" : GifErrorString(error);
  return tm_codec_fail(call, TM_CODEC_DAMAGED, "%s", reason ? reason : "it cannot be decoded");
}

/* Goes on to the first frame; GIF_ERROR if there is none. */
static int find_frame(reader *r) {
  GifRecordType type;
  for (;;) {
    if (DGifGetRecordType(r->gif, &type) == GIF_ERROR) return GIF_ERROR;
    if (type == IMAGE_DESC_RECORD_TYPE) return DGifGetImageDesc(r->gif);
    if (type != EXTENSION_RECORD_TYPE) return GIF_ERROR;
    int kind;
    GifByteType *block;
    if (DGifGetExtension(r->gif, &kind, &block) == GIF_ERROR) return GIF_ERROR;
    while (block) {
      GraphicsControlBlock control;
      if (kind == GRAPHICS_EXT_FUNC_CODE && DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK) r->transparent = control.TransparentColor;
      if (DGifGetExtensionNext(r->gif, &block) == GIF_ERROR) return GIF_ERROR;
    }
  }
}

static int32_t read_header(reader *r, tm_codec_call *call) {
  if (find_frame(r) == GIF_ERROR) {
    if (r->gif->Error) return fail(r, r->gif->Error, call);
    return tm_codec_fail(call, TM_CODEC_DAMAGED, "it has no picture");
  }
  const GifImageDesc *frame = &r->gif->Image;
  size_t right = (size_t)frame->Left + (size_t)frame->Width, bottom = (size_t)frame->Top + (size_t)frame->Height;
  r->width = (size_t)r->gif->SWidth > right ? (size_t)r->gif->SWidth : right;
  r->height = (size_t)r->gif->SHeight > bottom ? (size_t)r->gif->SHeight : bottom;
  if (frame->Width < 1 || frame->Height < 1) return tm_codec_fail(call, TM_CODEC_DAMAGED, "its picture has no pixels");
  call->width = (double)r->width, call->height = (double)r->height, call->max = 255;
  call->channels = r->transparent == NO_TRANSPARENT_COLOR ? 3 : 4;
  return TM_CODEC_OK;
}

/* Without a table the indices are gray; those beyond its end are black. */
static void read_colours(reader *r) {
  const ColorMapObject *map = r->gif->Image.ColorMap ? r->gif->Image.ColorMap : r->gif->SColorMap;
  for (int k = 0; k < 256; k++) {
    GifColorType gray = {(GifByteType)k, (GifByteType)k, (GifByteType)k}, black = {0, 0, 0};
    GifColorType c = !map ? gray : k < map->ColorCount ? map->Colors[k] : black;
    r->colours[k][0] = c.Red, r->colours[k][1] = c.Green, r->colours[k][2] = c.Blue;
    r->colours[k][3] = k == r->transparent ? 0 : 255;
  }
}

static void colour(const reader *r, const GifPixelType *indices, size_t n, size_t channels, uint8_t *to) {
  for (size_t x = 0; x < n; x++, to += channels) memcpy(to, r->colours[indices[x]], channels);
}

/* Decodes the frame; around it lies what is transparent, or else the background. `memory` holds two rows. */
static int32_t decode(reader *r, const tm_sink *sink, uint8_t *memory, tm_codec_call *call) {
  const GifImageDesc *frame = &r->gif->Image;
  size_t channels = (size_t)sink->from, top = (size_t)frame->Top, height = (size_t)frame->Height, width = (size_t)frame->Width;
  uint8_t *row = memory, *indices = memory + r->width * channels;
  int around = r->transparent != NO_TRANSPARENT_COLOR ? r->transparent : r->gif->SBackGroundColor;
  memset(indices, around, r->width);
  colour(r, indices, r->width, channels, row);
  for (size_t y = 0; y < r->height; y++)
    if (y < top || y >= top + height) tm_sink_row8(sink, (int64_t)y, row);
  static const size_t first[] = {0, 4, 2, 1, 0}, step[] = {8, 8, 4, 2, 1};
  for (int pass = frame->Interlace ? 0 : 4, end = frame->Interlace ? 4 : 5; pass < end; pass++) {
    for (size_t y = first[pass]; y < height; y += step[pass]) {
      if (DGifGetLine(r->gif, indices, frame->Width) == GIF_ERROR) return fail(r, r->gif->Error, call);
      colour(r, indices, width, channels, row + (size_t)frame->Left * channels);
      tm_sink_row8(sink, (int64_t)(top + y), row);
    }
  }
  if (r->at == r->file.bytes) return tm_codec_fail(call, TM_CODEC_DAMAGED, "it is cut off"); /* more frames or the end must follow */
  return TM_CODEC_OK;
}

static int32_t read(reader *r, const tm_image *image, tm_codec_call *call) {
  int32_t status = read_header(r, call);
  if (status || !image) return status;
  tm_sink sink;
  status = tm_sink_open(&sink, image, call);
  if (status) return status;
  uint8_t *memory = malloc(r->width * 5); /* samples of four channels, and indices */
  if (!memory) return tm_codec_fail(call, TM_CODEC_NO_MEMORY, "no memory for a row");
  read_colours(r);
  status = decode(r, &sink, memory, call);
  free(memory);
  return status;
}

int32_t tm_gif_read(tm_file file, const tm_image *image, tm_codec_call *call) {
  reader r = {.file = file, .transparent = NO_TRANSPARENT_COLOR};
  int error = 0;
  r.gif = DGifOpen(&r, take, &error);
  if (!r.gif) return fail(&r, error, call);
  int32_t status = read(&r, image, call);
  DGifCloseFile(r.gif, &error);
  return status;
}
#endif
