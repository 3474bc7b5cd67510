import { checkInteger, describe, type Generator } from "@taimatsu/tensor";
import { PARTIAL, removeStale, writeSafetensors } from "@taimatsu/tensor/native";
import { basename, dirname, join } from "node:path";
import { isNamed, isStateful, type Kind, kindOf } from "./parts.ts";
import { TreeWriter } from "./tree.ts";

/** Where a checkpoint has what is no tensor, among the metadata of its file. */
export const METADATA = "taimatsu.checkpoint";

/** How a checkpoint is written. */
export interface CheckpointOptions {
  /** How many checkpoints are kept: that of the path, and older ones named `path.1`, `path.2` …; 1 by default. */
  keep?: number;
}

/** Does nothing if there is no such file. */
function ifThere(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Makes each checkpoint the next older one. None of the names is ever without a complete checkpoint. */
function rotate(target: string, keep: number): void {
  const spare = join(dirname(target), `.${basename(target)}.older${PARTIAL}`);
  const older = (k: number): string => k === 0 ? target : `${target}.${k}`;
  for (let k = keep - 1; k > 0; k--) {
    ifThere(() => Deno.removeSync(spare));
    ifThere(() => {
      Deno.linkSync(older(k - 1), spare);
      Deno.renameSync(spare, older(k));
    });
    ifThere(() => Deno.removeSync(spare)); // both were the same file
  }
}

/**
 * Writes all that training needs to go on to the bit: parameters and running means of a module, what an optimizer and schedules keep,
 * the state of a generator, the position of a loader, and data such as the epoch.
 *
 * The file is written beside its place, put on the disk and renamed: whenever the process ends, the newest checkpoint that was complete
 * is there. It is a safetensors file, whose tensors are called by their places (`model.0.weight`, `optimizer.groups.0.states.0.m`),
 * so that other programs read them; what is no tensor is JSON in its metadata.
 *
 * @param path The file; its folder must be writable, and readable for `keep`.
 * @param parts By name: modules and others with `stateDict()` and `loadStateDict()`; optimizers, schedules, loaders and others with
 * `state()` and `loadState()`; generators; tensors, numbers, texts, lists, plain objects, maps, sets, dates and typed arrays.
 * @param options How many checkpoints are kept.
 * @throws {TypeError} If something among the parts cannot be kept; the message says where it is.
 * @throws {Error} If the file cannot be written, as on a disk that is full: the old one is still there then.
 *
 * @example Usage
 * ```ts
 * import { loadCheckpoint, Optimizer, saveCheckpoint, sgd } from "@taimatsu/optim";
 * import { Linear } from "@taimatsu/nn";
 * import { defaultGenerator as generator } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir(), path = `${folder}/mnist.checkpoint`;
 * const model = new Linear(3, 2), optimizer = new Optimizer(model, { method: sgd, learningRate: 0.1 });
 * saveCheckpoint(path, { model, optimizer, generator, epoch: 7 }, { keep: 3 });
 * const { epoch } = loadCheckpoint(path, { model, optimizer, generator });
 * assertEquals(epoch, 7);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function saveCheckpoint(
  path: string | URL,
  parts: Readonly<Record<string, unknown>>,
  { keep = 1 }: CheckpointOptions = {},
): void {
  const caller = "saveCheckpoint", writer = new TreeWriter(caller);
  if (typeof parts !== "object" || parts === null || kindOf(parts) !== "data" || Array.isArray(parts)) {
    throw new TypeError(`Cannot run ${caller}: parts must be an object of parts by name but is ${describe(parts)}`);
  }
  checkInteger(caller, "keep", keep, 1, 1000);
  const kept = Object.entries(parts).map(([name, part]) => {
    const kind: Kind = kindOf(part);
    let value: unknown = part;
    if (kind === "generator") value = (part as Generator).getRNGState();
    else if (isNamed(part)) value = part.stateDict();
    else if (isStateful(part)) value = part.state();
    return [name, kind, writer.write(value, name)] as const;
  });
  const metadata = { [METADATA]: JSON.stringify({ version: 1, parts: kept }) };
  writeSafetensors(caller, path, writer.tensors, { metadata }, (target) => {
    rotate(target, keep);
    removeStale(target);
  });
}
