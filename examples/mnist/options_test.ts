import { assertEquals, assertThrows } from "@std/assert";
import { readOptions, UsageError } from "./options.ts";

Deno.test("readOptions() has defaults for everything", () => {
  const options = readOptions([])!;
  assertEquals(options.model, "convnet");
  assertEquals(options.learningRate, 0.05);
  assertEquals(options.trainSize, 60000);
  assertEquals(options.threads, undefined);
  assertEquals(readOptions(["--optimizer", "adam"])!.learningRate, 0.001);
  assertEquals(readOptions(["--help"]), undefined);
});

for (
  const [args, message] of [
    [["--model", "alexnet"], '--model must be one of convnet, lenet, resnet, mlp, linear but is "alexnet"'],
    [["--epochs", "0"], '--epochs must be an integer from 1 but is "0"'],
    [["--batch-size", "1.5"], '--batch-size must be an integer from 1 but is "1.5"'],
    [["--learning-rate", "NaN"], '--learning-rate must be a number from 0 but is "NaN"'],
    [["--momentum", ""], '--momentum must be a number from 0 but is ""'],
    [["--epoch", "1"], "--help lists the options"],
  ] as const
) {
  Deno.test(`readOptions() refuses ${args.join(" ")}`, () => {
    assertThrows(() => readOptions([...args]), UsageError, message);
  });
}
