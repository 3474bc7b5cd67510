// cuDNN at run time: the search, how convolutions are passed on, and what happens if it is no good. A library stands in for it, which
// computes at once: what a graph records of it is for a real GPU to show.
import { assertEquals, assertMatch } from "@std/assert";
import { runProgram } from "./testing_program.ts";

const folder = decodeURIComponent(new URL("../../native/build/stand_in", import.meta.url).pathname);

// Convolutions of every kind on the GPU against those on the CPU, forward and backward.
const CONVOLUTIONS = `
  t.manualSeed(1);
  const kinds = [
    [[2, 3, 7, 6], [3, 4, 3, 2]],
    [[1, 1, 3, 3], [1, 1, 2, 2]],
    [[2, 4, 9, 8], [4, 6, 3, 3, 2, 1, 1, 2, { groups: 2, noBias: true }]],
    [[3, 2, 11, 10], [2, 5, 3, 3, 1, 2, 2, 2, { dilationW: 2, dilationH: 3 }]],
    [[2, 6, 5, 5], [6, 6, 3, 3, 1, 1, 1, 1, { groups: 6 }]],
  ];
  console.log(cuda.allowCuDNN(true));
  for (const dtype of ["float32", "float64"]) {
    for (const [size, options] of kinds) {
      const here = new nn.SpatialConvolution(...options).to(dtype), there = here.clone().to(cuda(0));
      const close = (x, y) => assertClose(x.cpu(), y, { relative: dtype === "float32" ? 2e-5 : 1e-12, absolute: 1e-5 });
      const x = t.randn(size, { dtype }), y = here.forward(x), gy = t.randn(y.size(), { dtype });
      for (let step = 0; step < 2; step++) {
        close(there.forward(x.to(cuda(0))), here.forward(x));
        close(there.backward(x.to(cuda(0)), gy.to(cuda(0)), 0.5), here.backward(x, gy, 0.5));
      }
      here.parameters()[1].forEach((gradient, k) => close(there.parameters()[1][k], gradient));
    }
  }
  const net = () => new nn.Sequential().add(new nn.SpatialConvolution(2, 3, 3, 3)).add(new nn.ReLU());
  const here = net(), there = here.clone().to(cuda(0)), x = t.randn([2, 2, 6, 6]);
  assertClose(there.forward(x.to(cuda(0))).cpu(), here.forward(x), { relative: 2e-5, absolute: 1e-5 });
  console.log(cuda.describe().split("\\n")[2]);`;

Deno.test("convolutions of every kind are right through cuDNN", async () => {
  assertMatch(
    await runProgram(CONVOLUTIONS, { TAIMATSU_CUDA_LIBRARIES: `/nowhere:${folder}` }),
    /^true\nconvolutions: .*\/stand_in\/libcudnn\.so\.9, version 90000\n$/,
  );
});

Deno.test("without cuDNN the library's own kernels convolve, and describe() says where it was looked for", async () => {
  assertEquals(
    await runProgram(CONVOLUTIONS, { TAIMATSU_CUDA_LIBRARIES: "/nowhere" }),
    "false\nconvolutions: the library's own kernels: there is no libcudnn.so.9 in TAIMATSU_CUDA_LIBRARIES (pip install nvidia-cudnn-cu13)\n",
  );
});

Deno.test("a cuDNN that does not start or computes something else is left alone", async () => {
  const wanted = { create: "did not start, with status 1", convolution: "gave a wrong convolution" };
  for (const [fails, reason] of Object.entries(wanted)) {
    const text = await runProgram(CONVOLUTIONS, { TAIMATSU_CUDA_LIBRARIES: folder, TM_STAND_IN_FAILS: fails });
    assertEquals(text, `false\nconvolutions: the library's own kernels: ${folder}/libcudnn.so.9 ${reason}\n`);
  }
});

Deno.test("cuDNN is asked only if a program wants it, and its failures are reported with the status", async () => {
  const source =
    `const convolution = new nn.SpatialConvolution(1, 1, 2, 2).to(cuda(0)), x = t.ones([1, 1, 4, 4], { device: cuda(0) });
    const run = () => {
      try { console.log(convolution.forward(x).size()); } catch (error) { console.log(error.name, error.message); }
    };
    run(); cuda.allowCuDNN(true); run(); console.log(cuda.allowCuDNN(false)); run();
    console.log(cuda.describe().split("\\n")[2]);`;
  assertEquals(
    await runProgram(source, { TAIMATSU_CUDA_LIBRARIES: folder, TM_STAND_IN_FAILS: "run" }),
    "[ 1, 1, 3, 3 ]\nNativeError Cannot run SpatialConvolution.forward: cuDNN reports status 8\nfalse\n[ 1, 1, 3, 3 ]\n" +
      "convolutions: the library's own kernels, as cuDNN was not asked for\n",
  );
});

Deno.test("cuDNN is not looked for while a graph is recorded; allowCuDNN() takes true or false", async () => {
  const source = `const say = (fn) => { try { fn(); } catch (error) { console.log(error.name, error.message); } };
    let runs = 0;
    say(() => cuda.graph(() => { if (++runs === 3) cuda.allowCuDNN(true); }));
    say(() => cuda.allowCuDNN("yes"));
    console.log(cuda.allowCuDNN(true));`;
  assertEquals(
    await runProgram(source, { TAIMATSU_CUDA_LIBRARIES: folder }),
    "NativeError Cannot run allowCuDNN while a graph is recorded: nothing may be allocated, copied from or to the CPU, or waited for\n" +
      'TypeError Cannot run allowCuDNN: allowed must be true or false but is "yes"\ntrue\n',
  );
});
