import { assertEquals } from "@std/assert";
import { DTYPES } from "../../dtype.ts";
import { fromStorage, Storage, tensor, zeros } from "../../mod.ts";
import { statisticsOf } from "./statistics.ts";

Deno.test("statisticsOf() reads every dtype and layout", () => {
  for (const dtype of DTYPES) {
    const bool = dtype === "bool", x = tensor([[1, 2, 3], [4, 5, 6]], { dtype }).cpu();
    const number = (value: number): number | bigint => dtype === "int64" ? BigInt(value) : value;
    const of = (sum: number, min: number, max: number) => ({
      sum: number(sum),
      min: number(min),
      max: number(max),
      nans: 0,
    });
    assertEquals(statisticsOf(x), bool ? of(6, 1, 1) : of(21, 1, 6), dtype);
    assertEquals(statisticsOf(x.t()), bool ? of(6, 1, 1) : of(21, 1, 6), dtype);
    assertEquals(statisticsOf(x.narrow(1, 1, 2)), bool ? of(4, 1, 1) : of(16, 2, 6), dtype);
    assertEquals(
      statisticsOf(x.narrow(1, 1, 1).expand(2, 1000)),
      bool ? of(2000, 1, 1) : of(7000, 2, 5),
      dtype,
    );
    assertEquals(statisticsOf(zeros([0], { dtype }).cpu()), { sum: number(0), nans: 0 }, dtype);
  }
});

Deno.test("statisticsOf() is exact for int64 and counts NaN", () => {
  const { MAX_SAFE_INTEGER } = Number, most = 2n ** 63n - 1n, least = -(2n ** 63n);
  const x = fromStorage(
    Storage.from("int64", BigInt64Array.of(most, most, least, -1n, BigInt(MAX_SAFE_INTEGER)).buffer),
  );
  assertEquals(statisticsOf(x), {
    sum: most + most + least - 1n + BigInt(MAX_SAFE_INTEGER),
    min: least,
    max: most,
    nans: 0,
  });
  const many = fromStorage(Storage.from("int64", new BigInt64Array(3_000_000).fill(least).buffer));
  assertEquals(statisticsOf(many)?.sum, least * 3_000_000n);
  assertEquals(statisticsOf(tensor([NaN, 1, -Infinity]).cpu()), { sum: NaN, min: -Infinity, max: 1, nans: 1 });
  assertEquals(statisticsOf(tensor([NaN]).cpu()), { sum: NaN, nans: 1 });
});

Deno.test("statisticsOf() gives up on elements that overlap without end", () => {
  const storage = Storage.from("uint8", new Uint8Array(2 ** 17).fill(1).buffer), n = 2 ** 16;
  assertEquals(statisticsOf(fromStorage(storage, 0, [n, n], [1, 1])), undefined);
  assertEquals(statisticsOf(fromStorage(storage, 0, [n, 3, 2 ** 30], [1, 1, 0]))?.sum, 3 * 2 ** 46);
});
