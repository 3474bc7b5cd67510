/* WebP, through libwebp where it was there when this was built. Of an animation the first frame is read. */
#include "codec.h"
#ifndef TM_HAS_WEBP

static int32_t missing(tm_codec_call *call) { return tm_codec_missing(call, "WebP", "libwebp", "libwebp-dev", "webp"); }

int32_t tm_webp_read(tm_file file, const tm_image *image, tm_codec_call *call) {
  (void)file, (void)image;
  return missing(call);
}

int32_t tm_webp_write(tm_output *output, const tm_image *image, tm_codec_call *call) {
  (void)output, (void)image;
  return missing(call);
}

#else
#include <stdlib.h>
#include <string.h>
#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>

enum { RIFF_HEADER = 12, CHUNK_HEADER = 8 };

/* ---- reading ---- */

static size_t number(const unsigned char *p) { return p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24; }

static bool is_cut_off(tm_file file) { return file.bytes < CHUNK_HEADER || number(file.data + 4) > file.bytes - CHUNK_HEADER; }

static int orientation_of(tm_file file) {
  for (size_t at = RIFF_HEADER; file.bytes >= CHUNK_HEADER && at <= file.bytes - CHUNK_HEADER;) {
    const unsigned char *chunk = file.data + at, *exif = chunk + CHUNK_HEADER;
    size_t bytes = number(chunk + 4);
    if (bytes > file.bytes - at - CHUNK_HEADER) return 1;
    if (memcmp(chunk, "EXIF", 4) == 0) {
      bool named = bytes >= 6 && memcmp(exif, "Exif\0\0", 6) == 0; /* as JPEG has it; it should not be there */
      return tm_exif_orientation(exif + (named ? 6 : 0), bytes - (named ? 6 : 0));
    }
    at += CHUNK_HEADER + bytes + bytes % 2;
  }
  return 1;
}

static int32_t fail(VP8StatusCode code, tm_codec_call *call) {
  switch (code) {
    case VP8_STATUS_OUT_OF_MEMORY: return tm_codec_fail(call, TM_CODEC_NO_MEMORY, "no memory for its pixels");
    case VP8_STATUS_UNSUPPORTED_FEATURE: return tm_codec_fail(call, TM_CODEC_UNSUPPORTED, "it has a feature that libwebp does not know");
    case VP8_STATUS_NOT_ENOUGH_DATA: return tm_codec_fail(call, TM_CODEC_DAMAGED, "it is cut off");
    default: return tm_codec_fail(call, TM_CODEC_DAMAGED, "its data make no picture");
  }
}

static void give_rows(const tm_sink *sink, const uint8_t *pixels, int64_t height, int samples) {
  for (int64_t y = 0; y < height; y++) tm_sink_row8(sink, y, pixels + (size_t)y * (size_t)sink->width * (size_t)samples);
}

static int32_t decode_still(tm_file file, const tm_sink *sink, int64_t height, tm_codec_call *call) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return tm_codec_fail(call, TM_CODEC_UNSUPPORTED, "libwebp has another version than its header");
  config.output.colorspace = sink->from == 4 ? MODE_RGBA : MODE_RGB;
  VP8StatusCode code = WebPDecode(file.data, file.bytes, &config);
  int32_t status = code == VP8_STATUS_OK ? TM_CODEC_OK : fail(code, call);
  if (!status)
    for (int64_t y = 0; y < height; y++) tm_sink_row8(sink, y, config.output.u.RGBA.rgba + y * config.output.u.RGBA.stride);
  WebPFreeDecBuffer(&config.output);
  return status;
}

static int32_t decode_frame(tm_file file, tm_sink *sink, int64_t height, tm_codec_call *call) {
  WebPAnimDecoderOptions options;
  if (!WebPAnimDecoderOptionsInit(&options)) return tm_codec_fail(call, TM_CODEC_UNSUPPORTED, "libwebp has another version than its header");
  WebPData data = {file.data, file.bytes};
  WebPAnimDecoder *animation = WebPAnimDecoderNew(&data, &options);
  if (!animation) return fail(VP8_STATUS_BITSTREAM_ERROR, call);
  uint8_t *pixels;
  int time;
  bool read = WebPAnimDecoderGetNext(animation, &pixels, &time);
  sink->from = 4; /* whatever the file says of its alpha */
  if (read) give_rows(sink, pixels, height, 4);
  WebPAnimDecoderDelete(animation);
  return read ? TM_CODEC_OK : fail(VP8_STATUS_BITSTREAM_ERROR, call);
}

int32_t tm_webp_read(tm_file file, const tm_image *image, tm_codec_call *call) {
  WebPBitstreamFeatures features;
  VP8StatusCode code = WebPGetFeatures(file.data, file.bytes, &features);
  if (code != VP8_STATUS_OK) return fail(code, call);
  call->width = features.width, call->height = features.height, call->max = 255;
  call->channels = features.has_alpha ? 4 : 3;
  call->orientation = orientation_of(file);
  if (!image) return TM_CODEC_OK;
  if (is_cut_off(file)) return fail(VP8_STATUS_NOT_ENOUGH_DATA, call);
  tm_sink sink;
  int32_t status = tm_sink_open(&sink, image, call);
  if (status) return status;
  return features.has_animation ? decode_frame(file, &sink, features.height, call) : decode_still(file, &sink, features.height, call);
}

/* ---- writing ---- */

static int give(const uint8_t *data, size_t bytes, const WebPPicture *picture) { return tm_output_add(picture->custom_ptr, data, bytes); }

/* Gray, with alpha or without, to colours, in place. */
static void repeat(uint8_t *row, size_t width, size_t from) {
  for (size_t x = width, to = from + 2; x-- > 0;) {
    uint8_t gray = row[x * from], alpha = row[x * from + from - 1];
    if (to == 4) row[x * to + 3] = alpha;
    row[x * to] = row[x * to + 1] = row[x * to + 2] = gray;
  }
}

static int32_t import(WebPPicture *picture, const tm_image *image, tm_codec_call *call) {
  size_t width = (size_t)picture->width, height = (size_t)picture->height, from = (size_t)image->channels, samples = from <= 2 ? from + 2 : from;
  uint8_t *pixels = malloc(width * height * samples);
  if (!pixels) return tm_codec_fail(call, TM_CODEC_NO_MEMORY, "no memory for its pixels");
  for (size_t y = 0; y < height; y++) {
    uint8_t *row = pixels + y * width * samples;
    tm_source_row(image, picture->height, picture->width, (int64_t)y, false, row);
    if (from <= 2) repeat(row, width, from);
  }
  int stride = (int)(width * samples);
  bool taken = samples == 4 ? WebPPictureImportRGBA(picture, pixels, stride) : WebPPictureImportRGB(picture, pixels, stride);
  free(pixels);
  return taken ? TM_CODEC_OK : tm_codec_fail(call, TM_CODEC_NO_MEMORY, "no memory for its pixels");
}

int32_t tm_webp_write(tm_output *output, const tm_image *image, tm_codec_call *call) {
  if (!(call->quality >= 1 && call->quality <= 100)) return tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "quality must be 1 to 100 but is %g", call->quality);
  WebPConfig config;
  WebPPicture picture;
  if (!WebPConfigInit(&config) || !WebPPictureInit(&picture))
    return tm_codec_fail(call, TM_CODEC_UNSUPPORTED, "libwebp has another version than its header");
  config.lossless = call->lossless == 1, config.exact = 1; /* colours stay where nobody sees them */
  config.quality = (float)call->quality;
  picture.use_argb = config.lossless, picture.width = (int)call->width, picture.height = (int)call->height;
  picture.writer = give, picture.custom_ptr = output;
  int32_t status = import(&picture, image, call);
  if (!status && !WebPEncode(&config, &picture)) {
    if (picture.error_code == VP8_ENC_ERROR_OUT_OF_MEMORY || picture.error_code == VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY)
      status = tm_codec_fail(call, TM_CODEC_NO_MEMORY, "no memory for encoding");
    else if (picture.error_code == VP8_ENC_ERROR_BAD_WRITE) status = tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "the file does not fit into its memory");
    else status = tm_codec_fail(call, TM_CODEC_BAD_ARGUMENT, "libwebp refuses it, error %d", picture.error_code);
  }
  WebPPictureFree(&picture);
  return status;
}
#endif
