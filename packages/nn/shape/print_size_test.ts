import { assertEquals } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { PrintSize } from "./print_size.ts";

testLayer("PrintSize", { make: () => new PrintSize("x", { print: () => {} }), size: [4, 3], anyDtype: true });

Deno.test("PrintSize prints sizes, of lists too", () => {
  const lines: string[] = [], print = (text: string) => lines.push(text);
  const layer = new PrintSize<readonly (Tensor | readonly Tensor[])[]>("a", { print }),
    x = [zeros([2, 3]), [zeros([4])]];
  layer.forward(x);
  layer.backward(x, x);
  assertEquals(lines, ["a:input {[2, 3], {[4]}}", "a:gradOutput {[2, 3], {[4]}}"]);
});

Deno.test("PrintSize prints to the console unless told", () => {
  const lines: string[] = [], { log } = console;
  console.log = (text: string) => lines.push(text);
  try {
    new PrintSize().forward(zeros([5]));
  } finally {
    console.log = log;
  }
  assertEquals(lines, ["PrintSize:input [5]"]);
});
