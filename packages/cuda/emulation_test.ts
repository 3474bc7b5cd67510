// The emulated GPU must find what it says that it finds: kernels and calls that are wrong on purpose, each in a process of its own.
import { assertEquals, assertMatch } from "@std/assert";

const build = decodeURIComponent(new URL("../../native/build", import.meta.url).pathname);

async function run(program: string, name: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(program, {
    args: [name],
    env: { TM_EMU_THREADS: "1", LD_PRELOAD: "", ...env },
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stdout);
  return text === "" ? new TextDecoder().decode(stderr) : text;
}

const FAULTS: Record<string, RegExp> = {
  divergent:
    /^cudaErrorLaunchFailure: __syncthreads differs within a block: thread 0 at \S+:\d+, thread 16 at \S+:\d+\n$/,
  stuck:
    /^cudaErrorLaunchFailure: threads wait for each other: thread \d+ of block 0 at \S+:\d+ for threads that are elsewhere\n$/,
  sticky: /^(cudaErrorLaunchFailure: threads wait .*\n){2}$/,
  overrun: /^cudaErrorIllegalAddress: a kernel wrote past the end of an allocation of 256 bytes\n$/,
  race: /^cudaSuccess: cudaSuccess\nwrong\n$/,
  unwritten: /^NaN\n$/,
  emptyGrid: /^cudaErrorInvalidConfiguration: /,
  largeShared: /^cudaErrorInvalidValue: /,
  direction: /^cudaErrorInvalidValue: /,
  capture: /^(cudaErrorStreamCaptureUnsupported: .*\n){2}cudaSuccess: .*\n$/,
};

for (const [name, wanted] of Object.entries(FAULTS)) {
  Deno.test(`the emulated GPU finds: ${name}`, async () => {
    assertMatch(await run(`${build}/emulation_test`, name), wanted);
  });
}

Deno.test("the order of threads and blocks can be changed, so that races show", async () => {
  const last = async (order: string) =>
    (await run(`${build}/emulation_test`, "order", { TM_EMU_ORDER: order })).split("\n")[1];
  assertEquals(await Promise.all(["forward", "reverse"].map(last)), ["4", "0"]);
});

Deno.test("queued work is done at the next synchronization, as late as CUDA allows", async () => {
  assertEquals(await run(`${build}/emulation_test`, "queued"), "0 0\n");
  assertEquals(await run(`${build}/emulation_test`, "queued", { TM_EMU_ASYNC: "1" }), "5 0\n");
});

Deno.test("the memory of the emulated GPU has an end, and the program goes on", async () => {
  assertMatch(
    await run(`${build}/emulation_test`, "memory", { TM_EMU_MEMORY: "1000000" }),
    /^(cudaErrorMemoryAllocation: .*\n){2}cudaSuccess: .*\n$/,
  );
});

// Under the address sanitizer, as the nightly task builds it.
const sanitized = `${build}/sanitize/emulation_test`;

function isThere(file: string): boolean {
  try {
    return Deno.statSync(file).isFile;
  } catch {
    return false;
  }
}

const REPORTS: Record<string, RegExp> = {
  overrun: /ERROR: AddressSanitizer: heap-buffer-overflow[^]*in overrunKernel/,
  sharedOverrun: /emulation_test\.cu:\d+:\d+: runtime error: index 64 out of bounds for type 'int \[64\]'/,
  hostRead: /ERROR: AddressSanitizer: use-after-poison[^]*hostRead/,
};

for (const [name, wanted] of Object.entries(REPORTS)) {
  Deno.test({
    name: `the sanitizers find: ${name}`,
    ignore: !isThere(sanitized),
    fn: async () => assertMatch(await run(sanitized, name), wanted),
  });
}
