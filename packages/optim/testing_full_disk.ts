// Saves a checkpoint that fits into a small disk, then one that does not, and says what came of it: for a test.
import { zeros } from "@taimatsu/tensor";
import { loadCheckpoint, saveCheckpoint } from "./mod.ts";

const folder = Deno.args[0]!, path = `${folder}/a`;
saveCheckpoint(path, { epoch: 1 });
let message = "it was saved";
try {
  saveCheckpoint(path, { epoch: 2, x: zeros([2 ** 20]) });
} catch (error) {
  message = String(error);
}
const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
console.log(JSON.stringify({ message, names, epoch: loadCheckpoint(path).epoch }));
