// What holds for every layer: called by the tests beside the layers.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Dtype, Generator, getNumThreads, randn, setNumThreads, type Tensor, tidy, zeros } from "@taimatsu/tensor";
import { assertClose, assertGradient } from "@taimatsu/tensor/testing";
import { type Module, Viewing } from "./mod.ts";

/** What {@linkcode testLayer} needs to know of a layer. */
export interface LayerCase {
  /** Makes the layer, always with the same parameters. */
  make: () => Module;
  /** Size of a batch, or of whatever input. */
  size: readonly number[];
  /** Whether entries of the first dimension are samples that give the same alone; they are unless said. */
  samples?: boolean;
  /** Size of an input that is worth several threads. */
  large: readonly number[];
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

/** Counts the buffers that are made while `fn` runs; small tensors share buffers, so that it must run often. */
export function countBuffers(fn: () => void): number {
  const original = globalThis.ArrayBuffer;
  let count = 0;
  globalThis.ArrayBuffer = new Proxy(original, {
    construct(target, args) {
      count++;
      return Reflect.construct(target, args);
    },
  });
  try {
    fn();
  } finally {
    globalThis.ArrayBuffer = original;
  }
  return count;
}

/** What a step computed. */
interface Step {
  output: Tensor;
  /** With respect to the input, then to the parameters. */
  gradients: Tensor[];
}

/** Runs a step with fixed ∂loss/∂output and copies what it computed; `input` is left alone. */
function step(layer: Module, input: Tensor, arrange: (x: Tensor) => Tensor = (x) => x.clone()): Step {
  layer.zeroGradParameters();
  const x = arrange(input), output = layer.forward(x).clone();
  const gradInput = layer.backward(x, arrange(numbers(output.size(), output.dtype, 5)));
  return { output, gradients: [gradInput, ...layer.parameters()[1]].map((g) => g.clone()) };
}

function assertSame(actual: Step, expected: Step): void {
  assert(actual.output.equal(expected.output), "outputs differ");
  actual.gradients.forEach((g, k) => assert(g.equal(expected.gradients[k]!), `gradients ${k} differ`));
}

/** Tests what holds for every layer. */
export function testLayer(name: string, { make, size, samples = true, large }: LayerCase): void {
  Deno.test(`${name}: gradients agree with finite differences`, () => {
    const layer = make().double(), input = numbers(size), { output, gradients } = step(layer, input);
    const gradOutput = numbers(output.size(), "float64", 5);
    const loss = (): number => layer.forward(input.clone()).dot(gradOutput);
    [input, ...layer.parameters()[0]].forEach((x, k) => assertGradient(gradients[k]!, x, loss));
  });

  Deno.test(`${name}: float32 agrees with float64`, () => {
    const input = numbers(size, "float32"), layer = make().float(), double = layer.clone().double();
    const narrow = step(layer, input), wide = step(double, input.to("float64"));
    assertClose(narrow.output, wide.output.to("float32"), { relative: 1e-5, absolute: 1e-5 });
    narrow.gradients.forEach((g, k) =>
      assertClose(g, wide.gradients[k]!.to("float32"), { relative: 1e-5, absolute: 1e-5 })
    );
  });

  if (samples) {
    Deno.test(`${name}: a batch is its samples`, () => {
      const layer = make().double(), input = numbers(size), batch = step(layer, input);
      const gradOutput = numbers(batch.output.size(), "float64", 5);
      layer.zeroGradParameters();
      for (let i = 0; i < size[0]!; i++) {
        const sample = input.select(0, i).clone();
        assertClose(layer.forward(sample).clone(), batch.output.select(0, i));
        assertClose(layer.backward(sample, gradOutput.select(0, i).clone()), batch.gradients[0]!.select(0, i));
      }
      layer.parameters()[1].forEach((g, k) => assertClose(g, batch.gradients[k + 1]!));
    });
  }

  Deno.test(`${name}: input and gradient need not be contiguous`, () => {
    const input = numbers(size, "float32"), expected = step(make(), input), actual = step(make(), input, scattered);
    assertClose(actual.output, expected.output);
    actual.gradients.forEach((g, k) => assertClose(g, expected.gradients[k]!));
  });

  Deno.test(`${name}: keeps its objects and allocates nothing after the first step`, () => {
    const layer = make(), input = numbers(size, "float32"), output = layer.forward(input);
    const gradOutput = numbers(output.size(), "float32", 5), gradInput = layer.backward(input, gradOutput);
    const buffers = countBuffers(() => {
      for (let i = 0; i < 300; i++) {
        assert(layer.forward(input) === output, "output is another object");
        assert(layer.backward(input, gradOutput) === gradInput, "gradInput is another object");
        layer.updateParameters(0.001);
        layer.zeroGradParameters();
      }
    });
    assertEquals(buffers, 0);
  });

  Deno.test(`${name}: one and two threads give the same bits`, () => {
    const input = numbers(large, "float32"), threads = getNumThreads();
    setNumThreads(1);
    const one = step(make(), input);
    setNumThreads(2);
    const two = step(make(), input);
    setNumThreads(threads);
    assertSame(two, one);
  });

  Deno.test(`${name}: gradInput = null leaves all else as it is`, () => {
    const input = numbers(size, "float32"), expected = step(make(), input), layer = make();
    layer.gradInput = null;
    const actual = step(layer, input);
    assertEquals(actual.gradients[0]!.nElement(), 0);
    assertEquals(layer.gradInput, null);
    assertSame({ ...actual, gradients: actual.gradients.slice(1) }, {
      ...expected,
      gradients: expected.gradients.slice(1),
    });
  });

  Deno.test(`${name}: scale multiplies the gradients of parameters, which are added up`, () => {
    const layer = make().double(), input = numbers(size), once = step(layer, input);
    const gradOutput = numbers(once.output.size(), "float64", 5);
    layer.forward(input);
    layer.backward(input, gradOutput, -0.25);
    layer.parameters()[1].forEach((g, k) => assertClose(g, once.gradients[k + 1]!.clone().mul(0.75)));
  });

  Deno.test(`${name}: a clone computes the same with memory of its own`, () => {
    const layer = make(), input = numbers(size, "float32"), expected = step(layer, input), copy = layer.clone();
    layer.parameters()[0].forEach((p) => p.zero());
    assertSame(step(copy, input), expected);
    assert(copy.constructor === layer.constructor && copy.toString() === layer.toString());
  });

  Deno.test(`${name}: survives that a tidy() disposes what it keeps`, () => {
    const layer = make(), input = numbers(size, "float32"), expected = step(make(), input);
    tidy(() => {
      step(layer, input);
    });
    assertSame(step(layer, input), expected);
  });

  Deno.test(`${name}: takes no other dtype and nothing but tensors`, () => {
    const layer = make();
    const refuse = (x: unknown, message: string) =>
      assertThrows(() => layer.forward(x as Tensor), TypeError, `.forward: input must be ${message}`);
    refuse([1, 2], "a tensor but is a list");
    refuse(undefined, "a tensor but is undefined");
    refuse(null, "a tensor but is null");
    if (!(layer instanceof Viewing)) {
      refuse(numbers(size), "float32 like the module but is float64");
      refuse(numbers(size).to("int32"), "float32 like the module but is int32");
    }
    const output = layer.forward(numbers(size, "float32")), gradOutput = numbers(output.size());
    assertThrows(
      () => layer.backward(numbers(size, "float32"), gradOutput),
      TypeError,
      `.backward: gradOutput must be float32 like the `,
    );
  });
}
