import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import {
  arange,
  AtomicCounter,
  Condition,
  manualSeed,
  Mutex,
  safe,
  type Storage,
  type Tensor,
  WorkerPool,
  zeros,
} from "./mod.ts";

const mod = JSON.stringify(new URL("./mod.ts", import.meta.url).href);
const SOURCE = `
import { add, mul, rand, safe } from ${mod};
export const double = (x) => 2 * x;
export const scale = ({ x, by }) => { x.mul(by); return { sum: x.sum(), x }; };
export const square = (x) => mul(x, x);
export const draw = () => rand([4]).toArray();
export const fillStorage = (storage, value) => storage.fill(value);
export const fail = (text) => { throw new RangeError(text); };
export const die = () => { setTimeout(() => { throw new Error("died"); }, 0); return new Promise(() => {}); };
export const unsendable = () => () => 1;
export const answer = 42;
export function count(counter, mutex, total, times) {
  const step = safe(() => total.set(0, total.get(0) + 1), mutex);
  for (let i = 0; i < times; i++) { counter.inc(); step(); }
}
export function takeTurn(mutex, condition, turn, mine) {
  mutex.lock();
  while (turn.get() !== mine) condition.wait(mutex);
  turn.inc();
  condition.broadcast();
  mutex.unlock();
  return mine;
}
export function sleep(ms) { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms); return ms; }
`;
const module = `data:text/javascript,${encodeURIComponent(SOURCE)}`;

interface Jobs {
  double(x: number): number;
  scale(options: { x: Tensor; by: number }): { sum: number; x: Tensor };
  square(x: Tensor): Tensor;
  draw(): number[];
  fillStorage(storage: Storage, value: number): Storage;
  fail(text: string): void;
  die(): void;
  unsendable(): void;
  answer(): void;
  count(counter: AtomicCounter, mutex: Mutex, total: Tensor, times: number): void;
  takeTurn(mutex: Mutex, condition: Condition, turn: AtomicCounter, mine: number): number;
  sleep(ms: number): number;
}

Deno.test("jobs run in Workers, and their results come back", async () => {
  await using pool = await WorkerPool.start<Jobs>(2, module);
  assertEquals(pool.size, 2);
  const results = await Promise.all([1, 2, 3, 4, 5].map((x) => pool.addJob("double", [x])));
  assertEquals(results, [2, 4, 6, 8, 10]);
});

Deno.test("tensors cross without a copy, in arguments and results", async () => {
  await using pool = await WorkerPool.start<Jobs>(1, module);
  const x = arange(6).view(2, 3), column = x.select(1, 1);
  const { sum, x: back } = await pool.addJob("scale", [{ x: column, by: 10 }]);
  assertEquals([sum, x.toArray()], [50, [[0, 10, 2], [3, 40, 5]]]);
  back.fill(-1); // the result is the same memory
  assertEquals(x.toArray(), [[0, -1, 2], [3, -1, 5]]);
  const squared = await pool.addJob("square", [x]);
  assert(squared.storage().isShared());
  assertEquals(squared.toArray(), [[0, 1, 4], [9, 1, 25]]);
  const storage = arange(4).storage(), part = await pool.addJob("fillStorage", [storage.subarray(1, 2), 9]);
  assertEquals([storage.toArray(), part.toArray()], [[0, 9, 9, 3], [9, 9]]);
  assertEquals((await pool.addJob("square", [zeros([0])])).size(), [0]);
});

Deno.test("each Worker draws from a stream of its own, which the seed determines", async () => {
  const drawn = async (): Promise<number[][]> => {
    manualSeed(7);
    await using pool = await WorkerPool.start<Jobs>(2, module);
    return await Promise.all([0, 1].map((worker) => pool.addJob("draw", [], { worker })));
  };
  const first = await drawn();
  assertNotEquals(first[0], first[1]);
  assertEquals(await drawn(), first);
});

Deno.test("a job that fails rejects its promise, and the pool goes on", async () => {
  await using pool = await WorkerPool.start<Jobs>(1, module);
  const rejects = (job: "fail" | "die" | "unsendable" | "answer", text: string, args: unknown[] = []) =>
    assertRejects(() => pool.addJob(job, args as [string]) as Promise<void>, Error, text);
  await rejects("fail", "Cannot run the job fail: RangeError: too much", ["too much"]);
  await rejects("answer", "Cannot run the job answer: TypeError: the module exports no function of this name");
  await rejects("unsendable", "Cannot run the job unsendable: DataCloneError");
  await rejects("fail", "Cannot run the job fail: ", [() => 1]);
  await rejects("die", "died");
  assertEquals(await pool.addJob("double", [4]), 8); // in a new Worker
  assertThrows(() => pool.addJob("double", 3 as unknown as [number]), TypeError, "args must be a list but is 3");
  assertThrows(() => pool.addJob("double", [3], { worker: 1 }), RangeError, "worker must be from 0 to 0 but is 1");
});

Deno.test("a pool that cannot start says why", async () => {
  await assertRejects(
    () => WorkerPool.start(2, "file:///nowhere.ts"),
    Error,
    "Cannot start a Worker with file:///nowhere.ts",
  );
  await assertRejects(
    () => WorkerPool.start(0, module),
    RangeError,
    "Cannot run WorkerPool.start: workers must be from 1",
  );
});

Deno.test("acceptsJob(), hasJob(), doJob() and synchronize() tell of the jobs", async () => {
  const pool = await WorkerPool.start<Jobs>(2, module);
  assert(pool.acceptsJob() && pool.acceptsJob(1) && !pool.hasJob());
  await pool.doJob(); // there is none
  const long = pool.addJob("sleep", [60], { worker: 0 });
  assert(!pool.acceptsJob(0) && pool.acceptsJob(1) && pool.acceptsJob() && pool.hasJob());
  const short = pool.addJob("sleep", [1]), waiting = pool.addJob("sleep", [2], { worker: 0 });
  assert(!pool.acceptsJob());
  await pool.doJob();
  assertEquals(await short, 1);
  await pool.synchronize();
  assert(!pool.hasJob());
  assertEquals([await long, await waiting], [60, 2]);
  const lost = pool.addJob("sleep", [10000], { worker: 0 }), queued = pool.addJob("sleep", [1], { worker: 0 });
  pool.terminate();
  await assertRejects(() => lost, Error, "Cannot run the job sleep: the pool was terminated");
  await assertRejects(() => queued, Error, "Cannot run the job sleep: the pool was terminated");
  assertThrows(() => pool.addJob("double", [1]), Error, "Cannot run addJob: the pool was terminated");
  assert(!pool.acceptsJob() && !pool.hasJob());
});

Deno.test("Mutex and AtomicCounter lose no step", async () => {
  await using pool = await WorkerPool.start<Jobs>(3, module);
  const counter = new AtomicCounter(), mutex = new Mutex(), total = zeros([1], { dtype: "int32" });
  await Promise.all([0, 1, 2].map(() => pool.addJob("count", [counter, mutex, total, 20000])));
  assertEquals([counter.get(), total.get(0)], [60000, 60000]);
});

Deno.test("Condition wakes those that wait", async () => {
  await using pool = await WorkerPool.start<Jobs>(3, module);
  const mutex = new Mutex(), condition = new Condition(), turn = new AtomicCounter(), order: number[] = [];
  await Promise.all([2, 1, 0].map(async (mine) => {
    order.push(await pool.addJob("takeTurn", [mutex, condition, turn, mine]));
  }));
  assertEquals([turn.get(), order.toSorted()], [3, [0, 1, 2]]);
  mutex.lock();
  assert(!condition.wait(mutex, 5));
  condition.signal(); // nobody waits
  mutex.unlock();
});

Deno.test("a mutex is given back when a function throws", () => {
  const mutex = new Mutex(), twice = safe((x: number) => 2 * x, mutex);
  assertEquals(twice(3), 6);
  assertThrows(
    () =>
      safe(() => {
        throw new Error("inside");
      }, mutex)(),
    Error,
    "inside",
  );
  assert(mutex.tryLock() && !mutex.tryLock());
  mutex.unlock();
  assertThrows(() => mutex.unlock(), Error, "Cannot unlock a mutex that nobody holds");
});

Deno.test("AtomicCounter keeps 32 bits", () => {
  const counter = new AtomicCounter();
  counter.set(2 ** 31 - 1);
  assertEquals([counter.inc(), counter.get()], [2 ** 31 - 1, -(2 ** 31)]);
  assertThrows(() => counter.set(2 ** 31), RangeError, "Cannot run AtomicCounter.set: value must be from");
  assertThrows(() => counter.inc(0.5), RangeError, "by must be an integer but is 0.5");
});
