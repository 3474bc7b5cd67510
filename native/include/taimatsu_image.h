/* The contract of the image codecs: a library of its own, because it needs libjpeg-turbo and libpng,
   and takes libwebp and giflib where they are.

   Types are those of taimatsu.h. Every function returns a tm_codec_status and leaves a message in the call's description, not in
   the thread: decoding may run on another thread than the caller's, with buffers of its own. Nothing aborts, prints or keeps a
   pointer after it returned. */
#ifndef TAIMATSU_IMAGE_H
#define TAIMATSU_IMAGE_H
#include "taimatsu.h"

/* Changes whenever a prototype, tm_codec_call or an enumeration of this header changes. */
enum { TM_CODEC_ABI = 2 };

typedef enum {
  TM_CODEC_OK = 0,
  TM_CODEC_DAMAGED = 1,      /* the file is cut off or damaged */
  TM_CODEC_UNSUPPORTED = 2,  /* a format, or a kind of it, that is not read here */
  TM_CODEC_BAD_ARGUMENT = 3, /* memory is missing or too small, or a number is out of range */
  TM_CODEC_NO_MEMORY = 4,
} tm_codec_status;

typedef enum {
  TM_CODEC_UNKNOWN = 0,
  TM_CODEC_JPEG = 1,
  TM_CODEC_PNG = 2,
  TM_CODEC_PNM = 3,
  TM_CODEC_WEBP = 4,
  TM_CODEC_GIF = 5,
  TM_CODEC_BMP = 6,
} tm_codec_format;

/* What a call is about; all numbers are integers held as double. Reading a header fills it in, encoding takes it from here. */
typedef struct {
  double format;        /* tm_codec_format */
  double width, height; /* of the picture in the file, before any turning */
  double channels;      /* 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA */
  double max;           /* the sample that stands for 1: 255, 65535, or what a PNM file says */
  double orientation;   /* 1 to 8 as EXIF has it, 1 if nothing says otherwise */
  double bytes;         /* encoding: length of the file */
  double quality;       /* JPEG, WebP: 1 to 100; PNG: compression 0 to 9 */
  double progressive;   /* JPEG: 1 for a progressive file */
  double full_colour;   /* JPEG: 1 keeps colours at full resolution (4:4:4) */
  double lossless;      /* WebP: 1 keeps bytes exactly */
  char message[256];    /* NUL-terminated; says what is wrong when a function fails */
} tm_codec_call;

TM_API int32_t tm_codec_abi(void);
/* Reads what tm_codec_call says about a file of so many bytes. */
TM_API int32_t tm_codec_header(const tm_bytes *file, double bytes, tm_bytes *call);
/* Decodes a file into a contiguous [channels, height, width] of uint8, float32 or float64 that begins `offset` elements into
   memory of `extent` bytes. Floats are from 0 to 1. channels may differ from the file's: colours become luma, gray is repeated,
   alpha is dropped or opaque. With orient 1 the picture is turned as its orientation says. */
TM_API int32_t tm_codec_decode(const tm_bytes *file, double bytes, tm_data *image, double offset, double extent, int32_t dtype,
                               int32_t channels, int32_t orient, tm_bytes *call);
/* Encodes such an image, as `call` describes it, into a file of at most `capacity` bytes; floats are cut to 0 … 1, multiplied by
   255 (or 65535) and truncated. */
TM_API int32_t tm_codec_encode(tm_bytes *file, double capacity, const tm_data *image, double offset, double extent, int32_t dtype,
                               tm_bytes *call);

#endif
