/* 3 x 3 and 5 x 5 convolution at stride 1, forward and gradient of the input, which is the same with turned filters. See winograd.h. */
#include "winograd.h"

typedef struct {
  const conv_job *j;
  int64_t top, left, backward;             /* border of the input; whether the filters are turned */
  int64_t taps, side;                      /* of a filter, outputs of a tile: 3 and 4, or 5 and 2 */
  int64_t oh, ow, th, tw, hp, wp, tiles;   /* output, tiles, bordered plane */
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
    const float *d = p->planes + t / (p->th * p->tw) * c * plane + (t / p->tw % p->th * p->wp + t % p->tw) * p->side * VF;
    for (int64_t b = 0; b < c; b += VF) winograd_transform_tile(d + b * plane, p->wp * VF, v + b, fs);
  }
}

/* The filters of one block of output channels: u [frequency][c][WINOGRAD_BLOCK]. */
INLINE void transform_filters_of(const int taps, const job *p, float *u, int64_t b) {
  const conv_job *j = p->j;
  enum { MOST = 28 };
  int all = taps * taps;
  for (int64_t c = 0; c < j->c; c++, u += WINOGRAD_BLOCK) {
    const float *w = (const float *)j->weight + b * WINOGRAD_BLOCK * j->weight_k + c * j->weight_c;
    for (int h = 0; h < WINOGRAD_BLOCK; h += VF, w += VF * j->weight_k) {
      float raw[MOST][VF];
      for (int t = 0; t + 4 <= all; t += 4) transpose_strip_f(raw[t], VF, w + t, j->weight_k);
      for (int e = 0; e < VF; e++) raw[all - 1][e] = w[e * j->weight_k + all - 1]; /* both counts are odd */
      vf m[6][5], r[5], o[6];
      for (int i = 0; i < taps; i++) {
        for (int k = 0; k < taps; k++) r[k] = LOAD(vf, raw[p->backward ? all - 1 - k * taps - i : k * taps + i]);
        winograd_spread(taps, o, r);
        for (int q = 0; q < 6; q++) m[q][i] = o[q];
      }
      for (int q = 0; q < 6; q++) {
        winograd_spread(taps, o, m[q]);
        for (int i = 0; i < 6; i++) STORE(u + (q * 6 + i) * j->c * WINOGRAD_BLOCK + h, o[i]);
      }
    }
  }
}
static void transform_filters(const job *p, float *u, int64_t b) {
  if (p->taps == 3) transform_filters_of(3, p, u, b);
  else transform_filters_of(5, p, u, b);
}

/* Products m [frequency][WINOGRAD_BLOCK] of one tile, frequencies fs apart, to the pixels of a block of channels. */
INLINE void store_tile_of(const int side, const job *p, const float *m, int64_t fs, int64_t t, int64_t b) {
  const conv_job *j = p->j;
  float out[16][WINOGRAD_BLOCK] __attribute__((aligned(64)));
  for (int h = 0; h < WINOGRAD_BLOCK; h += VF) {
    vf r[4][6], o[4], bias = j->bias ? LOAD(vf, (const float *)j->bias + b * WINOGRAD_BLOCK + h) : (vf){0};
#pragma GCC unroll 6
    for (int i = 0; i < 6; i++) {
      vf q[6];
#pragma GCC unroll 6
      for (int f = 0; f < 6; f++) q[f] = LOAD(vf, m + (f * 6 + i) * fs + h);
      winograd_gather(side, o, q);
      for (int k = 0; k < side; k++) r[k][i] = o[k];
    }
#pragma GCC unroll 4
    for (int k = 0; k < side; k++) {
      winograd_gather(side, o, r[k]);
      for (int i = 0; i < side; i++) STORE(out[k * side + i] + h, j->relu ? POSITIVE(o[i] + bias) : o[i] + bias);
    }
  }
  int64_t y = t / p->tw % p->th * side, x = t % p->tw * side, plane = j->out_plane;
  float *d = (float *)j->out + t / (p->th * p->tw) * j->out_image + b * WINOGRAD_BLOCK * plane + y * j->out_row + x;
  int64_t rows = p->oh - y < side ? p->oh - y : side, columns = p->ow - x < side ? p->ow - x : side;
  for (int64_t q = 0; q < rows; q++, d += j->out_row)
    if (columns == 4)
      for (int c = 0; c < WINOGRAD_BLOCK; c += 4) transpose4(d + c * plane, plane, &out[q * 4][c], WINOGRAD_BLOCK);
    else
      for (int c = 0; c < WINOGRAD_BLOCK; c++)
        for (int64_t i = 0; i < columns; i++) d[c * plane + i] = out[q * side + i][c];
}
static void store_tile(const job *p, const float *m, int64_t fs, int64_t t, int64_t b) {
  if (p->side == 4) store_tile_of(4, p, m, fs, t, b);
  else store_tile_of(2, p, m, fs, t, b);
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
  job p = {.j = j, .top = -j->row->first, .left = -j->column->first, .backward = backward, .taps = j->row->taps, .oh = j->row->outs,
           .ow = j->column->outs, .failed = &failed};
  p.side = 7 - p.taps, p.th = (p.oh + p.side - 1) / p.side, p.tw = (p.ow + p.side - 1) / p.side;
  p.hp = p.th * p.side + p.taps - 1, p.wp = p.tw * p.side + p.taps - 1;
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
