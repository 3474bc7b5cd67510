// The Workers of a DataLoader.
import { decode, encode } from "@taimatsu/tensor/native";
import { describeFault, describeThrown, Fault, listSamples } from "./load_batch.ts";
import { LoadError } from "./load_error.ts";
import { waitForLock } from "./loader_lock.ts";
import { type FromLoaderWorker, receiveError, type ToLoaderWorker, type WantedBatch } from "./loader_message.ts";
import { countMemory } from "./memory_pressure.ts";

/** A batch, or the beginning, that is waited for. */
interface Waiting {
  readonly indices: readonly number[];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: LoadError) => void;
}

/** The address of a module as messages show it: a source that stands in the address is cut short. */
function nameOf(module: string): string {
  return module.startsWith("data:") && module.length > 60 ? `${module.slice(0, 60)}…` : module;
}

/** A Worker and what is asked of it. */
class Member {
  readonly #worker: Worker;
  readonly #lock = `@taimatsu/optim ${crypto.randomUUID()}`;
  readonly #waiting = new Map<number, Waiting>();
  /** Ends when the thread has ended. */
  #gone: Promise<unknown> = Promise.resolve();
  #end: LoadError | undefined;

  /** The module, as messages name it. */
  readonly #name: string;

  constructor(readonly number: number, readonly module: string) {
    this.#name = nameOf(module);
    this.#worker = new Worker(new URL("./loader_worker.ts", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<FromLoaderWorker[]>) => {
      for (const message of data) this.#hear(message);
    };
    this.#worker.onmessageerror = () => this.end("its answer cannot be read");
    this.#worker.onerror = (event) => {
      event.preventDefault(); // an error that nobody caught ends the Worker, not the program
      const where = event.filename ? ` (${event.filename}:${event.lineno}:${event.colno})` : "";
      this.end(`${event.message}${where}`, event.error ?? undefined);
    };
  }

  /** Makes the dataset and returns its size. */
  open(options: unknown): Promise<number> {
    const { module } = this, lock = this.#lock;
    const message: ToLoaderWorker = { kind: "open", lock, module, options: encode(options) };
    return this.#ask([{ batch: -1, indices: [] }], message)[0] as Promise<number>;
  }

  /** Makes batches, and answers with each as it is made or with all together. */
  load(batches: readonly WantedBatch[], together: boolean): Promise<unknown>[] {
    return this.#ask(batches, { kind: "load", batches, together });
  }

  /** Ends the Worker; what is waited for fails. */
  end(reason: string, cause?: unknown): Promise<unknown> {
    if (this.#end === undefined) {
      this.#worker.terminate();
      const failing = (indices: readonly number[]): LoadError => {
        const what = indices.length > 0 ? `load ${listSamples(indices)}` : `start with ${this.#name}`;
        const options = { indices, worker: this.number, ...(cause === undefined ? {} : { cause }) };
        return new LoadError(`Cannot ${what}: worker ${this.number}: ${reason}`, options);
      };
      this.#end = failing([]);
      for (const { indices, reject } of this.#waiting.values()) reject(failing(indices));
      this.#waiting.clear();
    }
    return this.#gone;
  }

  #ask(wanted: readonly Omit<WantedBatch, "seed">[], message: ToLoaderWorker): Promise<unknown>[] {
    const answers = wanted.map(({ batch, indices }) => {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      promise.catch(() => {}); // whoever awaits it sees the error, others do not end the program
      if (this.#end === undefined) this.#waiting.set(batch, { indices, resolve, reject });
      else reject(this.#end);
      return promise;
    });
    try {
      if (this.#end === undefined) this.#worker.postMessage(message);
    } catch (error) { // options that cannot be sent
      const text = `Cannot start worker ${this.number}: its options cannot be sent: ${describeThrown(error)}`;
      for (const { batch } of wanted) {
        this.#waiting.get(batch)!.reject(new LoadError(text, { worker: this.number, cause: error }));
        this.#waiting.delete(batch);
      }
    }
    return answers;
  }

  #hear(message: FromLoaderWorker): void {
    if (message.kind === "alive") return this.#watch();
    const batch = message.kind === "open" ? -1 : message.batch ?? -1, waiting = this.#waiting.get(batch);
    if (waiting === undefined) return;
    this.#waiting.delete(batch);
    if (message.kind === "open") waiting.resolve(message.size);
    else if (message.kind === "batch") {
      const value = decode(message.value);
      countMemory(value);
      waiting.resolve(value);
    } else {
      const { index } = message, { indices } = waiting, worker = this.number;
      const fault = new Fault(receiveError(message.error), index), cause = fault.thrown;
      const text = indices.length > 0
        ? `${describeFault(fault, indices)} (in worker ${worker})`
        : `Cannot start worker ${worker} with ${this.#name}: ${describeThrown(cause)}`;
      waiting.reject(new LoadError(text, { indices, worker, cause, ...(index === undefined ? {} : { index }) }));
    }
  }

  /** Waits for the lock that the Worker holds as long as it lives, because nothing else tells that it ended itself. */
  #watch(): void {
    this.#gone = waitForLock(this.#lock).then(() =>
      // An error that ended it is told a moment later.
      new Promise<void>((resolve) =>
        setTimeout(() => {
          this.end("it ended itself, by Deno.exit() or close()");
          resolve();
        }, 0)
      )
    );
  }
}

/** Workers that make batches of one dataset, which each of them has for itself. */
export class Crew {
  readonly #members: readonly Member[];
  /** Number of samples. */
  readonly size: number;

  private constructor(members: readonly Member[], size: number) {
    this.#members = members;
    this.size = size;
  }

  /** Starts Workers, which run until `signal` or {@linkcode end} ends them. */
  static async start(workers: number, module: string, options: unknown, signal: AbortSignal): Promise<Crew> {
    const members = Array.from({ length: workers }, (_, k) => new Member(k, module));
    const stop = () => members.forEach((member) => member.end("the loader was closed"));
    signal.addEventListener("abort", stop);
    try {
      const sizes = await Promise.all(members.map((member) => member.open(options)));
      const other = sizes.findIndex((size) => size !== sizes[0]);
      if (other >= 0) {
        throw new LoadError(
          `Cannot start with ${nameOf(module)}: datasets must have one size in all workers but that of worker 0 has ${
            sizes[0]
          } samples and that of worker ${other} ${sizes[other]}`,
        );
      }
      return new Crew(members, sizes[0]!);
    } catch (error) {
      await Promise.all(members.map((member) => member.end("another worker could not start")));
      throw error;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Asks for batches; the Workers take turns. Those that each of them makes come together if nobody waits for the first. */
  load(batches: readonly WantedBatch[], together: boolean): Promise<unknown>[] {
    const n = this.#members.length, answers = new Map<number, Promise<unknown>>();
    this.#members.forEach((member, m) => {
      const own = batches.filter(({ batch }) => batch % n === m);
      if (own.length > 0) member.load(own, together).forEach((answer, i) => answers.set(own[i]!.batch, answer));
    });
    return batches.map(({ batch }) => answers.get(batch)!);
  }

  /** Ends the Workers and waits until their threads have ended. */
  async end(reason: string): Promise<void> {
    await Promise.all(this.#members.map((member) => member.end(reason)));
  }
}
