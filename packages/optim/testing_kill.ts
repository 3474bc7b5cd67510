// Saves checkpoints for ever and says after each which it was: for a test that kills it.
import { zeros } from "@taimatsu/tensor";
import { loadCheckpoint, saveCheckpoint } from "./mod.ts";

const [path, first, keep] = Deno.args as [string, string, string], x = zeros([20000]);
if (Number(first) > 0) loadCheckpoint(path);
for (let epoch = Number(first);; epoch++) {
  saveCheckpoint(path, { epoch, x: x.fill(epoch) }, { keep: Number(keep) });
  Deno.stdout.writeSync(new TextEncoder().encode(`${epoch}\n`));
}
