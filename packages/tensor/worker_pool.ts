// Work on several cores at once: Workers that share tensors.
import { checkInteger, describe } from "./check.ts";
import { random } from "./random.ts";
import { decode, encode } from "./worker_message.ts";

/** What the pool sends to a Worker: first the module of the jobs, then jobs. */
export type ToWorker = { module: string; seed: number } | { job: string; args: unknown };

/** What a Worker answers. */
export type FromWorker = { value: unknown } | { failure: string };

/** The functions of a module that a {@linkcode WorkerPool} runs. */
// deno-lint-ignore no-explicit-any
export type Jobs = Record<string, (...args: any[]) => unknown>;

/** Options of {@linkcode WorkerPool.addJob}. */
export interface JobOptions {
  /** The Worker that does the job, from 0; the first that is free by default. */
  worker?: number;
}

const TERMINATED = "the pool was terminated";

/** A job that waits. */
interface Waiting {
  readonly job: string;
  readonly args: unknown;
  readonly worker: number | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A Worker, and how to hand it something and wait for the answer. */
class Member {
  #worker: Worker | undefined;
  #settle: ((answer: FromWorker) => void) | undefined;

  constructor(readonly module: string) {}

  /** Whether it does something. */
  get busy(): boolean {
    return this.#settle !== undefined;
  }

  /** Starts the Worker, with a stream of random numbers of its own. */
  start(): Promise<FromWorker> {
    const worker = new Worker(new URL("./worker_main.ts", import.meta.url), { type: "module" });
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#answer(data);
    worker.onmessageerror = () => this.#answer({ failure: "the result cannot be sent" });
    worker.onerror = (event) => {
      event.preventDefault(); // an error that nobody caught ends the Worker, not the program
      this.end(event.message);
    };
    return this.ask({ module: this.module, seed: random() });
  }

  /** Sends a message and waits for the answer. A Worker that died is started again. */
  ask(message: ToWorker): Promise<FromWorker> {
    if (this.#worker === undefined) {
      return this.start().then((started) => "failure" in started ? started : this.ask(message));
    }
    const { promise, resolve } = Promise.withResolvers<FromWorker>();
    this.#worker.postMessage(message);
    this.#settle = resolve;
    return promise;
  }

  /** Ends the Worker; what it does fails. */
  end(reason: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#answer({ failure: reason });
  }

  #answer(answer: FromWorker): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(answer);
  }
}

/**
 * Workers that do jobs: exported functions of a module (the package threads of Torch7). Tensors in arguments and results cross
 * without a copy: their storages move into shared memory, and both sides see what the other writes. Each Worker draws random
 * numbers from a stream of its own, which the default generator determines.
 *
 * @example Usage
 * ```ts
 * import { WorkerPool, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * // Usually new URL("./jobs.ts", import.meta.url)
 * const module = new URL("data:text/javascript,export const fill = (x, value) => { x.fill(value); return x.sum(); }");
 * await using pool = await WorkerPool.start<{ fill: (x: unknown, value: number) => number }>(2, module);
 * const x = zeros([2, 3]);
 * const sums = await Promise.all([0, 1].map((row) => pool.addJob("fill", [x.select(0, row), row + 1])));
 * assertEquals(sums, [3, 6]);
 * assertEquals(x.toArray(), [[1, 1, 1], [2, 2, 2]]);
 * ```
 */
export class WorkerPool<J extends { [K in keyof J]: Jobs[string] } = Jobs> {
  readonly #members: readonly Member[];
  readonly #queue: Waiting[] = [];
  /** One for each job that is neither done nor failed. */
  readonly #open = new Set<Promise<void>>();
  #ended = false;

  private constructor(members: readonly Member[]) {
    this.#members = members;
  }

  /**
   * Starts Workers and loads the module in each.
   *
   * @param workers How many, from 1 to 256.
   * @param module The module whose exported functions are the jobs.
   * @throws {Error} If a Worker cannot load the module.
   */
  static async start<J extends { [K in keyof J]: Jobs[string] } = Jobs>(
    workers: number,
    module: URL | string,
  ): Promise<WorkerPool<J>> {
    checkInteger("WorkerPool.start", "workers", workers, 1, 256);
    const href = String(module), members = Array.from({ length: workers }, () => new Member(href));
    for (const answer of await Promise.all(members.map((member) => member.start()))) {
      if ("failure" in answer) {
        for (const member of members) member.end("another Worker failed");
        throw new Error(`Cannot start a Worker with ${href}: ${answer.failure}`);
      }
    }
    return new WorkerPool<J>(members);
  }

  /** How many Workers there are. */
  get size(): number {
    return this.#members.length;
  }

  /**
   * Gives a job to a Worker that is free, now or as soon as there is one (`addjob`).
   *
   * @param job The name of a function that the module exports.
   * @param args Its arguments: what `postMessage` takes, and tensors, storages, locks and counters, alone or in lists and plain
   * objects.
   * @param options Which Worker does it.
   * @returns What the function returned.
   * @throws {Error} If the function threw, or does not exist.
   */
  addJob<K extends keyof J & string>(
    job: K,
    args: Parameters<J[K]>,
    options: JobOptions = {},
  ): Promise<Awaited<ReturnType<J[K]>>> {
    const { worker } = options;
    if (worker !== undefined) checkInteger("addJob", "worker", worker, 0, this.size - 1);
    if (!Array.isArray(args)) {
      throw new TypeError(`Cannot run addJob: args must be a list but is ${describe(args)}`);
    }
    if (this.#ended) throw new Error(`Cannot run addJob: ${TERMINATED}`);
    const sent = encode(args), { promise: closed, resolve: close } = Promise.withResolvers<void>();
    const closing = <T>(settle: (value: T) => void) => (value: T): void => {
      this.#open.delete(closed);
      close();
      settle(value);
    };
    return new Promise((resolve, reject) => {
      this.#open.add(closed);
      this.#queue.push({
        job,
        args: sent,
        worker,
        resolve: closing(resolve as (value: unknown) => void),
        reject: closing(reject),
      });
      this.#assign();
    });
  }

  /** Returns whether a Worker, or the one given, would begin a job at once (`acceptsjob`). */
  acceptsJob(worker?: number): boolean {
    if (this.#ended) return false;
    if (worker === undefined) return this.#members.some((member) => !member.busy);
    checkInteger("acceptsJob", "worker", worker, 0, this.size - 1);
    return !this.#members[worker]!.busy;
  }

  /** Returns whether a job is neither done nor failed (`hasjob`). */
  hasJob(): boolean {
    return this.#open.size > 0;
  }

  /** Waits until one of the jobs is done or failed, if there is any (`dojob`). */
  async doJob(): Promise<void> {
    if (this.#open.size > 0) await Promise.race(this.#open);
  }

  /** Waits until all jobs are done or failed (`synchronize`). A failure is thrown where the promise of its job is awaited. */
  async synchronize(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }

  /** Ends the Workers (`terminate`). Jobs that are not done fail. */
  terminate(): void {
    this.#ended = true;
    for (const { job, reject } of this.#queue.splice(0)) reject(failure(job, TERMINATED));
    for (const member of this.#members) member.end(TERMINATED);
  }

  /** Waits for the jobs, then ends the Workers. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.synchronize();
    this.terminate();
  }

  /** Gives waiting jobs to Workers that are free. */
  #assign(): void {
    for (const member of this.#members) {
      if (member.busy) continue;
      const k = this.#queue.findIndex(({ worker }) => worker === undefined || this.#members[worker] === member);
      if (k >= 0) this.#run(member, this.#queue.splice(k, 1)[0]!);
    }
  }

  async #run(member: Member, { job, args, resolve, reject }: Waiting): Promise<void> {
    try {
      const answer = await member.ask({ job, args });
      if ("failure" in answer) reject(failure(job, answer.failure));
      else resolve(decode(answer.value));
    } catch (error) {
      reject(failure(job, (error as Error).message)); // an argument that cannot be sent
    }
    if (!this.#ended) this.#assign();
  }
}

function failure(job: string, reason: string): Error {
  return new Error(`Cannot run the job ${job}: ${reason}`);
}
