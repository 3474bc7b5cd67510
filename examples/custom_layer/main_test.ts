import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { gradientCheck } from "@taimatsu/nn";
import { randn, zeros } from "@taimatsu/tensor";
import { RadialBasis } from "./main.ts";

const root = decodeURIComponent(new URL("../../", import.meta.url).pathname);

Deno.test("custom_layer checks its layer, trains it and finds the species", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-ffi=native/build", "--allow-read", "--allow-env", "examples/custom_layer/main.ts"],
    cwd: root,
  }).output();
  const text = new TextDecoder().decode(stdout);
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  assertMatch(text, /^RadialBasis\(2 -> 6\): gradients differ by \d\.\de-\d+ from differences/);
  assertStringIncludes(text, "iteration 60: loss ");
  const [, known, unseen] = /species found: ([\d.]+) % of the 42 .*, ([\d.]+) % of 18 others/.exec(text)!;
  assert(Number(known) > 90 && Number(unseen) > 85, text);
});

Deno.test("RadialBasis is a layer like those of the library", () => {
  const layer = new RadialBasis(3, 4, 0.5), { input, parameters } = gradientCheck(layer, randn([5, 3]));
  assert(Math.max(input, ...parameters) < 1e-6);
  assertEquals(layer.clone().double().forward(zeros([2, 3], { dtype: "float64" })).size(), [2, 4]);
  assertThrows(
    () => layer.forward(zeros([2, 4])),
    TypeError,
    "Cannot run RadialBasis.forward: input must be [batch, 3] but is [2, 4]",
  );
});
