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

const IMAGE_PROGRAM = `
import { compressPNG, decompress } from "@taimatsu/image";
import { ones } from "@taimatsu/tensor";

console.log(decompress(compressPNG(ones([3, 2, 2]))).sum());
`;

interface Output {
  success: boolean;
  text: string;
}

async function run(args: string[], cwd: string, env: Record<string, string> = {}): Promise<Output> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    env: { NO_COLOR: "1", XDG_CACHE_HOME: "", TAIMATSU_LIBRARY: "", ...env },
  }).output();
  return { success, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

/** Copies the files that publishing would send into `home` and returns an import map of the packages' entry points there. */
async function layOut(home: string): Promise<Record<string, string>> {
  const { success, text } = await run(["publish", "--dry-run", "--allow-dirty"], ROOT);
  assert(success, text);
  const published = [...text.matchAll(/^\s*(file:\S+) \(/gm)].map(([, url]) =>
    decodeURIComponent(new URL(url!).pathname).slice(ROOT.length)
  );
  for (const file of published) {
    const to = `${home}/${file}`;
    await Deno.mkdir(to.slice(0, to.lastIndexOf("/")), { recursive: true });
    await Deno.copyFile(ROOT + file, to);
  }
  assertEquals(published.filter((file) => /_(test|bench)\.ts$|\/testdata\//.test(file)), []);
  const imports: Record<string, string> = {};
  for (const name of PACKAGES) {
    for (const needed of ["mod.ts", "deno.json", "README.md", "CHANGELOG.md", "LICENSE"]) {
      assert(published.includes(`packages/${name}/${needed}`), `${name} would be published without ${needed}`);
    }
    const config = `${home}/packages/${name}/deno.json`;
    const { exports } = JSON.parse(await Deno.readTextFile(config)) as { exports: string | Record<string, string> };
    for (const [entry, path] of Object.entries(typeof exports === "string" ? { ".": exports } : exports)) {
      imports[`@taimatsu/${name}${entry.slice(1)}`] = `./packages/${name}/${path.slice(2)}`;
    }
    await Deno.remove(config); // else the folder would count as a project of its own
  }
  return imports;
}

/** Serves a folder as JSR does: the files as they are. */
function serve(folder: string): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const path = folder + decodeURIComponent(new URL(request.url).pathname);
    try {
      const type = path.endsWith(".ts") ? "text/typescript" : "application/octet-stream";
      return new Response(await Deno.readFile(path), { headers: { "content-type": type } });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

Deno.test("the published files install the library and train a net", async (t) => {
  const home = await Deno.realPath(await Deno.makeTempDir({ prefix: "taimatsu-consumer" })), env = { HOME: home };
  const server = serve(home);
  const step = async (name: string, fn: () => Promise<void>) => {
    if (!await t.step(name, fn)) throw new Error(`the next steps need "${name}"`);
  };
  try {
    let install = "";
    await step("lay out exactly what would be published", async () => {
      const imports = await layOut(home);
      await Deno.writeTextFile(`${home}/deno.json`, JSON.stringify({ imports }));
      await Deno.writeTextFile(`${home}/main.ts`, PROGRAM);
      await Deno.writeTextFile(`${home}/image.ts`, IMAGE_PROGRAM);
      install = new URL(imports["@taimatsu/tensor/install"]!, `http://127.0.0.1:${server.addr.port}/`).href;
    });
    const installing = ["run", "-A", "--no-config", install];

    await step("without the library, the error names the command that installs it", async () => {
      const { success, text } = await run(["run", "-A", "main.ts"], home, env);
      assert(!success);
      assertStringIncludes(text, "deno run -A jsr:@taimatsu/tensor/install");
    });

    await step("the install entry says which tool or library is missing", async () => {
      const tools = `${home}/tools`, output = async () => (await run(installing, home, { ...env, PATH: tools })).text;
      await Deno.mkdir(tools);
      assertStringIncludes(await output(), "Cannot install: gcc is missing (Debian, Ubuntu: apt-get install gcc make");
      await Deno.writeTextFile(`${tools}/gcc`, "#!/bin/sh\n", { mode: 0o755 });
      assertStringIncludes(await output(), "Cannot install: make is missing (Debian, Ubuntu: apt-get install gcc make");
      const make = '#!/bin/sh\n[ "$1" = --version ] || { echo "fatal error: cblas.h: No such file" >&2; exit 2; }\n';
      await Deno.writeTextFile(`${tools}/make`, make, { mode: 0o755 });
      assertStringIncludes(
        await output(),
        "Cannot install: OpenBLAS or its header is missing (Debian, Ubuntu: apt-get",
      );
    });

    let library = ""; // the files of both, as --allow-ffi takes them
    await step("the install entry, run from a server, builds the libraries", async () => {
      const { success, text } = await run(installing, home, env);
      assert(success, text);
      library = /--allow-ffi=(\S+)/.exec(text)![1]!;
      assert(library.startsWith(home), library);
    });

    await step("a program trains with --allow-ffi for these files and no other permission", async () => {
      const { success, text } = await run(["run", "--no-prompt", `--allow-ffi=${library}`, "main.ts"], home, env);
      assert(success, text);
      assert(Number(text) < 0.01, `the loss is ${text}`);
    });

    await step("a program reads image files with --allow-ffi for these files and no other permission", async () => {
      const { success, text } = await run(["run", "--no-prompt", `--allow-ffi=${library}`, "image.ts"], home, env);
      assert(success, text);
      assertEquals(text.trim(), "12");
    });
  } finally {
    await server.shutdown();
    await Deno.remove(home, { recursive: true });
  }
});
