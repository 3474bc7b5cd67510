// What holds for every layer: called by the tests beside the layers.
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { type Dtype, Generator, getNumThreads, randn, setNumThreads, type Tensor, tidy, zeros } from "@taimatsu/tensor";
import { assertClose, assertGradient, countBuffers } from "@taimatsu/tensor/testing";
import { mapActivity, tensorsOf } from "./activity.ts";
import type { AnyModule } from "./module.ts";
import type { Activity } from "./options.ts";

/** Sizes, nested like an activity. */
export type Sizes = readonly number[] | readonly Sizes[];

/** What {@linkcode testLayer} needs to know of a layer. */
export interface LayerCase {
  /** Makes the layer, always with the same parameters. */
  make: () => AnyModule;
  /** Size of a batch, or of whatever input; nested for lists of tensors. */
  size?: Sizes;
  /** Makes the input where normal numbers of a size will not do, as for indices; the same each time. */
  input?: (dtype: Dtype) => Activity;
  /** Whether entries of the first dimension of all tensors are samples that give the same alone; they are unless said. */
  samples?: boolean;
  /** Size of an input that is worth several threads; without it threads are not compared. */
  large?: Sizes;
  /** Whether the gradient with respect to the input is that of the output; it is unless said. */
  trueGradient?: boolean;
  /** Whether input and output may have other dtypes than the module; they may not unless said. */
  anyDtype?: boolean;
  /** Whether `gradInput` may be set to `null`; it may unless said. */
  skips?: boolean;
  /** Largest error of float32 results against float64, relative and absolute; 1e-5 unless said, at most 1e-4. */
  tolerance?: number;
}

/** Returns a generator that starts the same each time. */
export function seeded(): Generator {
  return new Generator(7);
}

/** Returns the same normal numbers each time; `dtype` is float64 unless given. */
export function numbers(size: readonly number[], dtype: Dtype = "float64", seed = 3): Tensor {
  return randn(size, { dtype, generator: new Generator(seed) });
}

/** Returns the sizes and strides of `x` transposed and back: the same elements, not contiguous. */
export function scattered(x: Tensor): Tensor {
  const size = x.size(), last = size.length - 1;
  return size.length === 1 ? twice(x) : x.transpose(0, last).contiguous().transpose(0, last);
}

function twice(x: Tensor): Tensor {
  const y = zeros([x.nElement(), 2], { dtype: x.dtype }).select(1, 1);
  return y.copy(x);
}

/** Returns normal numbers in tensors of these sizes; see {@linkcode numbers}. */
export function activity(size: Sizes, dtype: Dtype = "float64", seed = 3): Activity {
  if (size.every((n) => typeof n === "number")) return numbers(size as readonly number[], dtype, seed);
  return (size as readonly Sizes[]).map((entry, k) => activity(entry, dtype, seed + 11 * k));
}

/** What a step computed. */
interface Step {
  output: Tensor[];
  /** With respect to the tensors of the input, then to the parameters. */
  gradients: Tensor[];
}

const isReal = (x: Tensor): boolean => x.dtype === "float32" || x.dtype === "float64";
const copyOf = (x: Activity): Activity => mapActivity(x, (t) => t.clone());

/** ∂loss/∂output, the same each time for the same sizes. */
function gradientFor(output: Activity): Activity {
  let seed = 5;
  return mapActivity(output, (t) => numbers(t.size(), t.dtype, seed++));
}

/** Runs a step with fixed ∂loss/∂output and copies what it computed; `input` is left alone. */
function step(layer: AnyModule, input: Activity, arrange: (x: Tensor) => Tensor = (x) => x.clone()): Step {
  layer.zeroGradParameters();
  const x = mapActivity(input, arrange), output = copyOf(layer.forward(x));
  const gradInput = layer.backward(x, mapActivity(gradientFor(output), arrange));
  return {
    output: tensorsOf(output),
    gradients: [...tensorsOf(gradInput), ...layer.parameters()[1]].map((g) => g.clone()),
  };
}

function assertSame(actual: Step, expected: Step): void {
  assertEquals(actual.output.length, expected.output.length);
  actual.output.forEach((y, k) => assert(y.equal(expected.output[k]!), `outputs ${k} differ`));
  actual.gradients.forEach((g, k) => assert(g.equal(expected.gradients[k]!), `gradients ${k} differ`));
}

/** Σ output · gradOutput over all tensors. */
function lossOf(output: Activity, gradOutput: Activity): number {
  const gradients = tensorsOf(gradOutput);
  return tensorsOf(output).reduce((sum, y, k) => sum + y.contiguous().dot(gradients[k]!), 0);
}

/** Tests what holds for every layer. */
export function testLayer(name: string, layerCase: LayerCase): void {
  const { make, size, samples = true, large, trueGradient = true, anyDtype = false, skips = true, tolerance = 1e-5 } =
    layerCase;
  const inputOf = layerCase.input ?? ((dtype: Dtype): Activity => activity(size!, dtype));

  Deno.test(`${name}: gradients agree with finite differences`, () => {
    const layer = make().double(), input = inputOf("float64"), { output, gradients } = step(layer, input);
    const gradOutput = gradientFor(output), inputs = tensorsOf(input);
    const loss = (): number => lossOf(layer.forward(copyOf(input)), gradOutput);
    inputs.forEach((x, k) => {
      if (isReal(x) && trueGradient) assertGradient(gradients[k]!, x, loss);
    });
    layer.parameters()[0].forEach((x, k) => assertGradient(gradients[inputs.length + k]!, x, loss));
  });

  Deno.test(`${name}: float32 agrees with float64`, () => {
    const input = inputOf("float32"), layer = make().float(), double = layer.clone().double();
    const narrow = step(layer, input), wide = step(double, mapActivity(input, (x) => isReal(x) ? x.to("float64") : x));
    const close = (x: Tensor, y: Tensor): void =>
      assertClose(x, isReal(x) ? y.to("float32") : y, { relative: tolerance, absolute: tolerance });
    narrow.output.forEach((y, k) => close(y, wide.output[k]!));
    narrow.gradients.forEach((g, k) => close(g, wide.gradients[k]!));
  });

  if (samples) {
    Deno.test(`${name}: a batch is its samples`, () => {
      const layer = make().double(), input = inputOf("float64"), batch = step(layer, input);
      const gradOutput = gradientFor(layer.output), inputs = tensorsOf(input).length;
      const sampleOf = (x: Activity, i: number): Activity => mapActivity(x, (t) => t.select(0, i).clone());
      layer.zeroGradParameters();
      for (let i = 0; i < tensorsOf(input)[0]!.size(0); i++) {
        const sample = sampleOf(input, i);
        tensorsOf(layer.forward(sample)).forEach((y, k) => assertClose(y.clone(), batch.output[k]!.select(0, i)));
        tensorsOf(layer.backward(sample, sampleOf(gradOutput, i))).forEach((g, k) => {
          assertClose(g, batch.gradients[k]!.select(0, i));
        });
      }
      layer.parameters()[1].forEach((g, k) => assertClose(g, batch.gradients[inputs + k]!));
    });
  }

  Deno.test(`${name}: input and gradient need not be contiguous`, () => {
    const input = inputOf("float32"), expected = step(make(), input), actual = step(make(), input, scattered);
    actual.output.forEach((y, k) => assertClose(y, expected.output[k]!));
    actual.gradients.forEach((g, k) => assertClose(g, expected.gradients[k]!));
  });

  Deno.test(`${name}: keeps its objects and allocates nothing after the second step`, () => {
    const layer = make(), input = inputOf("float32");
    let output = layer.forward(input);
    const gradOutput = gradientFor(output);
    const update = (): void => {
      layer.updateParameters(0.001);
      layer.zeroGradParameters();
    };
    layer.backward(input, gradOutput);
    update();
    output = layer.forward(input);
    const gradInput = layer.backward(input, gradOutput);
    update();
    const buffers = countBuffers(() => {
      for (let i = 0; i < 300; i++) {
        assert(layer.forward(input) === output, "output is another object");
        assert(layer.backward(input, gradOutput) === gradInput, "gradInput is another object");
        update();
      }
    });
    assertEquals(buffers, 0);
  });

  Deno.test(`${name}: does not rely on what gradInput held`, () => {
    const layer = make(), input = inputOf("float32"), expected = step(layer, input);
    const { gradInput } = layer;
    if (gradInput !== null) { for (const g of tensorsOf(gradInput)) if (isReal(g)) g.fill(NaN); }
    assertSame(step(layer, input), expected);
  });

  if (large !== undefined) {
    Deno.test(`${name}: one and two threads give the same bits`, () => {
      const input = activity(large, "float32"), threads = getNumThreads();
      setNumThreads(1);
      const one = step(make(), input);
      setNumThreads(2);
      const two = step(make(), input);
      setNumThreads(threads);
      assertSame(two, one);
    });
  }

  if (skips) {
    Deno.test(`${name}: gradInput = null leaves all else as it is`, () => {
      const input = inputOf("float32"), expected = step(make(), input), layer = make();
      layer.gradInput = null;
      const actual = step(layer, input);
      assertEquals(actual.gradients[0]!.nElement(), 0);
      assertEquals(layer.gradInput, null);
      assertSame({ ...actual, gradients: actual.gradients.slice(1) }, {
        ...expected,
        gradients: expected.gradients.slice(tensorsOf(input).length),
      });
    });
  }

  Deno.test(`${name}: scale multiplies the gradients of parameters, which are added up`, () => {
    const layer = make().double(), input = inputOf("float64"), once = step(layer, input);
    const inputs = tensorsOf(input).length;
    layer.backward(input, gradientFor(layer.forward(input)), -0.25);
    layer.parameters()[1].forEach((g, k) => assertClose(g, once.gradients[inputs + k]!.clone().mul(0.75)));
  });

  Deno.test(`${name}: a clone computes the same with memory of its own`, () => {
    const layer = make(), input = inputOf("float32"), expected = step(layer, input), copy = layer.clone();
    layer.parameters()[0].forEach((p) => p.zero());
    assertSame(step(copy, input), expected);
    assert(copy.constructor === layer.constructor && copy.toString() === layer.toString());
  });

  Deno.test(`${name}: survives that a tidy() disposes what it keeps`, () => {
    const layer = make(), input = inputOf("float32"), expected = step(make(), input);
    tidy(() => {
      step(layer, input);
    });
    assertSame(step(layer, input), expected);
  });

  Deno.test(`${name}: clearState() leaves the parameters, and the layer works after it`, () => {
    const layer = make(), input = inputOf("float32"), expected = step(layer, input);
    layer.clearState();
    assertEquals(tensorsOf(layer.output).reduce((n, t) => n + t.nElement(), 0), 0);
    assertSame(step(layer, input), expected);
  });

  Deno.test(`${name}: takes no other dtype and nothing but what it should`, () => {
    const layer = make(), list = Array.isArray(inputOf("float32"));
    for (const wrong of list ? [undefined, null, 3, [], [1, 2]] : [undefined, null, [1, 2], 3]) {
      const error = assertThrows(() => layer.forward(wrong as unknown as Activity), TypeError);
      assertMatch(error.message, /Cannot run \w+\.forward: input(\[\d\])* must (be|have|hold) /);
    }
    const refuse = (dtype: Dtype): void => {
      const wrong = mapActivity(inputOf("float64"), (x) => isReal(x) ? x.to(dtype) : x);
      const error = assertThrows(() => layer.forward(wrong), TypeError);
      assertMatch(error.message, new RegExp(`must be float32 like the module but is ${dtype}`));
    };
    if (!anyDtype && tensorsOf(inputOf("float32")).some(isReal)) {
      refuse("float64");
      refuse("int32");
    }
    const input = inputOf("float32"), gradOutput = mapActivity(layer.forward(input), (y) => numbers(y.size()));
    const error = assertThrows(() => layer.backward(input, gradOutput), TypeError);
    assertMatch(error.message, /\.backward: gradOutput(\[\d\])* must be float32 like the /);
  });
}
