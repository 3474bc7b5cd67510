import { CmdLine } from "@taimatsu/optim";
import { ENTRANTS } from "./functions/entrants.ts";
import { SOLVERS } from "./mnist/solvers.ts";
import { TRAININGS } from "./mnist/trainings.ts";

/** What a run does. */
export interface Options {
  /** Whether methods race on test functions. */
  functions: boolean;
  /** Whether methods train nets on MNIST. */
  mnist: boolean;
  /** Names of the methods that take part. */
  methods: readonly string[];
  /** Evaluations of a function that a method has. */
  evaluations: number;
  /** Passes of the convnet over the training images. */
  epochs: number;
  /** Steps of the regression, of about ten evaluations each. */
  steps: number;
  /** Number of training images. */
  trainSize: number;
  /** Start of the random numbers. */
  seed: number;
  /** Threads that compute; `undefined` for all processors. */
  threads: number | undefined;
  /** Folder of the MNIST files. */
  data: string;
  /** Where pictures and the README lie. */
  folder: string;
  /** Whether the README gets the tables. */
  write: boolean;
}

function here(path: string): string {
  return decodeURIComponent(new URL(path, import.meta.url).pathname);
}

const cmd = new CmdLine()
  .text("Races the optimizers on test functions and on MNIST; without one of the first two options, on both.")
  .text()
  .option("--functions", false, "races on test functions")
  .option("--mnist", false, "races on MNIST")
  .option("--methods", "all", "names of methods with commas between them")
  .option("--evaluations", 3000, "evaluations of a test function, for each step size that is tried")
  .option("--epochs", 6, "passes of the convnet over the training images")
  .option("--steps", 10, "steps of the regression, of about ten evaluations each")
  .option("--trainSize", 60000, "training images to use")
  .option("--seed", 1, "start of the random numbers")
  .option("--threads", 0, "threads that compute, 0 for all processors")
  .option("--data", here("../mnist/data"), "folder of the four MNIST files")
  .option("--folder", here("./").slice(0, -1), "where the pictures go, into runs/")
  .option("--write", false, "writes tables into the folder's README.md and pictures into pictures/");

/** Reads the command line; where it is wrong, the program ends with a message. */
export function readOptions(args: readonly string[]): Options {
  const values = cmd.parse(args);
  const integer = (name: string, least: number): number => {
    const value = values[name] as number;
    if (Number.isSafeInteger(value) && value >= least) return value;
    return cmd.error(`optimizers: --${name} must be an integer from ${least} but is ${value}`);
  };
  const methods = readMethods(values.methods as string), threads = integer("threads", 0);
  const both = values.functions === values.mnist;
  const mnist = both || values.mnist as boolean, trainers = { ...TRAININGS, ...SOLVERS };
  if (mnist && !methods.some((name) => Object.hasOwn(trainers, name))) {
    cmd.error(`optimizers: --methods must have one that trains nets for --mnist but is ${values.methods}`);
  }
  return {
    functions: both || values.functions as boolean,
    mnist,
    methods,
    evaluations: integer("evaluations", 2),
    epochs: integer("epochs", 1),
    steps: integer("steps", 1),
    trainSize: integer("trainSize", 1),
    seed: integer("seed", 0),
    threads: threads === 0 ? undefined : threads,
    data: values.data as string,
    folder: values.folder as string,
    write: values.write as boolean,
  };
}

function readMethods(list: string): readonly string[] {
  const known = ENTRANTS.map(({ name }) => name), names = list === "all" ? known : list.split(",");
  const wrong = names.find((name) => !known.includes(name));
  if (wrong === undefined) return names;
  return cmd.error(`optimizers: --methods must be all or some of ${known.join(", ")} but has "${wrong}"`);
}
