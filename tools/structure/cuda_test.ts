import { assertEquals, assertStringIncludes } from "@std/assert";
import { cudaTable, definitionsOf, sectionsOf } from "./cuda.ts";

const HEADER = `/* ---- library ---- */
TM_API int32_t tm_abi(void);
TM_API int32_t tm_isa(tm_bytes *text, int32_t capacity);
/* ---- order (sort.c): r and index (int64) ---- */
TM_API int32_t tm_sort(tm_data *r,
                       int32_t dim);
TM_API int32_t tm_topk(tm_data *r);
/* ---- linear algebra (linalg.c): LAPACK ---- */
TM_API int32_t tm_svd(tm_data *r);
`;
const SOURCES = new Map([
  ["core/core.c", "int32_t tm_abi(void) { return TM_ABI; }\n"],
  [
    "cuda/sort.cu",
    'extern "C" int32_t tm_sort(tm_data *r,\n                           int32_t dim) {\n}\nint32_t tm_topk(tm_data *r);\n',
  ],
]);

Deno.test("sectionsOf() reads titles and functions", () => {
  assertEquals(sectionsOf(HEADER), [
    { title: "library", functions: ["tm_abi", "tm_isa"] },
    { title: "order", functions: ["tm_sort", "tm_topk"] },
    { title: "linear algebra", functions: ["tm_svd"] },
  ]);
});

Deno.test("definitionsOf() takes definitions, not prototypes", () => {
  assertEquals([...definitionsOf(SOURCES)], [["tm_abi", "core/core.c"], ["tm_sort", "cuda/sort.cu"]]);
});

Deno.test("cudaTable() says what is there, what is not, and what a GPU has no use for", () => {
  const table = cudaTable(HEADER, SOURCES);
  for (
    const line of [
      "2 functions are there, 1 are not built yet.",
      "## Order",
      "| `tm_sort` | `cuda/sort.cu` |",
      "| `tm_topk` | not built yet |",
      "| `tm_isa` | of the processor |",
      "| `tm_svd` | the CPU computes it, on copies |",
    ]
  ) assertStringIncludes(table, line);
});
