// Tensors that nobody disposes, on an emulated GPU of 64 MiB.
import { assertEquals, assertMatch } from "@std/assert";
import { runProgram } from "./testing_program.ts";

const HEAD = `const next = () => new Promise((resolve) => setTimeout(resolve, 0));
  const make = (mebibytes) => t.empty([mebibytes * 2 ** 18], { device: cuda(0) });
  const held = () => cuda.memoryInfo().used / 2 ** 20;`;

function run(source: string): Promise<string> {
  return runProgram(`${HEAD}\n${source}`, { TM_EMU_MEMORY: `${64 * 2 ** 20}` });
}

Deno.test("a loop that never awaits runs into an error that says what helps, and an await later all is free", async () => {
  const text = await run(`try { for (;;) make(1); } catch (error) { console.log(error.message); }
    const before = held();
    await next();
    console.log(before, held(), make(60).nElement());`);
  const [message, numbers] = text.split("\n") as [string, string];
  assertMatch(
    message,
    /^Cannot make a tensor: 1\.0 MiB were asked for on cuda:0, where 0\.0 of 64\.0 MiB are free and 64/,
  );
  assertMatch(message, /dispose tensors with using or tidy\(\), or let the event loop run \(await cuda\.collect\(\)\)/);
  assertEquals(numbers, "64 0 15728640");
});

Deno.test("awaiting between steps frees, whether tensors die young or old, and however full the GPU is", async () => {
  const text = await run(
    `for (const [kept, alive, each] of [[0, 1, 1], [0, 20, 1], [0, 3, 8], [48, 2, 1], [56, 1, 2]]) {
      const whole = kept > 0 ? make(kept) : undefined, last = [];
      for (let step = 0; step < 150; step++) {
        last[step % alive] = make(each);
        await next();
      }
      whole?.dispose();
      last.length = 0;
      await cuda.collect();
    }
    console.log(held());`,
  );
  assertEquals(text, "0\n");
});
