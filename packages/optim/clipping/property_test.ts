// Clipping with random gradients and limits, valid or not.
import { assert, assertEquals } from "@std/assert";
import type { Tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { clipGradNorm, clipGradValue } from "../mod.ts";
import { attempt, check, type Draw, show } from "../property/draw.ts";

const CALLS = 4000;

function gradientsOf(draw: Draw): Tensor[] {
  return Array.from({ length: draw.int(0, 4) }, () => {
    const x = draw.numbers(draw.oneOf([[1], [5], [2, 3], [4, 2]]), draw.oneOf(["float32", "float64"] as const));
    return x.dim() === 2 && draw.chance(2) ? x.t() : x;
  });
}

const numbersOf = (list: readonly Tensor[]): number[] =>
  list.flatMap((x) => x.contiguous().view(x.nElement()).toArray() as number[]);

Deno.test("clipGradNorm scales by the limit over the norm of all elements", () => {
  check((draw) => {
    const list = gradientsOf(draw), before = numbersOf(list), p = draw.oneOf([1, 2, 3, Infinity]);
    const limit = draw.oneOf([0, 0.5, 2, 1e6, Infinity]), sizes = before.map(Math.abs);
    const norm = p === Infinity ? Math.max(0, ...sizes) : sizes.reduce((sum, x) => sum + x ** p, 0) ** (1 / p);
    assertClose(clipGradNorm(list, limit, { normType: p }), norm, { relative: 1e-5 });
    const factor = Math.min(1, limit / (norm + 1e-6));
    assertClose(numbersOf(list), before.map((x) => x * factor), { relative: 1e-5, absolute: 1e-30 });
  }, CALLS);
});

Deno.test("clipGradValue moves elements to the limit, and leaves NaN", () => {
  check((draw) => {
    const list = gradientsOf(draw), limit = draw.oneOf([0, 0.5, 2, Infinity]);
    if (list.length > 0 && draw.chance(2)) list[0]!.select(0, 0).fill(draw.oneOf([NaN, Infinity, -Infinity]));
    const before = numbersOf(list);
    clipGradValue(list, limit);
    const wanted = before.map((x) => Number.isNaN(x) ? x : Math.max(-limit, Math.min(limit, x)));
    assertEquals(numbersOf(list).map((x) => x + 0), wanted.map((x) => x + 0));
  }, CALLS);
});

Deno.test("clipping takes anything: it works, or an error changes nothing", () => {
  check((draw) => {
    const list = gradientsOf(draw), before = show(list), odd = draw.odd();
    const calls: Record<string, () => unknown> = {
      "clipGradNorm(odd)": () => clipGradNorm(odd as Tensor, 1),
      "clipGradNorm([odd])": () => clipGradNorm([...list, odd as Tensor], 1),
      "clipGradNorm(, odd)": () => clipGradNorm(list, odd as number),
      "clipGradNorm(, , odd)": () => clipGradNorm(list, 1, odd as object),
      "clipGradNorm(, , { normType })": () => clipGradNorm(list, 1, { normType: odd as number }),
      "clipGradNorm({ parameters })": () => clipGradNorm({ parameters: () => odd } as never, 1),
      "clipGradValue(odd)": () => clipGradValue(odd as Tensor, 1),
      "clipGradValue([odd])": () => clipGradValue([...list, odd as Tensor], 1),
      "clipGradValue(, odd)": () => clipGradValue(list, odd as number),
    };
    const text = draw.oneOf(Object.keys(calls)), error = attempt(() => `${text} with ${show(odd)}`, calls[text]!);
    if (error !== undefined) assertEquals(show(list), before, `${text} with ${show(odd)}`);
    assert(show(list).length > 0);
  }, CALLS);
});
