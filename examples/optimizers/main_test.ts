import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

const root = decodeURIComponent(new URL("../../", import.meta.url).pathname);

interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the program as a user would, with the permissions of `deno task optimizers`, but writes into `folder`. */
async function optimizers(folder: string, ...args: string[]): Promise<Result> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    // deno-fmt-ignore
    args: ["run", "--no-prompt", "--allow-ffi=native/build", "--allow-read", "--allow-env", "--allow-sys=cpus",
      `--allow-write=${folder}`, "examples/optimizers/main.ts", "--folder", folder, ...args],
    cwd: root,
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The cells of the first row that begins with a name, without it. */
function row(text: string, name: string): string[] {
  const line = text.split("\n").find((line) => line.startsWith(`| ${name} `));
  assert(line !== undefined, `no row ${name} in ${text}`);
  return line.split("|").slice(2, -1).map((cell) => cell.trim());
}

Deno.test("optimizers races on functions, gives the same numbers with 1 and 2 threads, and draws them", () =>
  inFolder(async (folder) => {
    const runs: string[] = [];
    for (const threads of ["1", "2"]) {
      const args = ["--functions", "--methods", "sgd,lbfgs,cmaes", "--evaluations", "600", "--threads", threads];
      const { code, stdout, stderr } = await optimizers(folder, ...args);
      assertEquals(code, 0, stderr);
      assertMatch(stdout, new RegExp(`^Measured on \\d{4}-\\d\\d-\\d\\d: .+, ${threads} threads?\\.\n`));
      runs.push(stdout.slice(stdout.indexOf("\n")));
    }
    assertEquals(runs[0], runs[1]);
    const [quadratic, , rosenbrock, , rastrigin] = row(runs[0]!, "lbfgs");
    assert(Number(quadratic) > 10 && Number(quadratic) < 60 && Number(rosenbrock) > 10 && Number(rosenbrock) < 60);
    assertEquals([rastrigin, row(runs[0]!, "sgd")[2]], ["", ""]); // caught in a minimum nearby, still on its way
    const svg = await Deno.readTextFile(`${folder}/runs/functions.svg`);
    for (const text of ["Rosenbrock", "lbfgs", "evaluations"]) assertStringIncludes(svg, text);
  }));

Deno.test("optimizers trains on MNIST and writes the tables into the README", () =>
  inFolder(async (folder) => {
    const readme = `${folder}/README.md`,
      rest = "# Title\n\n<!-- functions -->\n\nkept\n\n<!-- end of functions -->\n\n";
    await Deno.writeTextFile(readme, `${rest}<!-- mnist -->\nold\n<!-- end of mnist -->\n`);
    // deno-fmt-ignore
    const { code, stdout, stderr } = await optimizers(folder, "--mnist", "--write", "--methods", "sgd,adadelta,lbfgs,cg",
      "--trainSize", "2000", "--epochs", "2", "--steps", "2");
    assertEquals(code, 0, stderr);
    assertStringIncludes(stderr, "convnet, adadelta, epoch 2: loss ");
    const written = await Deno.readTextFile(readme), [, section] = written.split("<!-- mnist -->");
    assert(written.startsWith(`${rest}<!-- mnist -->\n\nMeasured on `) && !written.includes("old"));
    assertStringIncludes(section!, "2000 training images, seed 1");
    for (const name of ["sgd", "adadelta", "lbfgs", "cg"]) {
      assert(Number(row(section!, name).at(-1)) > 80, section);
      assertEquals(row(section!, name), row(stdout, name));
    }
    assertEquals(row(section!, "sgd").slice(1, 3), ["", ""]); // no 99 % of so few images
    assertStringIncludes(section!, "![test accuracy of the convnet over the epochs](pictures/mnist.svg)");
    assertStringIncludes(await Deno.readTextFile(`${folder}/pictures/mnist.svg`), "adadelta");
  }));

Deno.test("optimizers says what is wrong with its options and its data", () =>
  inFolder(async (folder) => {
    for (
      const [args, message] of [
        [["--methods", "sgd,newton"], "optimizers: --methods must be all or some of sgd, momentum, "],
        [["--methods", "sgd,newton"], 'but has "newton"\n'],
        [["--epochs", "0"], "optimizers: --epochs must be an integer from 1 but is 0\n"],
        [["--evaluations", "1.5"], "optimizers: --evaluations must be an integer from 2 but is 1.5\n"],
        [["--threads", "many"], 'invalid type for option --threads: should be a number but is "many"\n'],
        [["--speed"], "Unknown option '--speed'"],
        [
          ["--mnist", "--methods", "de"],
          "optimizers: --methods must have one that trains nets for --mnist but is de\n",
        ],
        [["--mnist", "--trainSize", "60001"], "the number of images must be"],
        [["--mnist", "--data", "native"], "optimizers: Cannot read the MNIST data: train-images-idx3-ubyte"],
      ] as const
    ) {
      const { code, stdout, stderr } = await optimizers(folder, ...args);
      assertEquals([code, stdout], [1, ""]);
      assertStringIncludes(stderr, message);
    }
    const help = await optimizers(folder, "--help");
    assertEquals([help.code, help.stderr], [0, ""]);
    assertStringIncludes(help.stdout, "--evaluations");
  }));

Deno.test("optimizers prints its tables before it fails to write", () =>
  inFolder(async (folder) => {
    const { code, stdout, stderr } = await optimizers(folder, "--functions", "--methods", "cg", "--write");
    assertEquals(code, 1);
    assertEquals(row(stdout, "cg").length, 5);
    assertStringIncludes(stderr, "README.md");
  }));
