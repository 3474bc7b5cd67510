/* 3 x 3 convolution at stride 1, forward and gradient of the input, which is the same with turned filters. See winograd.h. */
#include "winograd.h"

typedef struct {
  const conv_job *j;
  int64_t top, left, backward;             /* border of the input; whether the filters are turned */
  int64_t oh, ow, th, tw, hp, wp, tiles;   /* output, tiles of 4 x 4 outputs, bordered plane */
  int64_t cs;                              /* row stride of V */
  int64_t block;                           /* tiles per task */
  float *planes, *u, *v;
  _Atomic _Bool *failed;
} job;

static void copy_planes(void *ctx, int64_t begin, int64_t end) {
  const job *p = ctx;
  const conv_job *j = p->j;
  int64_t groups = j->c / VF;
  for (int64_t i = begin; i < end; i++)
    winograd_channel_last(p->planes + i * VF * p->hp * p->wp, (const float *)j->in + i / groups * j->in_image + i % groups * VF * j->h * j->w,
                          j->h, j->w, p->hp, p->wp, p->top, p->left);
}

/* Tiles t0 .. t1 - 1 to v [frequency][t1 - t0][cs]; fs is the stride between frequencies. */
static void transform_input(const job *p, float *v, int64_t fs, int64_t t0, int64_t t1) {
  int64_t c = p->j->c, plane = p->hp * p->wp;
  for (int64_t t = t0; t < t1; t++, v += p->cs) {
    const float *d = p->planes + t / (p->th * p->tw) * c * plane + (t / p->tw % p->th * 4 * p->wp + t % p->tw * 4) * VF;
    for (int64_t b = 0; b < c; b += VF) winograd_transform_tile(d + b * plane, p->wp * VF, v + b, fs);
  }
}

/* o = G (a, b, c): the taps of a row or column of a filter. */
INLINE void transform_taps(vf o[6], vf a, vf b, vf c) {
  vf s = (a + c) * (-1.0f / 6), d = b * (-1.0f / 6), t = a * (1.0f / 24) + c * (1.0f / 6), u = b * (1.0f / 12);
  o[0] = a * 0.25f;
  o[1] = s + d;
  o[2] = s - d;
  o[3] = t + u;
  o[4] = t - u;
  o[5] = c;
}

/* The filters of one block of output channels: u [frequency][c][WINOGRAD_BLOCK]. */
static void transform_filters(const job *p, float *u, int64_t b) {
  const conv_job *j = p->j;
  for (int64_t c = 0; c < j->c; c++, u += WINOGRAD_BLOCK) {
    const float *w = (const float *)j->weight + b * WINOGRAD_BLOCK * j->weight_k + c * j->weight_c;
    for (int h = 0; h < WINOGRAD_BLOCK; h += VF, w += VF * j->weight_k) {
      float raw[12][VF];
      transpose_strip_f(raw[0], VF, w, j->weight_k);
      transpose_strip_f(raw[4], VF, w + 4, j->weight_k);
      for (int e = 0; e < VF; e++) raw[8][e] = w[e * j->weight_k + 8];
      vf m[6][3], o[6];
      for (int i = 0; i < 3; i++) {
        if (p->backward) transform_taps(o, LOAD(vf, raw[8 - i]), LOAD(vf, raw[5 - i]), LOAD(vf, raw[2 - i]));
        else transform_taps(o, LOAD(vf, raw[i]), LOAD(vf, raw[3 + i]), LOAD(vf, raw[6 + i]));
        for (int q = 0; q < 6; q++) m[q][i] = o[q];
      }
      for (int q = 0; q < 6; q++) {
        transform_taps(o, m[q][0], m[q][1], m[q][2]);
        for (int i = 0; i < 6; i++) STORE(u + (q * 6 + i) * j->c * WINOGRAD_BLOCK + h, o[i]);
      }
    }
  }
}

/* o = A' (a ... f) */
INLINE void transform_output(vf o[4], vf a, vf b, vf c, vf d, vf e, vf f) {
  vf s = b + c, t = b - c, u = d + e, v = d - e;
  o[0] = a + s + u;
  o[1] = t + 2 * v;
  o[2] = s + 4 * u;
  o[3] = t + 8 * v + f;
}

/* Products m [frequency][WINOGRAD_BLOCK] of one tile, frequencies fs apart, to 4 x 4 pixels of a block of channels. */
static void store_tile(const job *p, const float *m, int64_t fs, int64_t t, int64_t b) {
  const conv_job *j = p->j;
  float out[16][WINOGRAD_BLOCK] __attribute__((aligned(64)));
  for (int h = 0; h < WINOGRAD_BLOCK; h += VF) {
    vf r[4][6], o[4], bias = j->bias ? LOAD(vf, (const float *)j->bias + b * WINOGRAD_BLOCK + h) : (vf){0};
#pragma GCC unroll 6
    for (int i = 0; i < 6; i++) {
      const float *q = m + i * fs + h;
      transform_output(o, LOAD(vf, q), LOAD(vf, q + 6 * fs), LOAD(vf, q + 12 * fs), LOAD(vf, q + 18 * fs), LOAD(vf, q + 24 * fs),
                       LOAD(vf, q + 30 * fs));
      for (int q4 = 0; q4 < 4; q4++) r[q4][i] = o[q4];
    }
#pragma GCC unroll 4
    for (int q = 0; q < 4; q++) {
      transform_output(o, r[q][0], r[q][1], r[q][2], r[q][3], r[q][4], r[q][5]);
      for (int i = 0; i < 4; i++) STORE(out[q * 4 + i] + h, j->relu ? POSITIVE(o[i] + bias) : o[i] + bias);
    }
  }
  int64_t y = t / p->tw % p->th * 4, x = t % p->tw * 4, plane = j->out_plane;
  float *d = (float *)j->out + t / (p->th * p->tw) * j->out_image + b * WINOGRAD_BLOCK * plane + y * j->out_row + x;
  int64_t rows = p->oh - y < 4 ? p->oh - y : 4, columns = p->ow - x < 4 ? p->ow - x : 4;
  for (int64_t q = 0; q < rows; q++, d += j->out_row)
    if (columns == 4)
      for (int c = 0; c < WINOGRAD_BLOCK; c += 4) transpose4(d + c * plane, plane, &out[q * 4][c], WINOGRAD_BLOCK);
    else
      for (int c = 0; c < WINOGRAD_BLOCK; c++)
        for (int64_t i = 0; i < columns; i++) d[c * plane + i] = out[q * 4 + i][c];
}

/* Products and outputs of tiles t0 .. t1 - 1 and one block of channels; m is scratch [frequency][MR][WINOGRAD_BLOCK]. */
static void multiply(const job *p, const float *v, int64_t fs, const float *u, int64_t t0, int64_t t1, int64_t b, float *m) {
  int64_t panels = (t1 - t0 + MR - 1) / MR, c = p->j->c;
  for (int64_t q = 0; q < panels; q++) {
    int64_t first = (t1 - t0) * q / panels, last = (t1 - t0) * (q + 1) / panels;
    gemm_tile_f32 tile = FN(gemm_tile_f32)((int)(last - first), 0);
    for (int64_t f = 0; f < FREQUENCIES; f++)
      tile(c, v + f * fs + first * p->cs, p->cs, 1, u + f * c * WINOGRAD_BLOCK, WINOGRAD_BLOCK, m + f * MR * WINOGRAD_BLOCK, WINOGRAD_BLOCK,
           WINOGRAD_BLOCK, 1, 0);
    for (int64_t t = first; t < last; t++) store_tile(p, m + (t - first) * WINOGRAD_BLOCK, MR * WINOGRAD_BLOCK, t0 + t, b);
  }
}

enum { PRODUCTS = FREQUENCIES * MR * WINOGRAD_BLOCK };

/* Small filters: U is shared, a task has the V of its tiles. */
static void transform_u(void *ctx, int64_t begin, int64_t end) {
  const job *p = ctx;
  for (int64_t b = begin; b < end; b++) transform_filters(p, p->u + b * FREQUENCIES * p->j->c * WINOGRAD_BLOCK, b);
}
static void by_tiles(void *ctx, int64_t begin, int64_t end) {
  const job *p = ctx;
  float *m = tm_scratch(SLOT_TASK, (size_t)(PRODUCTS + FREQUENCIES * p->block * p->cs) * sizeof *m), *v = m + PRODUCTS;
  if (!m) {
    *p->failed = 1;
    return;
  }
  for (int64_t i = begin; i < end; i++) {
    int64_t t0 = i * p->block, t1 = t0 + p->block < p->tiles ? t0 + p->block : p->tiles, fs = (t1 - t0) * p->cs;
    transform_input(p, v, fs, t0, t1);
    for (int64_t b = 0; b < p->j->k / WINOGRAD_BLOCK; b++)
      multiply(p, v, fs, p->u + b * FREQUENCIES * p->j->c * WINOGRAD_BLOCK, t0, t1, b, m);
  }
}

/* Large filters: V is shared, a task has the U of its block of channels. */
static void transform_v(void *ctx, int64_t begin, int64_t end) {
  const job *p = ctx;
  transform_input(p, p->v + begin * p->cs, p->tiles * p->cs, begin, end);
}
static void by_channels(void *ctx, int64_t begin, int64_t end) {
  const job *p = ctx;
  float *m = tm_scratch(SLOT_TASK, (size_t)(PRODUCTS + FREQUENCIES * p->j->c * WINOGRAD_BLOCK) * sizeof *m), *u = m + PRODUCTS;
  if (!m) {
    *p->failed = 1;
    return;
  }
  for (int64_t b = begin; b < end; b++) {
    transform_filters(p, u, b);
    multiply(p, p->v, p->tiles * p->cs, u, 0, p->tiles, b, m);
  }
}

_Bool FN(winograd_f32)(const conv_job *j, _Bool backward) {
  _Atomic _Bool failed = 0;
  job p = {.j = j, .top = -j->row->first, .left = -j->column->first, .backward = backward, .oh = j->row->outs, .ow = j->column->outs,
           .failed = &failed};
  p.th = (p.oh + 3) / 4, p.tw = (p.ow + 3) / 4, p.hp = p.th * 4 + 2, p.wp = p.tw * 4 + 2;
  p.tiles = j->n * p.th * p.tw, p.cs = j->c + VF;
  int64_t image = j->c * p.hp * p.wp, u = FREQUENCIES * j->c * j->k, v = FREQUENCIES * p.tiles * p.cs, blocks = j->k / WINOGRAD_BLOCK;
  _Bool shared_u = u <= v || u * (int64_t)sizeof(float) <= 1 << 20;
  int64_t images = shared_u ? winograd_images(j->n, image) : j->n;
  p.planes = tm_scratch(SLOT_JOB, (size_t)(images * image + (shared_u ? u : v)) * sizeof(float));
  if (!p.planes) return 0;
  p.u = p.v = p.planes + images * image;
  if (shared_u) tm_parallel_for(blocks, 1 + 2048 / (j->c * WINOGRAD_BLOCK), transform_u, &p);
  conv_job part = *j;
  p.j = &part;
  for (int64_t n = 0; n < j->n; n += images) {
    part.n = images < j->n - n ? images : j->n - n;
    part.in = (const float *)j->in + n * j->in_image, part.out = (float *)j->out + n * j->out_image;
    p.tiles = part.n * p.th * p.tw;
    tm_parallel_for(part.n * (j->c / VF), 1 + 32768 / (VF * p.hp * p.wp), copy_planes, &p);
    if (shared_u) {
      p.block = j->c <= 64 ? 4 * MR : 2 * MR;
      if (p.tiles < 4 * p.block) p.block = MR;
      tm_parallel_for((p.tiles + p.block - 1) / p.block, 1, by_tiles, &p);
    } else {
      tm_parallel_for(p.tiles, 1 + 2048 / j->c, transform_v, &p);
      tm_parallel_for(blocks, 1, by_channels, &p);
    }
  }
  return !failed;
}
