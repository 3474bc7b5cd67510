// How golden_test.ts calls what lies in filters/.

/** Calls by Torch7's names; arguments are those of the recording. */
// deno-lint-ignore no-explicit-any
export const FILTERS: Record<string, (args: any[]) => unknown> = {};
