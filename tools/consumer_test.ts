// Uses the packages as somebody does who imports them from JSR: only the published files, elsewhere, with the installed library.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { PACKAGES, ROOT } from "./structure/report.ts";

const PROGRAM = `
import { Linear, Sequential, Tanh } from "@taimatsu/nn";
import { MSECriterion } from "@taimatsu/criterion";
import { sgd } from "@taimatsu/optim";
import { manualSeed, tensor } from "@taimatsu/tensor";

manualSeed(1);
const x = tensor([[0, 0], [0, 1], [1, 0], [1, 1]]), y = tensor([[0], [1], [1], [0]]);
const net = new Sequential().add(new Linear(2, 8)).add(new Tanh()).add(new Linear(8, 1)), criterion = new MSECriterion();
const [parameters, gradients] = net.getParameters(), config = { learningRate: 0.3, momentum: 0.5, dampening: 0 };
let loss = Infinity;
for (let step = 0; step < 2000; step++) {
  [, [loss]] = sgd(() => {
    gradients.zero();
    const loss = criterion.forward(net.forward(x), y);
    net.backward(x, criterion.backward(net.output, y));
    return [loss, gradients];
  }, parameters, config);
}
console.log(loss);
`;

interface Output {
  success: boolean;
  text: string;
}

async function run(args: string[], cwd: string, env: Record<string, string> = {}): Promise<Output> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    env: { NO_COLOR: "1", ...env },
  }).output();
  return { success, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

/** Returns the paths of the files that publishing a package would send, relative to it. */
async function publishedFiles(name: string): Promise<string[]> {
  const folder = `${ROOT}packages/${name}`;
  const { success, text } = await run(["publish", "--dry-run", "--allow-dirty"], folder);
  assert(success, text);
  return [...text.matchAll(/^\s*file:\/\/(\S+) \(/gm)].map(([, path]) =>
    decodeURIComponent(path!).slice(folder.length + 1)
  );
}

Deno.test("the published files install the library and train a net", async (t) => {
  const home = await Deno.makeTempDir({ prefix: "taimatsu-consumer" }), cache = `${home}/cache`;
  try {
    await t.step("lay out exactly what would be published", async () => {
      const imports: Record<string, string> = {};
      for (const name of PACKAGES) {
        const files = await publishedFiles(name), folder = `${home}/packages/${name}`;
        for (const needed of ["mod.ts", "deno.json", "README.md", "LICENSE"]) {
          assert(files.includes(needed), `${name} lacks ${needed}`);
        }
        const stray = files.filter((file) => /_(test|bench)\.ts$|^testdata\//.test(file));
        assertEquals(stray, []);
        for (const file of files) {
          const to = `${folder}/${file}`;
          await Deno.mkdir(to.slice(0, to.lastIndexOf("/")), { recursive: true });
          await Deno.copyFile(`${ROOT}packages/${name}/${file}`, to);
        }
        const { exports } = JSON.parse(await Deno.readTextFile(`${folder}/deno.json`)) as {
          exports: string | Record<string, string>;
        };
        for (const [entry, path] of Object.entries(typeof exports === "string" ? { ".": exports } : exports)) {
          imports[`@taimatsu/${name}${entry.slice(1)}`] = `./packages/${name}/${path.slice(2)}`;
        }
        await Deno.remove(`${folder}/deno.json`); // else the folder would count as a project of its own
      }
      await Deno.writeTextFile(`${home}/deno.json`, JSON.stringify({ imports }));
      await Deno.writeTextFile(`${home}/main.ts`, PROGRAM);
    });

    await t.step("without the library, the error names the command that installs it", async () => {
      const { success, text } = await run(["run", "-A", "main.ts"], home, { XDG_CACHE_HOME: cache });
      assert(!success);
      assertStringIncludes(text, "deno run -A jsr:@taimatsu/tensor/install");
    });

    let library = "";
    await t.step("the install entry builds it", async () => {
      const { success, text } = await run(["run", "-A", "@taimatsu/tensor/install"], home, { XDG_CACHE_HOME: cache });
      assert(success, text);
      library = /^installed (\S+);/m.exec(text)![1]!;
      assert(library.startsWith(cache), library);
    });

    await t.step("a program trains with --allow-ffi for that file alone", async () => {
      const permissions = ["--allow-read", "--allow-env", `--allow-ffi=${library}`];
      const { success, text } = await run(["run", ...permissions, "main.ts"], home, { XDG_CACHE_HOME: cache });
      assert(success, text);
      assert(Number(text) < 0.01, `the loss is ${text}`);
    });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
