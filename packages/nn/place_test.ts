// Every module on a device that is not the default one: moved there, or made there by the option `device`.
import { assert, assertEquals } from "@std/assert";
import { cpu, type Device, manualSeed, Tensor } from "@taimatsu/tensor";
import { anotherDevice, assertClose } from "@taimatsu/tensor/testing";
import { mapActivity, tensorsOf } from "./activity.ts";
import { type Activity, type AnyModule, gradientCheck, hessian, Jacobian, Linear, Sequential, Tanh } from "./mod.ts";
import { numbers, seeded } from "./testing.ts";
import { make } from "./testing_recordings.ts";
import { type Right, rights } from "./testing_rights.ts";

const away = anotherDevice();

/** Modules that are no layer with tensors of their own on one device, and why. */
const APART: Readonly<Record<string, string>> = {
  GPU: "its module is on a device of its own",
  SpatialMaxUnpooling: "its pooling must have run where it is",
  VolumetricMaxUnpooling: "its pooling must have run where it is",
};

/** Modules that draw, which a GPU does from a generator of another kind than the CPU. */
const DRAWING = ["WhiteNoise", "SpatialFractionalMaxPooling", "VolumetricFractionalMaxPooling"];

function to(x: Activity, device: Device): Activity {
  return mapActivity(x, (t) => t.to(device));
}

/** Runs a step and returns the output, the gradient with respect to the input and the parameters' gradients. */
function step(module: AnyModule, input: Activity): Tensor[] {
  manualSeed(5);
  const { device } = module, x = to(mapActivity(input, (t) => t.clone()), device), y = module.forward(x);
  const g = mapActivity(y, (t) => numbers(t.size(), "float64", 5).to(t.dtype).to(device));
  const kept = mapActivity(y, (t) => t.clone());
  module.zeroGradParameters();
  const gx = module.backward(x, g);
  return [...tensorsOf(kept), ...tensorsOf(gx), ...module.parameters()[1]];
}

/** The tensors that a module and those inside it keep, but for what it computed. */
function tensorsIn(module: AnyModule): Tensor[] {
  const found: Tensor[] = [];
  module.apply((m) => {
    const buffers = m.buffers();
    for (const [key, value] of Object.entries(m)) {
      if (!buffers.includes(key)) found.push(...[value].flat().filter((entry) => entry instanceof Tensor));
    }
  });
  return found;
}

/** Modules that take no options, as Torch7's: they compute with what they get, or have the place of the module in them. */
// deno-fmt-ignore
const WITHOUT = ["MapTable", "Bottle", "WeightNorm", "Reshape", "View", "Transpose", "Copy", "Decorator", "DontCast", "NaN",
  "Profile"];

/** The arguments of a module and an option: behind them and those that may be left out, behind a list of sizes, or among options. */
function* argumentsWith(args: unknown[], option: Record<string, unknown>): Generator<unknown[]> {
  const last = args.at(-1);
  if (typeof last === "object" && last?.constructor === Object) yield [...args.slice(0, -1), { ...last, ...option }];
  for (let omitted = 0; omitted < 12; omitted++) yield [...args, ...new Array(omitted).fill(undefined), option];
  yield [args, option];
}

/** Makes a module with a device as option: where others tell which argument it is; `undefined` if it takes none. */
function madeOn(right: Right, device: Device): AnyModule | undefined {
  const dtypes = ["float64", "float32"].map((dtype) => [...argumentsWith(right.args(), { dtype })]);
  for (const [k, args] of [...argumentsWith(right.args(), { device })].entries()) {
    try {
      if (dtypes.every((list, i) => make(right.name, list[k]!).type() === ["float64", "float32"][i])) {
        return make(right.name, args);
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }
}

const all = Object.entries(Object.groupBy(rights(), ({ name }) => name)).filter(([name]) => !(name in APART));

for (const [name, cases] of all) {
  Deno.test(`${name} computes on a device that is not the default one`, () => {
    for (const right of cases!) {
      manualSeed(4);
      const input = right.input(), here = right.make(), there = here.clone().to(away);
      const wanted = step(here, input), found = step(there, input);
      assertEquals(found.length, wanted.length);
      found.forEach((t, k) => {
        assert(t.nElement() === 0 || t.device === away, `tensor ${k} is on ${t.device.name}`);
        if (away !== cpu || !DRAWING.includes(name)) assertClose(t.cpu(), wanted[k]!.cpu());
      });
    }
  });
}

Deno.test("every module that takes options is made where `device` says", () => {
  const without: string[] = [];
  for (const [name, cases] of all) {
    const module = madeOn(cases![0]!, away);
    if (module === undefined) without.push(name);
    else for (const { device } of [module, ...tensorsIn(module)]) assertEquals(device.name, away.name, name);
  }
  assertEquals(without, WITHOUT);
});

Deno.test("summaries and the checks of derivatives work where the module is", () => {
  const make = (): Sequential =>
    new Sequential({ dtype: "float64" }).add(new Linear(3, 2, true, { dtype: "float64", generator: seeded() })).add(
      new Tanh({ dtype: "float64" }),
    );
  const net = make(),
    x = numbers([4, 3]),
    curvature = (net: Sequential, x: Tensor): Tensor => {
      hessian.initDiagHessianParameters(net);
      const y = net.forward(x) as Tensor;
      hessian.backward(net, x, y.clone().fill(1));
      return hessian.flatDiagHessian(net);
    };
  const wanted = curvature(net, x);
  assertClose(curvature(net.to(away), x.to(away)), wanted);
  assertEquals(net.summary([4, 3]).parameters, 8);
  const { input, parameters } = gradientCheck(net, x.to(away));
  assert(Math.max(input, ...parameters) < 1e-6);
  const [weight, gradWeight] = net.parameters().map(([first]) => first!) as [Tensor, Tensor];
  assert(Jacobian.testJacobian(net, x.to(away)) < 1e-6);
  assert(Jacobian.testJacobianParameters(net, x.to(away), weight, gradWeight) < 1e-6);
  const updates = Jacobian.testAllUpdate(net.get(0), x.to(away), "weight", "gradWeight");
  assert(Object.values(updates).every((error) => error < 1e-6));
  assert(hessian.backwardDiagHessian(net, x.to(away)).device === away);
});
