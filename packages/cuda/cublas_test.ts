// cuBLAS at run time: the search, how products are passed on, and what happens if it is no good. A library stands in for it.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { runProgram } from "./testing_program.ts";

const folder = decodeURIComponent(new URL("../../native/build/stand_in", import.meta.url).pathname);

// Products of every layout on the GPU against those on the CPU.
const PRODUCTS = `
  t.manualSeed(1);
  for (const dtype of ["float32", "float64"]) {
    const numbers = (...size) => t.randn(size, { dtype }), there = (x) => x.to(cuda(0));
    const flipped = (x) => x.transpose(-2, -1).contiguous().transpose(-2, -1), wide = (x) => t.cat([x, x], -1).narrow(-1, 0, x.size(-1));
    const close = (x, y) => assertClose(x.cpu(), y, { relative: dtype === "float32" ? 2e-5 : 1e-12, absolute: 1e-5 });
    for (const [m, k, n] of [[1, 1, 1], [3, 5, 2], [1, 7, 4], [6, 1, 3], [5, 8, 1], [33, 20, 17]]) {
      const a = numbers(m, k), b = numbers(k, n), r = numbers(m, n);
      for (const of of [(x) => x, flipped, wide]) {
        for (const other of [(x) => x, flipped, wide]) {
          close(t.mm(of(there(a)), other(there(b))), t.mm(a, b));
          close(of(there(r).clone()).addmm(2, -1, other(there(a)), of(there(b))), r.clone().addmm(2, -1, a, b));
        }
      }
      close(t.mv(there(a), there(b).select(1, 0)), t.mv(a, b.select(1, 0)));
    }
    const a = numbers(4, 3, 5), b = numbers(4, 5, 2);
    close(t.bmm(there(a), flipped(there(b))), t.bmm(a, b));
  }
  console.log(cuda.describe());`;

Deno.test("products of every layout are right through cuBLAS", async () => {
  assertMatch(
    await runProgram(PRODUCTS, { TAIMATSU_CUDA_LIBRARIES: `/nowhere:${folder}` }),
    /^library: .*\nproducts: .*\/stand_in\/libcublas\.so\.13, version 130000\nconvolutions: .*\ncuda:0: /,
  );
});

Deno.test("without cuBLAS the library's own kernels compute products, and describe() says where it was looked for", async () => {
  assertMatch(
    await runProgram(PRODUCTS, { TAIMATSU_CUDA_LIBRARIES: "/nowhere" }),
    /\nproducts: the library's own kernels: there is no libcublas\.so\.13 or libcublas\.so\.12 in TAIMATSU_CUDA_LIBRARIES \(pip install nvidia-cublas\)\n/,
  );
});

Deno.test("a cuBLAS that does not start or computes something else is left alone", async () => {
  const wanted = { create: "did not start, with status 3", product: "gave a wrong product" };
  for (const [fails, reason] of Object.entries(wanted)) {
    const text = await runProgram(PRODUCTS, { TAIMATSU_CUDA_LIBRARIES: folder, TM_STAND_IN_FAILS: fails });
    assertStringIncludes(text, `products: the library's own kernels: ${folder}/libcublas.so.13 ${reason}\n`);
  }
});

Deno.test("a failure of cuBLAS is reported with the function and the status", async () => {
  const source = `const x = t.ones([3, 3], { device: cuda(0) });
    try { t.mm(x, x); } catch (error) { console.log(error.name, error.message); }
    console.log(t.mm(x.cpu(), x.cpu()).get(0, 0));`;
  assertEquals(
    await runProgram(source, { TAIMATSU_CUDA_LIBRARIES: folder, TM_STAND_IN_FAILS: "gemm" }),
    "NativeError Cannot run addmm: cuBLAS reports status 13\n3\n",
  );
});

Deno.test("allowTF32() takes true or false", async () => {
  const source = `cuda.allowTF32(true); cuda.allowTF32(false);
    try { cuda.allowTF32(1); } catch (error) { console.log(error.name, error.message); }`;
  assertEquals(
    await runProgram(source, {}),
    "TypeError Cannot run allowTF32: allowed must be true or false but is 1\n",
  );
});
