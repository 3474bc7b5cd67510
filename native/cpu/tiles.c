/* Tiles of two dimensions: see tiles.h. A row of the result is `columns` long; an operand that lies across is read a cache line at
   a time, along its own rows. */
#include "tiles.h"
#include "dispatch.h"

enum { ROWS = 64, COLUMNS = 64 };

typedef struct {
  const tm_iter *it;
  int across;                 /* the dimension along which such operands are contiguous */
  bool turned[TM_ITER_OPERANDS];
  int64_t row_tiles, column_tiles;
  bool streams; /* rows of the result are made in L1 and written past the cache */
  tm_inner_fn fn;
  void *ctx;
} tile_job;

/* Asks for all lines of a tile at once: processors do not foresee this order. */
static void fetch(const char *p, int64_t columns, int64_t step, int64_t bytes) {
  for (int64_t c = 0; c < columns; c++, p += step) {
    for (int64_t b = 0; b < bytes; b += 64) __builtin_prefetch(p + b);
    __builtin_prefetch(p + bytes - 1);
  }
}

static void run_tile(const tile_job *j, char *const base[], int64_t row, int64_t column) {
  _Alignas(64) char buffer[TM_ITER_OPERANDS - 1][ROWS * COLUMNS * 8], made[COLUMNS * 8];
  const tm_iter *it = j->it;
  int last = it->dims - 1, turned = 0;
  int64_t rows = it->size[j->across] - row < ROWS ? it->size[j->across] - row : ROWS;
  int64_t columns = it->size[last] - column < COLUMNS ? it->size[last] - column : COLUMNS;
  int64_t inner[TM_ITER_OPERANDS] = {0}, outer[TM_ITER_OPERANDS] = {0};
  char *p[TM_ITER_OPERANDS] = {0};
  for (int k = 0; k < it->operands; k++) {
    int64_t width = (int64_t)it->width[k];
    inner[k] = it->stride[k][last], outer[k] = it->stride[k][j->across];
    p[k] = base[k] + (row * outer[k] + column * inner[k]) * width;
    if (!j->turned[k]) continue;
    fetch(p[k], columns, inner[k] * width, rows * width);
    tm_kernel.transpose((size_t)width, columns, rows, buffer[turned], COLUMNS, p[k], inner[k]);
    p[k] = buffer[turned++], inner[k] = 1, outer[k] = COLUMNS;
  }
  char *r = p[0];
  for (int64_t i = 0; i < rows; i++) {
    if (j->streams) {
      p[0] = made;
      j->fn(j->ctx, columns, p, inner);
      tm_kernel.stream(r, made, (size_t)columns * it->width[0]);
      r += outer[0] * (int64_t)it->width[0];
    } else j->fn(j->ctx, columns, p, inner);
    for (int k = 0; k < it->operands; k++) p[k] += outer[k] * (int64_t)it->width[k];
  }
}

/* Tiles are numbered through the other dimensions, then down, then along. */
static void run_tiles(void *ctx, int64_t begin, int64_t end) {
  const tile_job *j = ctx;
  const tm_iter *it = j->it;
  for (int64_t t = begin; t < end; t++) {
    int64_t column = t % j->column_tiles, row = t / j->column_tiles % j->row_tiles, rest = t / j->column_tiles / j->row_tiles;
    char *base[TM_ITER_OPERANDS];
    for (int k = 0; k < it->operands; k++) base[k] = it->data[k];
    for (int d = it->dims - 2; d >= 0; d--) {
      if (d == j->across) continue;
      int64_t at = rest % it->size[d];
      rest /= it->size[d];
      for (int k = 0; k < it->operands; k++) base[k] += at * it->stride[k][d] * (int64_t)it->width[k];
    }
    run_tile(j, base, row * ROWS, column * COLUMNS);
  }
  if (j->streams) tm_kernel.stream_end();
}

bool tm_run_tiles(const tm_iter *it, int64_t grain, bool streams, tm_inner_fn fn, void *ctx) {
  int last = it->dims - 1;
  if (it->dims < 2 || it->stride[0][last] != 1 || it->size[last] < 8) return false;
  tile_job j = {.it = it, .across = -1, .streams = streams, .fn = fn, .ctx = ctx};
  for (int k = 1; k < it->operands; k++) { /* operand 0 may be written: it stays as it is */
    if (it->stride[k][last] == 0 || it->stride[k][last] == 1) continue;
    for (int d = last - 1; d >= 0; d--)
      if (it->stride[k][d] == 1 && it->size[d] >= 8 && (j.across < 0 || j.across == d)) j.across = d, j.turned[k] = true;
  }
  if (j.across < 0) return false;
  j.row_tiles = (it->size[j.across] + ROWS - 1) / ROWS, j.column_tiles = (it->size[last] + COLUMNS - 1) / COLUMNS;
  int64_t others = it->n / it->size[last] / it->size[j.across];
  int64_t per = grain / (ROWS * COLUMNS);
  tm_parallel_for(others * j.row_tiles * j.column_tiles, per < 1 ? 1 : per, run_tiles, &j);
  return true;
}
