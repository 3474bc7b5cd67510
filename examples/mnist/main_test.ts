import { assert, assertEquals, assertStringIncludes } from "@std/assert";

const root = decodeURIComponent(new URL("../../", import.meta.url).pathname);

interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the program as a user would, with the permissions of `deno task mnist`. */
async function mnist(...args: string[]): Promise<Result> {
  const plots = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      // deno-fmt-ignore
      args: ["run", "--allow-ffi=native/build", "--allow-read", "--allow-env", `--allow-write=${plots}`,
        "--allow-net=127.0.0.1", "examples/mnist/main.ts", "--plot", `${plots}/run.svg`, ...args],
      cwd: root,
    }).output();
    const text = new TextDecoder();
    return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
  } finally {
    await Deno.remove(plots, { recursive: true });
  }
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1)!;
}

Deno.test("mnist learns from a part of the images and gives the same numbers with 1 and 2 threads", async () => {
  const results = [];
  for (const threads of ["1", "2"]) {
    const { code, stdout, stderr } = await mnist(
      "--epochs",
      "1",
      "--trainSize",
      "6000",
      "--threads",
      threads,
      "--json",
    );
    assertEquals(code, 0, stderr);
    assertStringIncludes(stderr, "epoch 1/1: loss ");
    results.push(JSON.parse(lastLine(stdout)));
  }
  const [one, two] = results;
  assert(one.testAccuracy > 0.93, `the accuracy is ${one.testAccuracy}`);
  assertEquals([two.trainLoss, two.testAccuracy], [one.trainLoss, one.testAccuracy]);
  assertEquals([one.threads, two.threads], [1, 2]);
  // deno-fmt-ignore
  assertEquals(Object.keys(one), ["model", "epochs", "trainLoss", "testAccuracy", "seconds", "examplesPerSecond", "threads", "device", "seed", "peakRssMiB"]);
});

for (const model of ["lenet", "resnet", "mlp", "linear"]) {
  Deno.test(`mnist trains the model ${model} and prints a confusion matrix`, async () => {
    const { code, stdout, stderr } = await mnist(
      "--model",
      model,
      "--epochs",
      "1",
      "--trainSize",
      "2000",
      "--optimizer",
      "adam",
    );
    assertEquals(code, 0, stderr);
    assertStringIncludes(stdout, "ConfusionMatrix");
    assertStringIncludes(lastLine(stdout), `${model}: 1 epochs, loss `);
  });
}

Deno.test("mnist shows wrong digits and filters in a page whose address it prints", async () => {
  const { code, stderr } = await mnist("--show", "--epochs", "1", "--trainSize", "640", "--json");
  assertEquals(code, 0, stderr);
  assertStringIncludes(stderr, "http://127.0.0.1:");
});

Deno.test("mnist says what is wrong with its options and its data", async () => {
  const option = await mnist("--epochs", "many"),
    range = await mnist("--epochs", "0"),
    data = await mnist("--data", "native");
  assertEquals([option.code, range.code, data.code], [1, 1, 1]);
  assertStringIncludes(option.stderr, 'invalid type for option --epochs: should be a number but is "many"');
  assertStringIncludes(range.stderr, "Cannot run mnist: --epochs must be at least 1 but is 0");
  assertStringIncludes(
    data.stderr,
    "Cannot read the MNIST data: train-images-idx3-ubyte, train-labels-idx1-ubyte are missing in native",
  );
});

Deno.test("mnist says which permission is missing, and loses no result for want of one to write", async () => {
  const quick = ["--model", "linear", "--epochs", "1", "--trainSize", "1000", "--json"];
  const run = async (...permissions: string[]) => {
    const args = ["run", "--no-prompt", "--allow-env", ...permissions, "examples/mnist/main.ts", ...quick];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: root }).output();
    return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
  };
  const written = await run("--allow-ffi=native/build", "--allow-read");
  assertEquals(written.code, 0, written.stderr);
  assertStringIncludes(written.stderr, "runs/mnist.svg may not be written, which --allow-write=");
  assertEquals(JSON.parse(lastLine(written.stdout)).model, "linear");
  const read = await run("--allow-ffi=native/build");
  assertEquals([read.code, read.stdout], [1, ""]);
  assertStringIncludes(read.stderr, "Cannot read the MNIST data: ");
  assertStringIncludes(read.stderr, "train-images-idx3-ubyte: Requires read access to");
  const loaded = await run("--allow-read");
  assertEquals([loaded.code, loaded.stdout], [1, ""]);
  assertStringIncludes(loaded.stderr, "Cannot load the native library: --allow-ffi must include");
});

Deno.test("mnist stops at Ctrl-C with the summary so far", async () => {
  const plots = await Deno.makeTempDir();
  const child = new Deno.Command(Deno.execPath(), {
    // deno-fmt-ignore
    args: ["run", "--allow-ffi=native/build", "--allow-read", "--allow-env", `--allow-write=${plots}`,
      "examples/mnist/main.ts", "--plot", `${plots}/run.svg`, "--epochs", "50", "--json"],
    cwd: root,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGINT"), 4000);
  const { code, stdout, stderr } = await child.output();
  clearTimeout(timer);
  await Deno.remove(plots, { recursive: true });
  assertEquals(code, 130, new TextDecoder().decode(stderr));
  assertStringIncludes(new TextDecoder().decode(stderr), "stopped");
  const { epochs, model } = JSON.parse(lastLine(new TextDecoder().decode(stdout)));
  assertEquals(model, "convnet");
  assert(epochs < 50);
});
