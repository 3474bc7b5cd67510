// Sorting along a dimension, and what is found by order: largest and smallest, k-th, most frequent. A line becomes pairs of a key that
// orders like the element and its position, no two of which are equal: whatever sorts them is stable.
#include "functions.h"
#include "order.h"

namespace {

/// Lines of n elements, `inner` lines side by side.
struct Lines {
  int64_t n, inner, count;
};

/// A key of 32 bits above a position.
struct Narrow {
  typedef uint64_t Pair;
  static __device__ Pair pair(uint64_t key, int64_t at) { return key << 32 | uint64_t(at); }
  static __device__ bool before(Pair a, Pair b) { return a < b; }
  static __device__ uint64_t key(Pair a) { return a >> 32; }
  static __device__ int64_t position(Pair a) { return int64_t(a & 0xffffffffu); }
};
struct Wide {
  typedef gpu::WidePair Pair;
  static __device__ Pair pair(uint64_t key, int64_t at) { return {key, uint64_t(at)}; }
  static __device__ bool before(const Pair &a, const Pair &b) { return a.key < b.key || (a.key == b.key && a.at < b.at); }
  static __device__ uint64_t key(const Pair &a) { return a.key; }
  static __device__ int64_t position(const Pair &a) { return int64_t(a.at); }
};
template <class T> struct OrderOf {
  typedef Narrow Order;
};
template <> struct OrderOf<int64_t> {
  typedef Wide Order;
};
template <> struct OrderOf<double> {
  typedef Wide Order;
};

/// NaN after everything, -0 like 0; a narrow key has 32 bits.
template <class T> __device__ inline uint64_t keyOf(T v) {
  const uint64_t sign = sizeof(T) == 8 ? uint64_t(1) << 63 : uint64_t(1) << 31, mask = sign | (sign - 1);
  return (uint64_t(v) & mask) ^ sign;
}
template <> __device__ inline uint64_t keyOf(float v) {
  if (v != v) return 0xffffffffu;
  const uint32_t bits = v == 0 ? 0 : uint32_t(tm_bits(v));
  return bits >> 31 ? ~bits : bits | 0x80000000u;
}
template <> __device__ inline uint64_t keyOf(double v) {
  if (v != v) return ~uint64_t(0);
  uint64_t bits = 0;
  memcpy(&bits, &v, sizeof v);
  bits = v == 0 ? 0 : bits;
  return bits >> 63 ? ~bits : bits | uint64_t(1) << 63;
}

template <class T>
__global__ void __launch_bounds__(256) encodeKernel(Lines lines, const T *x, bool descending, typename OrderOf<T>::Order::Pair *pairs) {
  typedef typename OrderOf<T>::Order Order;
  const uint64_t turn = !descending ? 0 : sizeof(typename Order::Pair) == 8 ? 0xffffffffu : ~uint64_t(0);
  for (TM_EACH(i, lines.n * lines.count)) {
    const int64_t lane = i % lines.inner, rest = i / lines.inner, at = rest % lines.n, line = rest / lines.n * lines.inner + lane;
    pairs[line * lines.n + at] = Order::pair(keyOf(x[i]) ^ turn, at);
  }
}

/// Pairs that a block sorts in shared memory.
enum { kTile = 1024 };

/// Sorts each tile of each line; what lies behind the end of a line stays behind everything.
template <class Order>
__global__ void __launch_bounds__(256) tilesKernel(int64_t n, int64_t tiles, int64_t count, typename Order::Pair *pairs) {
  typedef typename Order::Pair Pair;
  TM_SHARED(Pair, tile, [kTile]);
  TM_SHARED(unsigned char, real, [kTile]);
  for (int64_t g = blockIdx.x; g < tiles * count; g += gridDim.x) {
    const int64_t line = g / tiles, first = (g - line * tiles) * kTile, left = n - first;
    Pair *from = pairs + line * n + first;
    const int length = left < kTile ? int(left) : int(kTile);
    int size = 1;
    while (size < length) size *= 2;
    for (int i = int(threadIdx.x); i < size; i += 256) {
      real[i] = i < length;
      tile[i] = from[i < length ? i : 0];
    }
    __syncthreads();
    for (int run = 2; run <= size; run *= 2)
      for (int step = run / 2; step; step /= 2) {
        for (int i = int(threadIdx.x); i < size / 2; i += 256) {
          const int low = (i / step) * step * 2 + i % step, high = low + step;
          const bool up = (low & run) == 0;
          const bool turned = !real[low] || (real[high] && Order::before(tile[high], tile[low]));  // high comes first, or both are padding
          if (turned != up) continue;
          const Pair pair = tile[low];
          tile[low] = tile[high], tile[high] = pair;
          const unsigned char was = real[low];
          real[low] = real[high], real[high] = was;
        }
        __syncthreads();
      }
    for (int i = int(threadIdx.x); i < length; i += 256) from[i] = tile[i];
    __syncthreads();
  }
}

/// Merges neighbouring sorted runs: a pair's place is its own in its run and the number of pairs of the other run before it.
template <class Order>
__global__ void __launch_bounds__(256) mergeKernel(int64_t n, int64_t count, int64_t run, const typename Order::Pair *from,
                                                   typename Order::Pair *to) {
  for (TM_EACH(i, n * count)) {
    const int64_t line = i / n, at = i - line * n, own = at / run * run, both = at / (2 * run) * 2 * run;
    const int64_t other = own == both ? both + run : both;
    const typename Order::Pair *row = from + line * n, pair = row[at];
    int64_t low = other < n ? other : n, high = other + run < n ? other + run : n;
    const int64_t begin = low;
    while (low < high) {
      const int64_t middle = low + (high - low) / 2;
      if (Order::before(row[middle], pair)) low = middle + 1;
      else high = middle;
    }
    to[line * n + both + (at - own) + (low - begin)] = pair;
  }
}

/// The first k pairs of each line by their positions.
template <class Order>
__global__ void __launch_bounds__(256) positionsKernel(int64_t n, int64_t k, int64_t count, const typename Order::Pair *from,
                                                       uint64_t *to) {
  for (TM_EACH(i, k * count)) to[i] = uint64_t(Order::position(from[i / k * n + i % k])) << 32;
}

struct ByPosition : Narrow {
  static __device__ int64_t position(Pair a) { return int64_t(a >> 32); }
};

/// The elements of the first k of each line of `length` pairs.
template <class T, class Order>
__global__ void __launch_bounds__(256) gatherKernel(Lines lines, int64_t length, int64_t k, const typename Order::Pair *pairs, const T *x,
                                                    T *r, int64_t *index) {
  for (TM_EACH(i, k * lines.count)) {
    const int64_t lane = i % lines.inner, rest = i / lines.inner, place = rest % k, outer = rest / k;
    const int64_t at = Order::position(pairs[(outer * lines.inner + lane) * length + place]);
    r[i] = x[(outer * lines.n + at) * lines.inner + lane];
    index[i] = at;
  }
}

/// The first of the sorted pairs up to `last` whose key is that of `last`.
template <class Order> __device__ inline int64_t firstOfEqual(const typename Order::Pair *row, int64_t last) {
  const uint64_t key = Order::key(row[last]);
  int64_t low = 0, high = last;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (Order::key(row[middle]) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/// Of each line of sorted pairs the first that equals the one at `place`.
template <class Order>
__global__ void __launch_bounds__(256) placeKernel(int64_t n, int64_t count, int64_t place, const typename Order::Pair *pairs,
                                                   typename Order::Pair *out) {
  for (TM_EACH(line, count)) out[line] = pairs[line * n + firstOfEqual<Order>(pairs + line * n, place)];
}

/// A run of equal keys that ends at `last`.
struct Run {
  int64_t length, last;
};
__device__ inline Run longer(const Run &a, const Run &b) {
  return b.length > a.length || (b.length == a.length && b.last < a.last) ? b : a;
}

/// A block for each line of sorted pairs: the last pair of the first of the longest runs.
template <class Order>
__global__ void __launch_bounds__(256) modeKernel(int64_t n, int64_t count, const typename Order::Pair *pairs, typename Order::Pair *out) {
  TM_SHARED(Run, best, [256]);
  for (int64_t line = blockIdx.x; line < count; line += gridDim.x) {
    const typename Order::Pair *row = pairs + line * n;
    Run found = {0, 0};
    for (int64_t i = threadIdx.x; i < n; i += 256) {
      if (i + 1 < n && Order::key(row[i + 1]) == Order::key(row[i])) continue;
      found = longer(found, {i + 1 - firstOfEqual<Order>(row, i), i});
    }
    best[threadIdx.x] = found;
    __syncthreads();
    for (unsigned half = 128; half; half /= 2) {
      if (threadIdx.x < half) best[threadIdx.x] = longer(best[threadIdx.x], best[threadIdx.x + half]);
      __syncthreads();
    }
    if (threadIdx.x == 0) out[line] = row[best[0].last];
    __syncthreads();
  }
}

enum Wanted { kSorted, kFirst, kPlace, kMode };
struct Job {
  Lines lines;
  int64_t k, place;
  bool descending, inOrder;
  Wanted wanted;
};

/// Sorts lines of n pairs; returns where they then lie, in pairs or in more.
template <class Order> typename Order::Pair *sortPairs(int64_t n, int64_t count, typename Order::Pair *pairs, typename Order::Pair *more) {
  const int64_t tiles = (n + kTile - 1) / kTile;
  gpu::launch(tilesKernel<Order>, gpu::blocksFor(tiles * count * gpu::kThreads), gpu::kThreads, 0, n, tiles, count, pairs);
  for (int64_t run = kTile; run < n; run *= 2) {
    gpu::launchEach(mergeKernel<Order>, n * count, n, count, run, pairs, more);
    typename Order::Pair *sorted = more;
    more = pairs, pairs = sorted;
  }
  return pairs;
}

template <class T> void order(const Job &job, const void *x_, void *r_, int64_t *index) {
  typedef typename OrderOf<T>::Order Order;
  typedef typename Order::Pair Pair;
  const Lines &lines = job.lines;
  const T *x = static_cast<const T *>(x_);
  T *r = static_cast<T *>(r_);
  const int64_t n = lines.n, count = lines.count;
  Pair *pairs = gpu::scratch<Pair>(0, n * count), *more = gpu::scratch<Pair>(1, n * count);
  if (!pairs || !more) return;
  gpu::launchEach(encodeKernel<T>, n * count, lines, x, job.descending, pairs);
  Pair *sorted = sortPairs<Order>(n, count, pairs, more), *other = sorted == pairs ? more : pairs;
  if (job.wanted == kFirst && !job.inOrder) {
    uint64_t *some = gpu::scratch<uint64_t>(2, job.k * count), *spare = gpu::scratch<uint64_t>(3, job.k * count);
    if (!some || !spare) return;
    gpu::launchEach(positionsKernel<Order>, job.k * count, n, job.k, count, sorted, some);
    const uint64_t *placed = sortPairs<ByPosition>(job.k, count, some, spare);
    gpu::launchEach(gatherKernel<T, ByPosition>, job.k * count, lines, job.k, job.k, placed, x, r, index);
    return;
  }
  int64_t length = n;
  if (job.wanted == kPlace) {
    gpu::launchEach(placeKernel<Order>, count, n, count, job.place, sorted, other);
    sorted = other, length = 1;
  } else if (job.wanted == kMode) {
    gpu::launch(modeKernel<Order>, gpu::blocksFor(count * gpu::kThreads), gpu::kThreads, 0, n, count, sorted, other);
    sorted = other, length = 1;
  }
  gpu::launchEach(gatherKernel<T, Order>, job.k * count, lines, length, job.k, sorted, x, r, index);
}

typedef void (*OrderLaunch)(const Job &job, const void *x, void *r, int64_t *index);
const OrderLaunch orders[] = {&order<uint8_t>, &order<int8_t>, &order<int16_t>, &order<int32_t>,
                              &order<int64_t>, &order<float>,  &order<double>};

/// Operands r, index, x; contiguous.
int32_t run(const char *name, Job &job, tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim) {
  const bool single = job.wanted == kPlace || job.wanted == kMode;
  tm_tensor t[3];
  TM_TRY(tm_read_contiguous(&t[0], name, "r", frame, 0, r));
  TM_TRY(tm_read_contiguous(&t[1], name, "index", frame, 1, index));
  TM_TRY(tm_read_contiguous(&t[2], name, "x", frame, 2, x));
  if (dim < 0 || dim >= t[2].dims)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: the dimension must be from 0 to %d but is %d", name, t[2].dims - 1, dim);
  if (t[0].dtype != t[2].dtype)
    return tm_fail(TM_BAD_DTYPE, "Cannot run %s: r must be %s like x but is %s", name, tm_dtype_name(t[2].dtype),
                   tm_dtype_name(t[0].dtype));
  if (t[1].dtype != TM_INT64) return tm_fail(TM_BAD_DTYPE, "Cannot run %s: index must be int64 but is %s", name, tm_dtype_name(t[1].dtype));
  if (t[2].dtype > TM_FLOAT64) return tm_fail_dtype(name, t[2].dtype);
  if (!tm_same_size(&t[0], &t[1])) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: index must have the size of r", name);
  const int64_t n = t[2].size[dim], most = single ? 1 : n;
  job.k = t[0].dims == t[2].dims ? t[0].size[dim] : -1;
  tm_tensor wanted = t[2];
  wanted.size[dim] = job.k;
  if (!tm_same_size(&t[0], &wanted) || job.k > most)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: r must have the size of x with at most %lld in dimension %d", name, (long long)most,
                   dim);
  TM_TRY(tm_check_apart(name, "r", &t[0], "index", &t[1]));
  TM_TRY(tm_check_apart(name, "r", &t[0], "x", &t[2]));
  TM_TRY(tm_check_apart(name, "index", &t[1], "x", &t[2]));
  if (n > UINT32_MAX) return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: x must have fewer than 2^32 elements along dimension %d", name, dim);
  if (t[0].n == 0) return TM_OK;
  if (job.place < 0 || job.place >= n)
    return tm_fail(TM_BAD_ARGUMENT, "Cannot run %s: k must be from 0 to %lld but is %lld", name, (long long)n - 1, (long long)job.place);
  job.lines = {n, 1, t[2].n / n};
  for (int d = dim + 1; d < t[2].dims; d++) job.lines.inner *= t[2].size[d];
  orders[t[2].dtype](job, t[2].data, t[0].data, static_cast<int64_t *>(t[1].data));
  return tm_done(name);
}

Job jobFor(Wanted wanted, bool descending, bool inOrder, int64_t place) {
  Job job = {};
  job.wanted = wanted, job.descending = descending, job.inOrder = inOrder, job.place = place;
  return job;
}

}  // namespace

gpu::WidePair *gpu::sortWidePairs(int64_t n, int64_t count, WidePair *pairs, WidePair *more) {
  return sortPairs<Wide>(n, count, pairs, more);
}

extern "C" {

int32_t tm_sort(tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim, int32_t descending) {
  Job job = jobFor(kSorted, descending != 0, true, 0);
  return run("sort", job, r, index, x, frame, dim);
}
int32_t tm_topk(tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim, int32_t largest, int32_t sorted) {
  Job job = jobFor(kFirst, largest != 0, sorted != 0, 0);
  return run("topk", job, r, index, x, frame, dim);
}
int32_t tm_kthvalue(tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim, double k) {
  if (!(k >= 0 && k < 0x1p53)) return tm_fail(TM_BAD_ARGUMENT, "Cannot run kthvalue: k must be from 0 but is %g", k);
  Job job = jobFor(kPlace, false, true, int64_t(k));
  return run("kthvalue", job, r, index, x, frame, dim);
}
int32_t tm_mode(tm_data *r, tm_data *index, const tm_data *x, tm_frame *frame, int32_t dim) {
  Job job = jobFor(kMode, false, true, 0);
  return run("mode", job, r, index, x, frame, dim);
}

}  // extern "C"
