/* Thread pool with atomic chunk claiming, bounded spinning, then sleeping.

   One 64-bit ticket holds generation, number of chunks and next chunk. A thread claims a chunk by compare-and-swap;
   while a claimed chunk is unfinished the owner cannot post another job, so the job's fields are stable exactly as
   long as somebody may read them. A worker that oversleeps a whole job finds nothing to claim and goes back to sleep:
   the owner never waits for a worker that has no chunk. That is what keeps a busy neighbour from hurting. */
#define _GNU_SOURCE
#include "pool.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MAX_THREADS = 256, CHUNK_BITS = 24 };
#define CHUNK_MASK ((UINT64_C(1) << CHUNK_BITS) - 1)

static struct {
  _Alignas(64) _Atomic uint64_t ticket; /* generation:16 | chunks:24 | next:24 */
  _Alignas(64) _Atomic int64_t left;    /* chunks not finished */
  _Alignas(64) tm_range_fn fn;
  void *ctx;
  int64_t n, grain;
  _Alignas(64) pthread_mutex_t lock;
  pthread_cond_t work, done;
  _Atomic int sleeping; /* workers in cond_wait */
  _Atomic bool owner_sleeps, stop;
  int threads, started;
  int64_t spin_ns;
  pthread_t worker[MAX_THREADS];
  pthread_mutex_t owner; /* one job at a time, whatever thread posts it */
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER, .work = PTHREAD_COND_INITIALIZER, .done = PTHREAD_COND_INITIALIZER,
          .threads = 1, .spin_ns = 50000, .owner = PTHREAD_MUTEX_INITIALIZER};

static _Thread_local bool inside;

static inline void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static inline bool has_work(uint64_t ticket) {
  return (ticket & CHUNK_MASK) < (ticket >> CHUNK_BITS & CHUNK_MASK);
}

/* Claims and runs chunks until none is left. */
static void drain(void) {
  uint64_t ticket = atomic_load_explicit(&pool.ticket, memory_order_acquire);
  while (has_work(ticket)) {
    if (!atomic_compare_exchange_weak_explicit(&pool.ticket, &ticket, ticket + 1, memory_order_acq_rel,
                                               memory_order_acquire))
      continue;
    int64_t begin = (int64_t)(ticket & CHUNK_MASK) * pool.grain, end = begin + pool.grain;
    pool.fn(pool.ctx, begin, end < pool.n ? end : pool.n);
    if (atomic_fetch_sub_explicit(&pool.left, 1, memory_order_acq_rel) == 1 && atomic_load(&pool.owner_sleeps)) {
      pthread_mutex_lock(&pool.lock);
      pthread_cond_signal(&pool.done);
      pthread_mutex_unlock(&pool.lock);
    }
    ticket = atomic_load_explicit(&pool.ticket, memory_order_acquire);
  }
}

static void *work(void *unused) {
  (void)unused;
  inside = true;
  while (!atomic_load(&pool.stop)) {
    drain();
    int64_t until = now_ns() + pool.spin_ns;
    bool found = false;
    do {
      for (int i = 0; i < 64 && !found; i++) {
        relax();
        found = has_work(atomic_load_explicit(&pool.ticket, memory_order_relaxed)) || atomic_load(&pool.stop);
      }
    } while (!found && now_ns() < until);
    if (found) continue;
    pthread_mutex_lock(&pool.lock);
    atomic_fetch_add(&pool.sleeping, 1);
    while (!has_work(atomic_load(&pool.ticket)) && !atomic_load(&pool.stop)) pthread_cond_wait(&pool.work, &pool.lock);
    atomic_fetch_sub(&pool.sleeping, 1);
    pthread_mutex_unlock(&pool.lock);
  }
  return NULL;
}

static void stop_workers(void) {
  atomic_store(&pool.stop, true);
  pthread_mutex_lock(&pool.lock);
  pthread_cond_broadcast(&pool.work);
  pthread_mutex_unlock(&pool.lock);
  for (int i = 0; i < pool.started; i++) pthread_join(pool.worker[i], NULL);
  pool.started = 0;
  atomic_store(&pool.stop, false);
}

/* At load: TAIMATSU_NUM_THREADS, else all processors. */
__attribute__((constructor)) static void choose_threads(void) {
  const char *wanted = getenv("TAIMATSU_NUM_THREADS");
  long threads = wanted ? strtol(wanted, NULL, 10) : 0;
  if (threads < 1) threads = sysconf(_SC_NPROCESSORS_ONLN);
  pool.threads = threads < 1 ? 1 : threads > MAX_THREADS ? MAX_THREADS : (int)threads;
}

int tm_threads(void) { return pool.threads; }

void tm_set_threads(int threads) {
  pthread_mutex_lock(&pool.owner);
  stop_workers();
  pool.threads = threads < 1 ? 1 : threads > MAX_THREADS ? MAX_THREADS : threads;
  pthread_mutex_unlock(&pool.owner);
}

void tm_parallel_for(int64_t n, int64_t grain, tm_range_fn fn, void *ctx) {
  if (n <= 0) return;
  int64_t chunks = (n + grain - 1) / grain;
  if (chunks > (int64_t)CHUNK_MASK) grain = (n + (int64_t)CHUNK_MASK - 1) / (int64_t)CHUNK_MASK, chunks = (n + grain - 1) / grain;
  if (chunks == 1 || pool.threads == 1 || inside) {
    for (int64_t i = 0; i < n; i += grain) fn(ctx, i, i + grain < n ? i + grain : n);
    return;
  }
  pthread_mutex_lock(&pool.owner);
  for (; pool.started < pool.threads - 1; pool.started++)
    if (pthread_create(&pool.worker[pool.started], NULL, work, NULL)) break;
  pool.fn = fn, pool.ctx = ctx, pool.n = n, pool.grain = grain;
  atomic_store_explicit(&pool.left, chunks, memory_order_relaxed);
  uint64_t generation = (atomic_load_explicit(&pool.ticket, memory_order_relaxed) >> 2 * CHUNK_BITS) + 1;
  atomic_store(&pool.ticket, generation << 2 * CHUNK_BITS | (uint64_t)chunks << CHUNK_BITS);
  if (atomic_load(&pool.sleeping)) {
    pthread_mutex_lock(&pool.lock);
    if (chunks == 2) pthread_cond_signal(&pool.work);
    else pthread_cond_broadcast(&pool.work);
    pthread_mutex_unlock(&pool.lock);
  }
  inside = true;
  drain();
  inside = false;
  int64_t until = 0;
  while (atomic_load_explicit(&pool.left, memory_order_acquire)) { /* others still run their last chunk */
    for (int i = 0; i < 64 && atomic_load_explicit(&pool.left, memory_order_acquire); i++) relax();
    int64_t now = now_ns();
    if (!until) until = now + pool.spin_ns;
    if (now < until) continue;
    pthread_mutex_lock(&pool.lock);
    atomic_store(&pool.owner_sleeps, true);
    while (atomic_load(&pool.left)) pthread_cond_wait(&pool.done, &pool.lock);
    atomic_store(&pool.owner_sleeps, false);
    pthread_mutex_unlock(&pool.lock);
  }
  pthread_mutex_unlock(&pool.owner);
}
