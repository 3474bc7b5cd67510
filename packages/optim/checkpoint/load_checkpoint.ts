import {
  describe,
  FileFormatError,
  type Generator,
  openSafetensors,
  type SafetensorsFile,
  type Tensor,
} from "@taimatsu/tensor";
import { isNamed, isStateful, type Kind, kindOf } from "./parts.ts";
import { METADATA } from "./save_checkpoint.ts";
import { TreeReader } from "./tree.ts";

interface Kept {
  kind: Kind;
  value: unknown;
}

const KINDS: readonly string[] = ["named", "stateful", "generator", "data"];

function readParts(path: string, file: SafetensorsFile): Map<string, Kept> {
  const text = file.metadata[METADATA];
  if (text === undefined) {
    throw new FileFormatError(path, 8, `a checkpoint was expected but the metadata lack ${METADATA}`);
  }
  try {
    const { version, parts } = JSON.parse(text), reader = new TreeReader((name) => file.get(name));
    if (version !== 1 || !Array.isArray(parts)) throw new SyntaxError(`version ${describe(version)} is not known`);
    return new Map(parts.map(([name, kind, value]): [string, Kept] => {
      if (typeof name !== "string" || !KINDS.includes(kind)) throw new SyntaxError(`${describe(name)} is no part`);
      return [name, { kind, value: reader.read(value) }];
    }));
  } catch (cause) {
    if (cause instanceof FileFormatError || !(cause instanceof Error)) throw cause;
    throw new FileFormatError(path, 8, `the text of a checkpoint was expected but ${cause.message}`, { cause });
  }
}

/**
 * Reads a checkpoint, and makes parts go on from it.
 *
 * @typeParam T What the data are known to be.
 * @param path The file that `saveCheckpoint` wrote.
 * @param parts By the names that they were saved with: modules, optimizers, schedules, loaders and generators, which take their state
 * from it.
 * @returns The data, and what was kept of parts that are not given: tensors by name of a module, the state of others.
 * @throws {FileFormatError} If the file is damaged or no checkpoint.
 * @throws {TypeError} If it lacks a part that is given, or the part does not fit; which it is is in the message.
 * @throws {Deno.errors.NotFound} If there is no such file.
 *
 * @example Usage
 * ```ts
 * import { loadCheckpoint, saveCheckpoint } from "@taimatsu/optim";
 * import { Generator, uniform } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir(), path = `${folder}/a.checkpoint`, generator = new Generator(3);
 * saveCheckpoint(path, { generator, epoch: 2, losses: [0.5, NaN] });
 * const next = uniform(0, 1, { generator });
 * assertEquals(loadCheckpoint(path, { generator }), { epoch: 2, losses: [0.5, NaN] });
 * assertEquals(uniform(0, 1, { generator }), next);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function loadCheckpoint<T extends Record<string, unknown> = Record<string, unknown>>(
  path: string | URL,
  parts: Readonly<Record<string, unknown>> = {},
): T {
  using file = openSafetensors(path);
  const caller = "loadCheckpoint", kept = readParts(String(path), file), rest: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(parts)) {
    const kind = kindOf(part), found = kept.get(name)?.kind;
    if (kind === "data") {
      throw new TypeError(`Cannot run ${caller}: ${name} must be a part with a state but is ${describe(part)}`);
    }
    if (found !== kind) {
      const has = [...kept.keys()].join(", ");
      throw new TypeError(
        found === undefined
          ? `Cannot run ${caller}: ${path} must have the part ${name} but has ${has}`
          : `Cannot run ${caller}: the part ${name} must be ${found} as in ${path} but is ${kind}`,
      );
    }
  }
  for (const [name, { value }] of kept) {
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part === undefined) {
      Object.defineProperty(rest, name, { value, enumerable: true, configurable: true, writable: true });
    } else if (isNamed(part)) part.loadStateDict(value as Record<string, Tensor>);
    else if (isStateful(part)) part.loadState(value as never);
    else (part as Generator).setRNGState(value as Tensor);
  }
  return rest as T;
}
