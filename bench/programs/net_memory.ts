// Makes the net of a case (its argument, as JSON), takes five steps, prints the loss and ends when standard input does.
import { empty, type Tensor } from "@taimatsu/tensor";
import { type InputSpec, Unsupported } from "../harness/case.ts";
import { buildStep, type NetCase } from "../suites/trainer.ts";

function random({ shape, lo = 0, hi = 1, below }: InputSpec): Tensor {
  if (below !== undefined) return empty(shape, { dtype: "int64" }).random(0, below - 1);
  return empty(shape).uniform(lo, hi);
}

function run(): string {
  const c = JSON.parse(Deno.args[0]!) as NetCase;
  try {
    const input = (name: string) => random(c.in!.find((spec) => spec.name === name)!);
    const step = buildStep(c, input("x"), input("target"), (c.params ?? []).map(random));
    let loss = NaN;
    for (let i = 0; i < 5; i++) loss = step();
    return String(loss);
  } catch (error) {
    if (error instanceof Unsupported) return `unsupported: ${error.message}`;
    throw error;
  }
}

console.log(run());
Deno.stdin.readSync(new Uint8Array(1));
