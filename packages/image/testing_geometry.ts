// How golden_test.ts calls what lies in geometry/.

/** Calls by Torch7's names; arguments are those of the recording. */
// deno-lint-ignore no-explicit-any
export const GEOMETRY: Record<string, (args: any[]) => unknown> = {};
