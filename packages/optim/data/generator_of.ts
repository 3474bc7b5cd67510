import { checkInteger, describe, Generator, type RandomOptions } from "@taimatsu/tensor";

/**
 * Checks that a value is a source of random numbers.
 *
 * @throws {TypeError} If it is something else.
 */
export function checkGenerator(caller: string, generator: unknown): void {
  if (generator instanceof Generator) return;
  throw new TypeError(`Cannot run ${caller}: generator must be a Generator but is ${describe(generator)}`);
}

/** The generator of options: the one given, one of a seed, or the default one. */
export function generatorOf(
  caller: string,
  { generator, seed }: { generator?: Generator; seed?: number },
): RandomOptions {
  if (generator !== undefined && seed !== undefined) {
    throw new TypeError(`Cannot run ${caller}: seed and generator must not be given both`);
  }
  if (generator !== undefined) checkGenerator(caller, generator);
  if (seed !== undefined) {
    checkInteger(caller, "seed", seed, 0, Number.MAX_SAFE_INTEGER);
    return { generator: new Generator(seed) };
  }
  return generator === undefined ? {} : { generator };
}
