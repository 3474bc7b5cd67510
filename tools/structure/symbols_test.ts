import { assertEquals, assertThrows } from "@std/assert";
import { differences, readHeader, readLibrary } from "./symbols.ts";

const HEADER = `/* TM_API int32_t tm_no(void); */
TM_API int32_t tm_abi(void);
TM_API int32_t tm_fill(tm_data *r, tm_frame *frame,
                       double value);`;

Deno.test("readHeader() reads prototypes over several lines", () => {
  const functions = readHeader(HEADER);
  assertEquals([...functions.keys()], ["tm_abi", "tm_fill"]);
  assertEquals(functions.get("tm_fill"), { parameters: ["buffer", "buffer", "f64"], result: "i32" });
  assertThrows(() => readHeader("TM_API int32_t tm_x(int64_t n);"), Error, '"int64_t"');
});

Deno.test("readLibrary() reads what nm lists", () => {
  assertEquals([...readLibrary("0000000000001000 T tm_abi\n0000000000001010 t hidden\n")], ["tm_abi"]);
});

Deno.test("differences() finds each kind", () => {
  const header = readHeader(HEADER), library = new Set(["tm_abi", "tm_fill"]);
  const fill = { parameters: ["buffer", "buffer", "f64"], result: "i32" };
  const count = (tables: [string, Record<string, typeof fill>][], names = library) =>
    differences(header, new Map(tables), names).length;
  assertEquals(count([["tensor", { tm_fill: fill }]]), 0);
  assertEquals(count([["tensor", {}]]), 1);
  assertEquals(count([["tensor", { tm_fill: { ...fill, parameters: ["buffer"] } }]]), 1);
  assertEquals(count([["tensor", { tm_fill: fill }], ["nn", { tm_fill: fill }]]), 1);
  assertEquals(count([["tensor", { tm_fill: fill, tm_gone: fill }]]), 1);
  assertEquals(count([["tensor", { tm_fill: fill }]], new Set(["tm_abi"])), 1);
  assertEquals(count([["tensor", { tm_fill: fill }]], new Set([...library, "tm_stray"])), 1);
});
