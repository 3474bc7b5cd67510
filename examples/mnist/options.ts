import { CmdLine } from "@taimatsu/optim";
import { checkFinite, checkInteger, checkOneOf, checkRange } from "@taimatsu/tensor";

/** The nets that can be trained. */
export const MODELS = ["convnet", "lenet", "resnet", "mlp", "linear"] as const;
/** The methods that can train them, with their first step sizes. */
export const RATES = { sgd: 0.05, adam: 0.001 } as const;

/** What the command line decides. */
export interface Options {
  model: typeof MODELS[number];
  optimizer: keyof typeof RATES;
  epochs: number;
  batchSize: number;
  learningRate: number;
  momentum: number;
  weightDecay: number;
  /** Threads that compute; 0 for all processors. */
  threads: number;
  seed: number;
  /** Training images that are used. */
  trainSize: number;
  /** `cpu`, or a GPU as `cuda:0`. */
  device: string;
  /** Whether the work of a step is recorded once and launched as a graph. */
  graph: boolean;
  json: boolean;
  /** Whether wrong digits and filters are shown in the browser. */
  show: boolean;
  /** Folder of the data files. */
  data: string;
  /** Where the picture of the run is written. */
  plot: string;
}

function beside(name: string): string {
  return decodeURIComponent(new URL(name, import.meta.url).pathname);
}

/** Reads the command line; the program ends where it asks for help or holds something else than options. */
export function readOptions(args: readonly string[]): Options {
  const cmd = new CmdLine().text("Trains a net on the MNIST digits and tests it after every epoch.").text();
  cmd.option("--model", "convnet", MODELS.join(", "))
    .option("--optimizer", "sgd", Object.keys(RATES).join(" or "))
    .option("--epochs", 5, "passes over the training images")
    .option("--batchSize", 64, "images per step")
    .option(
      "--learningRate",
      0,
      `first step size, which falls to 0 evenly; 0 for ${RATES.sgd} or, with adam, ${RATES.adam}`,
    )
    .option("--momentum", 0.9, "share of the last step that is kept, for sgd")
    .option("--weightDecay", 0, "pull of the weights towards 0")
    .option("--threads", 0, "threads that compute; 0 for all processors")
    .option("--seed", 1, "start of the random numbers")
    .option("--trainSize", 60000, "training images to use")
    .option("--device", "cpu", "where the net is trained: cpu, or a GPU as cuda:0")
    .option("--graph", false, "records the work of a step on the GPU once, and launches it for each batch")
    .option("--json", false, "prints one JSON object as the last line, progress on standard error")
    .option("--show", false, "shows wrong digits and the first layer's filters in the browser after every epoch")
    .option("--data", beside("data"), "folder of the four MNIST files")
    .option("--plot", beside("runs/mnist.svg"), "picture of loss and error");
  const options = cmd.parse(args) as unknown as Options;
  checkOneOf("mnist", "--model", options.model, MODELS);
  checkOneOf("mnist", "--optimizer", options.optimizer, Object.keys(RATES));
  if (!/^(cpu|cuda:\d+)$/.test(options.device)) {
    throw new RangeError(`Cannot run mnist: --device must be cpu or cuda:0 … but is ${options.device}`);
  }
  if (options.graph && options.device === "cpu") {
    throw new RangeError("Cannot run mnist: --graph needs --device cuda:0");
  }
  for (const name of ["epochs", "batchSize", "trainSize"] as const) {
    checkInteger("mnist", `--${name}`, options[name], 1);
  }
  for (const name of ["threads", "seed"] as const) checkInteger("mnist", `--${name}`, options[name], 0);
  for (const name of ["learningRate", "momentum", "weightDecay"] as const) {
    checkFinite("mnist", `--${name}`, options[name]);
    checkRange("mnist", `--${name}`, options[name], 0, Infinity);
  }
  return { ...options, learningRate: options.learningRate || RATES[options.optimizer] };
}
