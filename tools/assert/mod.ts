// A stand-in for jsr:@std/assert, used where JSR cannot be reached; `deno unlink tools/assert` brings the real one.
import nodeAssert from "node:assert/strict";

/** Throws unless the value is truthy. */
export function assert(value: unknown, message?: string): asserts value {
  nodeAssert.ok(value, message as string);
}

/** Throws unless both values are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.deepEqual(actual, expected, message as string);
}

/** Throws if both values are deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.notDeepEqual(actual, expected, message as string);
}

/** Throws unless both are the same value. */
export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): asserts actual is T {
  nodeAssert.equal(actual, expected, message as string);
}

/** Throws unless the text contains the other. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  nodeAssert.ok(
    actual.includes(expected),
    message ?? `${JSON.stringify(actual)} does not contain ${JSON.stringify(expected)}`,
  );
}

/** Throws unless the text matches. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  nodeAssert.match(actual, expected, message as string);
}

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

function checkError<E extends Error>(error: unknown, type?: ErrorClass<E>, includes?: string): E {
  if (type !== undefined) {
    nodeAssert.ok(error instanceof type, `${type.name} was expected but ${String(error)} was thrown`);
  }
  if (includes !== undefined) assertStringIncludes((error as Error).message, includes);
  return error as E;
}

/** Throws unless the function throws an error of the class whose message contains the text; returns the error. */
export function assertThrows<E extends Error = Error>(fn: () => unknown, type?: ErrorClass<E>, includes?: string): E {
  let thrown: unknown, threw = false;
  try {
    fn();
  } catch (error) {
    thrown = error;
    threw = true;
  }
  nodeAssert.ok(threw, "the function was expected to throw");
  return checkError(thrown, type, includes);
}

/** As {@linkcode assertThrows} for a function that returns a promise. */
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  type?: ErrorClass<E>,
  includes?: string,
): Promise<E> {
  let thrown: unknown, threw = false;
  try {
    await fn();
  } catch (error) {
    thrown = error;
    threw = true;
  }
  nodeAssert.ok(threw, "the promise was expected to be rejected");
  return checkError(thrown, type, includes);
}
