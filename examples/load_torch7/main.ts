/**
 * Loads networks that Torch7 programs published, prints and runs them, plays tic-tac-toe with one of them, and saves all as
 * safetensors: `deno task load_torch7 --help`.
 *
 * @module
 */
import { load, type Module, type Sequential } from "@taimatsu/nn";
import { CmdLine } from "@taimatsu/optim";
import { Generator, rand, saveSafetensors, type Tensor, tensor } from "@taimatsu/tensor";
import { Game } from "./tic_tac_toe.ts";

/** The networks and where they were published. */
const NETWORKS = {
  "xor_model.net": "github.com/clementfarabet/torch-ios",
  "tracker_random.net": "a tracker's network before training",
  "tictactoe_3000_O.t7": "github.com/socurites/tic-tac-toe-rl.torch",
} as const;

type Name = keyof typeof NETWORKS;

interface Options {
  data: string;
  output: string;
  human: boolean;
  seed: number;
}

function readOptions(args: readonly string[]): Options {
  const beside = (name: string): string => decodeURIComponent(new URL(name, import.meta.url).pathname);
  const cmd = new CmdLine();
  cmd.text("Loads networks that Torch7 programs published, and runs them.")
    .option(
      "--data",
      Deno.env.get("TAIMATSU_DATA") ?? beside("data"),
      "folder with the files, or with a folder t7 of them",
    )
    .option("--output", beside("runs"), "folder for the safetensors files")
    .option("--human", false, "play against the network yourself")
    .option("--seed", 1, "seed of the other player's moves");
  return cmd.parse(args) as unknown as Options;
}

/** Returns where a file lies, or says where it can be had. */
function find(folder: string, name: Name): string {
  for (const path of [`${folder}/t7/${name}`, `${folder}/${name}`]) {
    try {
      if (Deno.statSync(path).isFile) return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new Error(
    `Cannot find ${name} in ${folder}: it is from ${NETWORKS[name]}; --data or TAIMATSU_DATA name the folder`,
  );
}

function describe(name: string, net: Module): string {
  const [parameters] = net.parameters(), count = parameters.reduce((n, x) => n + x.nElement(), 0);
  return `${name}: ${count} parameters\n${net}`;
}

/** The network's answers to the four questions. */
function runXor(net: Module): string {
  const questions = [[-1, -1], [-1, 1], [1, -1], [1, 1]];
  return questions.map((bits) => `  ${bits} → ${(net.forward(tensor(bits)) as Tensor).item().toFixed(3)}`).join("\n");
}

/** The smallest image that the tracker's layers leave something of. */
function runTracker(net: Module, seed: number): string {
  const output = net.forward(rand([3, 46, 46], { generator: new Generator(seed) })) as Tensor;
  return `  a random image of 3 x 46 x 46 gives ${output.size().join(" x ")}, mean ${output.mean().toFixed(4)}`;
}

/** Returns the free field that the network likes best. */
function bestField(net: Module, game: Game): number {
  const scores = (net.forward(tensor(game.board)) as Tensor).toArray() as number[];
  return game.free().reduce((best, field) => scores[field]! > scores[best]! ? field : best);
}

function askField(game: Game): number {
  for (;;) {
    const answer = prompt(`your field, one of ${game.free().map((field) => field + 1).join(" ")}:`);
    if (answer === null) throw new Error("Cannot go on without an answer");
    const field = Number(answer) - 1;
    if (game.free().includes(field)) return field;
  }
}

/** O is the network, X a player who draws a free field, or the one at the keyboard. */
function playGame(net: Module, { human, seed }: Options): void {
  const game = new Game(), generator = new Generator(seed);
  const drawn = (): number => game.free()[Math.floor(rand([1], { generator }).item() * game.free().length)]!;
  for (let player: -1 | 1 = -1; game.winner() === undefined; player = player === -1 ? 1 : -1) {
    game.play(player, player === -1 ? bestField(net, game) : human ? askField(game) : drawn());
    console.log(`${game}\n`);
  }
  const winner = game.winner();
  console.log(winner === 0 ? "a draw" : winner === -1 ? "the network (O) wins" : "X wins");
}

if (import.meta.main) {
  const options = readOptions(Deno.args);
  try {
    Deno.mkdirSync(options.output, { recursive: true });
    for (const name of Object.keys(NETWORKS) as Name[]) {
      const net = load<Sequential>(find(options.data, name)).float().evaluate();
      console.log(describe(name, net));
      if (name === "xor_model.net") console.log(runXor(net));
      else if (name === "tracker_random.net") console.log(runTracker(net, options.seed));
      else playGame(net, options);
      const path = `${options.output}/${name.replace(/\.\w+$/, "")}.safetensors`;
      saveSafetensors(path, net.stateDict());
      console.log(`saved as ${path}\n`);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}
