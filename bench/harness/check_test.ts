import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import type { Case } from "./case.ts";
import { difference, digest, oddity, verify } from "./check.ts";

const CASE: Case = { suite: "B", case: "x", op: "add", unit: "us" };

Deno.test("digest() counts, sums and weighs by position", () => {
  assertEquals(digest([1, -2, 3]), [3, 2, 6, -6 + 10 - 12]);
});

Deno.test("digest() reads integers of 64 bits", () => {
  assertEquals(digest([1n, 2n]), [2, 3, 3, -16]);
});

Deno.test("difference() allows the tolerance and no more", () => {
  const check = { tol: 1e-3, results: [digest([1, 2, 3])] };
  assertEquals(difference([digest([1, 2, 3.001])], check), undefined);
  assertEquals(typeof difference([digest([1, 2, 3.1])], check), "string");
  assertEquals(typeof difference([digest([1, 3, 2])], check), "string");
  assertEquals(typeof difference([digest([1, 2])], check), "string");
  assertEquals(typeof difference([digest([1, 2, NaN])], check), "string");
  assertEquals(typeof difference([], check), "string");
});

Deno.test("oddity() knows what random results look like", () => {
  const shuffled = Array.from({ length: 1000 }, (_, i) => (i * 7) % 1000);
  assertEquals(oddity({ ...CASE, op: "randperm" }, shuffled), undefined);
  assertEquals(oddity({ ...CASE, op: "randperm" }, [0, 0, 2]), "not a permutation");
  assertEquals(oddity({ ...CASE, op: "uniform" }, [0.5, 1]), "1 is outside [0, 1)");
  assertEquals(oddity({ ...CASE, op: "dropout", prob: 0.5 }, [0, 2, 0, 2]), undefined);
  assertEquals(oddity({ ...CASE, op: "dropout", prob: 0.5 }, [0, 2, 2, 2]), "1 of 4 are zero, expected 0.5");
  assertEquals(oddity({ ...CASE, op: "net" }, [NaN]), "not finite");
});

Deno.test("verify() refuses a wrong result", () => {
  const check = { tol: 1e-5, results: [digest([1, 2])] };
  assertEquals(verify(CASE, [tensor([1, 2])], check), "ok");
  assertEquals(verify(CASE, [3], undefined), "none");
  assertThrows(() => verify(CASE, [tensor([1, 3])], check), Error, "wrong result: result 0");
});
