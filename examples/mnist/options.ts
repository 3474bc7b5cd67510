import { parseArgs } from "node:util";

/** The nets that can be trained. */
export const MODELS = ["convnet", "lenet", "resnet", "mlp", "linear"] as const;
/** The methods that can train them. */
export const OPTIMIZERS = ["sgd", "adam"] as const;

/** What the command line decides. */
export interface Options {
  model: typeof MODELS[number];
  epochs: number;
  batchSize: number;
  learningRate: number;
  momentum: number;
  weightDecay: number;
  optimizer: typeof OPTIMIZERS[number];
  /** Threads that compute; all processors if undefined. */
  threads: number | undefined;
  seed: number;
  /** Training images that are used. */
  trainSize: number;
  json: boolean;
  /** Folder of the data files; the one beside this program if undefined. */
  data: string | undefined;
  /** Where the picture of the run is written. */
  plot: string;
}

/** A mistake on the command line. */
export class UsageError extends Error {}

export const HELP = `Trains a net on the MNIST digits and tests it after every epoch.

  deno task mnist [options]

  --model NAME          convnet, lenet, resnet, mlp or linear (convnet)
  --epochs N            passes over the training images (5)
  --batch-size N        images per step (64)
  --learning-rate X     first step size, which falls to 0 evenly (0.05 for sgd, 0.001 for adam)
  --momentum X          share of the last step that is kept, for sgd (0.9)
  --weight-decay X      pull of the weights towards 0 (0)
  --optimizer NAME      sgd or adam (sgd)
  --threads N           threads that compute (all processors)
  --seed N              start of the random numbers (1)
  --train-size N        training images to use (60000)
  --json                print one JSON object as the last line, progress on standard error
  --data DIR            folder of the four MNIST files (beside the program)
  --plot FILE           picture of loss and accuracy (examples/mnist/runs/mnist.svg)
  --help                print this`;

/** Reads the command line; `undefined` means that help was asked for. */
export function readOptions(args: string[]): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const optimizer = choice("optimizer", values.optimizer ?? "sgd", OPTIMIZERS);
  return {
    model: choice("model", values.model ?? "convnet", MODELS),
    epochs: integer("epochs", values.epochs ?? "5", 1),
    batchSize: integer("batch-size", values["batch-size"] ?? "64", 1),
    learningRate: number("learning-rate", values["learning-rate"] ?? (optimizer === "sgd" ? "0.05" : "0.001")),
    momentum: number("momentum", values.momentum ?? "0.9"),
    weightDecay: number("weight-decay", values["weight-decay"] ?? "0"),
    optimizer,
    threads: values.threads === undefined ? undefined : integer("threads", values.threads, 1),
    seed: integer("seed", values.seed ?? "1", 0),
    trainSize: integer("train-size", values["train-size"] ?? "60000", 1),
    json: values.json ?? false,
    data: values.data,
    plot: values.plot ?? new URL("runs/mnist.svg", import.meta.url).pathname,
  };
}

function parse(args: string[]) {
  const text = { type: "string" } as const, flag = { type: "boolean" } as const;
  try {
    // deno-fmt-ignore
    return parseArgs({ args, options: {
      model: text, epochs: text, "batch-size": text, "learning-rate": text, momentum: text, "weight-decay": text,
      optimizer: text, threads: text, seed: text, "train-size": text, json: flag, data: text, plot: text, help: flag,
    } }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0]}; --help lists the options`);
  }
}

function choice<T extends string>(name: string, value: string, known: readonly T[]): T {
  if (!known.includes(value as T)) {
    throw new UsageError(`--${name} must be one of ${known.join(", ")} but is "${value}"`);
  }
  return value as T;
}

function number(name: string, value: string): number {
  const x = Number(value);
  if (value.trim() === "" || !Number.isFinite(x) || x < 0) {
    throw new UsageError(`--${name} must be a number from 0 but is "${value}"`);
  }
  return x;
}

function integer(name: string, value: string, least: number): number {
  const x = Number(value);
  if (value.trim() === "" || !Number.isSafeInteger(x) || x < least) {
    throw new UsageError(`--${name} must be an integer from ${least} but is "${value}"`);
  }
  return x;
}
