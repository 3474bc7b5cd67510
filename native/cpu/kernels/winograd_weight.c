/* The gradient of 3 x 3 filters at stride 1 by F(3 x 3, 4 x 4), and of 5 x 5 by F(5 x 5, 2 x 2): tiles of gy are the filters, V is that of
   winograd.c.
   Tiles are taken in groups whose V and Z (the transformed gy) stay in cache; the sums over groups are added to in order. */
#include "winograd.h"

typedef struct {
  const conv_weight_job *j;
  int64_t side;                  /* of a tile of gy: 4 or 2 */
  int64_t th, tw, hp, wp;        /* tiles, bordered plane of x */
  int64_t cs, ks;                /* row strides of V and Z */
  int64_t image;                 /* the first whose planes are there */
  int64_t first, count;          /* tiles of the group, counted from there */
  _Bool added;                   /* whether the sums hold those of other groups */
  float *x, *gy, *v, *z, *u;     /* planes channel-last, transforms, sums [frequency][c][k] */
  _Atomic _Bool *failed;
} job;

static void copy_x(void *ctx, int64_t begin, int64_t end) {
  const job *p = ctx;
  const conv_weight_job *j = p->j;
  int64_t groups = j->c / VF;
  for (int64_t i = begin; i < end; i++)
    winograd_channel_last(p->x + i * VF * p->hp * p->wp, (const float *)j->x + (p->image + i / groups) * j->x_image + i % groups * VF * j->h * j->w, j->h,
                          j->w, p->hp, p->wp, j->ph, j->pw);
}
static void copy_gy(void *ctx, int64_t begin, int64_t end) {
  const job *p = ctx;
  const conv_weight_job *j = p->j;
  int64_t groups = j->k / VF;
  for (int64_t i = begin; i < end; i++)
    winograd_channel_last(p->gy + i * VF * p->th * p->tw * p->side * p->side, (const float *)j->gy + (p->image + i / groups) * j->gy_image + i % groups * VF * j->oh * j->ow,
                          j->oh, j->ow, p->th * p->side, p->tw * p->side, 0, 0);
}

static void transform_v(void *ctx, int64_t begin, int64_t end) {
  const job *p = ctx;
  int64_t c = p->j->c, plane = p->hp * p->wp;
  for (int64_t i = begin; i < end; i++) {
    int64_t t = p->first + i;
    const float *d = p->x + t / (p->th * p->tw) * c * plane + (t / p->tw % p->th * p->wp + t % p->tw) * p->side * VF;
    for (int64_t b = 0; b < c; b += VF) winograd_transform_tile(d + b * plane, p->wp * VF, p->v + i * p->cs + b, p->count * p->cs);
  }
}

INLINE void transform_z_of(const int side, const job *p, int64_t begin, int64_t end) {
  int64_t k = p->j->k, plane = p->th * p->tw * side * side, row = p->tw * side * VF, fs = p->count * p->ks;
  for (int64_t i = begin; i < end; i++) {
    int64_t t = p->first + i;
    const float *tile = p->gy + t / (p->th * p->tw) * k * plane + t / p->tw % p->th * side * row + t % p->tw * side * VF;
    for (int64_t b = 0; b < k; b += VF) {
      const float *d = tile + b * plane;
      vf m[6][4], r[4], o[6];
#pragma GCC unroll 4
      for (int e = 0; e < side; e++) {
        for (int q = 0; q < side; q++) r[q] = LOAD(vf, d + e * VF + q * row);
        winograd_spread(side, o, r);
        for (int q = 0; q < 6; q++) m[q][e] = o[q];
      }
      for (int q = 0; q < 6; q++) {
        winograd_spread(side, o, m[q]);
        for (int e = 0; e < 6; e++) STORE(p->z + (q * 6 + e) * fs + i * p->ks + b, o[e]);
      }
    }
  }
}
static void transform_z(void *ctx, int64_t begin, int64_t end) {
  const job *p = ctx;
  if (p->side == 4) transform_z_of(4, p, begin, end);
  else transform_z_of(2, p, begin, end);
}

/* Adds the gradients of a block of channels out for the channels in c0 .. c1 - 1, whose sums are u [frequency][c][WINOGRAD_BLOCK] with
   rows us and frequencies fs apart. */
INLINE void add_gradients_of(const int taps, const job *p, const float *u, int64_t us, int64_t fs, int64_t c0, int64_t c1, int64_t b) {
  const conv_weight_job *j = p->j;
  float scale = (float)j->scale;
  for (int64_t c = c0; c < c1; c++) {
    float out[25][WINOGRAD_BLOCK] __attribute__((aligned(64)));
    for (int h = 0; h < WINOGRAD_BLOCK; h += VF) {
      const float *q = u + (c - c0) * us + h;
      vf r[5][6], s[6], o[5];
      for (int i = 0; i < 6; i++) {
        for (int f = 0; f < 6; f++) s[f] = LOAD(vf, q + (f * 6 + i) * fs);
        winograd_gather(taps, o, s);
        for (int e = 0; e < taps; e++) r[e][i] = o[e];
      }
      for (int e = 0; e < taps; e++) {
        winograd_gather(taps, o, r[e]);
        for (int i = 0; i < taps; i++) STORE(out[e * taps + i] + h, o[i] * scale);
      }
    }
    float *d = (float *)j->gweight + (b * WINOGRAD_BLOCK * j->c + c) * taps * taps;
    for (int e = 0; e < WINOGRAD_BLOCK; e++, d += j->c * taps * taps)
      for (int i = 0; i < taps * taps; i++) d[i] += out[i][e];
  }
}
static void add_gradients(const job *p, const float *u, int64_t us, int64_t fs, int64_t c0, int64_t c1, int64_t b) {
  if (p->side == 4) add_gradients_of(3, p, u, us, fs, c0, c1, b);
  else add_gradients_of(5, p, u, us, fs, c0, c1, b);
}

/* Several groups: u[f][c][k] (+)= sum over tiles of v[f][tile][c] z[f][tile][k], then the transform. */
static void add_products(void *ctx, int64_t begin, int64_t end) {
  const job *p = ctx;
  int64_t c = p->j->c, k = p->j->k, blocks = k / WINOGRAD_BLOCK, panels = (c + MR - 1) / MR;
  for (int64_t i = begin; i < end; i++) {
    int64_t f = i / blocks, b = i % blocks;
    const float *v = p->v + f * p->count * p->cs, *z = p->z + f * p->count * p->ks + b * WINOGRAD_BLOCK;
    for (int64_t q = 0; q < panels; q++) {
      int64_t c0 = c * q / panels, c1 = c * (q + 1) / panels;
      FN(gemm_tile_f32)((int)(c1 - c0), 1)(p->count, v + c0, 1, p->cs, z, p->ks, p->u + (f * c + c0) * k + b * WINOGRAD_BLOCK, k,
                                           WINOGRAD_BLOCK, 1, p->added);
    }
  }
}
static void transform_u(void *ctx, int64_t begin, int64_t end) {
  const job *p = ctx;
  int64_t k = p->j->k, blocks = k / WINOGRAD_BLOCK;
  for (int64_t i = begin; i < end; i++) {
    int64_t b = i % blocks, c = i / blocks * VF;
    add_gradients(p, p->u + c * k + b * WINOGRAD_BLOCK, k, p->j->c * k, c, c + VF, b);
  }
}

/* One group: the products of some channels stay in L2 until they are transformed. */
enum { PART = 4 * MR };
static void multiply_and_transform(void *ctx, int64_t begin, int64_t end) {
  const job *p = ctx;
  int64_t c = p->j->c, blocks = p->j->k / WINOGRAD_BLOCK, parts = (c + PART - 1) / PART;
  float *u = tm_scratch(SLOT_TASK, (size_t)FREQUENCIES * PART * WINOGRAD_BLOCK * sizeof *u);
  if (!u) {
    *p->failed = 1;
    return;
  }
  for (int64_t i = begin; i < end; i++) {
    int64_t b = i % blocks, part = i / blocks, first = c * part / parts, last = c * (part + 1) / parts;
    int64_t n = last - first, panels = (n + MR - 1) / MR;
    for (int64_t q = 0; q < panels; q++) {
      int64_t c0 = n * q / panels, c1 = n * (q + 1) / panels;
      gemm_tile_f32 tile = FN(gemm_tile_f32)((int)(c1 - c0), 1);
      for (int64_t f = 0; f < FREQUENCIES; f++)
        tile(p->count, p->v + f * p->count * p->cs + first + c0, 1, p->cs, p->z + f * p->count * p->ks + b * WINOGRAD_BLOCK, p->ks,
             u + (f * PART + c0) * WINOGRAD_BLOCK, WINOGRAD_BLOCK, WINOGRAD_BLOCK, 1, 0);
    }
    add_gradients(p, u, WINOGRAD_BLOCK, PART * WINOGRAD_BLOCK, first, last, b);
  }
}

_Bool FN(winograd_weight_f32)(const conv_weight_job *j) {
  _Atomic _Bool failed = 0;
  job p = {.j = j, .side = 7 - j->kh, .cs = j->c + VF, .ks = j->k + VF, .failed = &failed};
  p.th = (j->oh + p.side - 1) / p.side, p.tw = (j->ow + p.side - 1) / p.side;
  p.hp = p.th * p.side + j->kh - 1, p.wp = p.tw * p.side + j->kw - 1;
  int64_t x = j->c * p.hp * p.wp, gy = p.th * p.tw * p.side * p.side * j->k, images = winograd_images(j->n, x + gy), tiles = images * p.th * p.tw;
  int64_t most = (4 << 20) / (FREQUENCIES * (int64_t)sizeof(float) * (p.cs + p.ks)), blocks = j->k / WINOGRAD_BLOCK;
  if (most < 64) most = 64;
  int64_t groups = (tiles + most - 1) / most, group = (tiles + groups - 1) / groups;
  int64_t v = FREQUENCIES * group * p.cs, z = FREQUENCIES * group * p.ks;
  _Bool several = images < j->n || groups > 1;
  int64_t u = several ? FREQUENCIES * j->c * j->k : 0;
  p.x = tm_scratch(SLOT_JOB, (size_t)(images * (x + gy) + v + z + u) * sizeof(float));
  if (!p.x) return 0;
  p.gy = p.x + images * x, p.v = p.gy + images * gy, p.z = p.v + v, p.u = p.z + z;
  for (; p.image < j->n; p.image += images) {
    int64_t n = images < j->n - p.image ? images : j->n - p.image;
    tm_parallel_for(n * (j->c / VF), 1 + 32768 / (VF * p.hp * p.wp), copy_x, &p);
    tm_parallel_for(n * (j->k / VF), 1 + 32768 / (VF * p.th * p.tw * p.side * p.side), copy_gy, &p);
    for (p.first = 0; p.first < n * p.th * p.tw; p.first += group) {
      p.count = n * p.th * p.tw - p.first < group ? n * p.th * p.tw - p.first : group;
      tm_parallel_for(p.count, 1 + 2048 / j->c, transform_v, &p);
      tm_parallel_for(p.count, 1 + 2048 / j->k, transform_z, &p);
      if (several) tm_parallel_for(FREQUENCIES * blocks, 1, add_products, &p);
      else tm_parallel_for((j->c + PART - 1) / PART * blocks, 1, multiply_and_transform, &p);
      p.added = 1;
    }
  }
  if (failed) return 0;
  if (several) tm_parallel_for(j->c / VF * blocks, 1, transform_u, &p);
  FN(conv_bias_f32)(j);
  return 1;
}
