import { assertEquals, assertThrows } from "@std/assert";
import { readOptions } from "./options.ts";

Deno.test("readOptions() has defaults for everything", () => {
  const { model, learningRate, trainSize, threads } = readOptions([]);
  assertEquals([model, learningRate, trainSize, threads], ["convnet", 0.05, 60000, 0]);
  assertEquals(readOptions(["--optimizer", "adam"]).learningRate, 0.001);
  assertEquals(readOptions(["-learningRate", "0.5", "--optimizer=adam"]).learningRate, 0.5);
});

for (
  const [args, message] of [
    [["--model", "alexnet"], '--model must be one of convnet, lenet, resnet, mlp, linear but is "alexnet"'],
    [["--epochs", "0"], "Cannot run mnist: --epochs must be at least 1 but is 0"],
    [["--batchSize", "1.5"], "--batchSize must be an integer but is 1.5"],
    [["--learningRate", "NaN"], "--learningRate must be finite but is NaN"],
    [["--device", "gpu"], "Cannot run mnist: --device must be cpu or cuda:0 … but is gpu"],
    [["--graph"], "Cannot run mnist: --graph needs --device cuda:0"],
    [["--momentum", "-1"], "--momentum must be at least 0 but is -1"],
  ] as const
) {
  Deno.test(`readOptions() refuses ${args.join(" ")}`, () => {
    assertThrows(() => readOptions(args), Error, message);
  });
}
