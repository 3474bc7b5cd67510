import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { VolumetricMaxPooling } from "./volumetric_max_pooling.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("VolumetricMaxPooling", {
  make: () => new VolumetricMaxPooling(2, 2, 2),
  size: [2, 2, 4, 5, 4],
  large: [4, 4, 10, 40, 41],
});
testLayer("VolumetricMaxPooling 3x2x3, 1,2,2, 1,1,0, rounding up", {
  make: () => new VolumetricMaxPooling(3, 2, 3, 1, 2, 2, 1, 1, 0).ceil(),
  size: [2, 2, 3, 6, 4],
  large: [4, 4, 10, 40, 41],
});

/** The first largest element of each window in the order of time, height and width, and its place in the volume. */
function reference(x: Tensor, layer: VolumetricMaxPooling): { output: number[]; indices: number[] } {
  const [planes, time, height, width] = x.size() as [number, number, number, number], output = [], indices = [];
  const { kT, kW, kH, dT, dW, dH, padT, padW, padH } = layer, [, oT, oH, oW] = layer.output.size() as number[];
  for (let p = 0; p < planes; p++) {
    for (let i = 0; i < oT! * oH! * oW!; i++) {
      const t0 = Math.floor(i / oH! / oW!) * dT - padT, y0 = Math.floor(i / oW!) % oH! * dH - padH;
      const x0 = i % oW! * dW - padW;
      let best = -Infinity, at = -1;
      for (let t = Math.max(t0, 0); t < Math.min(t0 + kT, time); t++) {
        for (let r = Math.max(y0, 0); r < Math.min(y0 + kH, height); r++) {
          for (let c = Math.max(x0, 0); c < Math.min(x0 + kW, width); c++) {
            if (x.get(p, t, r, c) > best) [best, at] = [x.get(p, t, r, c), (t * height + r) * width + c];
          }
        }
      }
      output.push(best);
      indices.push(at);
    }
  }
  return { output, indices };
}

Deno.test("VolumetricMaxPooling takes the first of equals and says where it lies in the volume", () => {
  const x = numbers([2, 4, 5, 6], "float32").mul(1.5).round();
  for (const args of [[2, 2, 2], [3, 2, 3, 1, 2, 1, 1, 0, 1], [2, 3, 2, 2, 1, 2, 0, 1, 1]] as const) {
    const layer = new VolumetricMaxPooling(...args as [number, number, number]);
    const output = layer.forward(x).clone(), n = output.nElement(), expected = reference(x, layer);
    assertEquals(output.view(n).toArray(), expected.output);
    assertEquals(layer.indices.size(), output.size());
    assertEquals(layer.indices.view(n).toArray(), expected.indices);
  }
});

Deno.test("VolumetricMaxPooling takes no padding, and NaN only where there is nothing else", () => {
  assertEquals(new VolumetricMaxPooling(2, 2, 2, 2, 2, 2, 1, 1, 1).forward(tensor([[[[-5]]]])).toArray(), [[[[-5]]]]);
  const layer = new VolumetricMaxPooling(2, 1, 1), x = tensor([[[[NaN, NaN]], [[NaN, 4]]]]);
  assertEquals(layer.forward(x).toArray(), [[[[NaN, 4]]]]);
  assertEquals(layer.backward(x, tensor([[[[1, 2]]]])).sum(), 3);
});

Deno.test("VolumetricMaxPooling rounds the number of windows up or down", () => {
  const layer = new VolumetricMaxPooling(3, 3, 3, 2, 2, 2), x = zeros([1, 6, 7, 8]);
  assertEquals(layer.ceil().forward(x).size(), [1, 3, 3, 4]);
  assertEquals(layer.floor().forward(x).size(), [1, 2, 3, 3]);
});

Deno.test("VolumetricMaxPooling takes an empty batch", () => {
  const layer = new VolumetricMaxPooling(2, 2, 2), x = zeros([0, 2, 4, 4, 4]);
  assertEquals(layer.forward(x).size(), [0, 2, 2, 2, 2]);
  assertEquals(layer.indices.size(), [0, 2, 2, 2, 2]);
  assertEquals(layer.backward(x, zeros([0, 2, 2, 2, 2])).size(), [0, 2, 4, 4, 4]);
});

Deno.test("VolumetricMaxPooling names the sizes that it takes", () => {
  const layer = new VolumetricMaxPooling(4, 3, 2);
  assertThrows(
    () => layer.forward(zeros([1, 3, 2, 2])),
    TypeError,
    "Cannot run VolumetricMaxPooling.forward: input must be [planes, time >= 4, height >= 2, width >= 3] but is [1, 3, 2, 2]",
  );
  const x = numbers([2, 4, 4, 6], "float32");
  layer.forward(x);
  assertThrows(
    () => layer.backward(x, zeros([2, 1, 2, 3])),
    TypeError,
    "Cannot run VolumetricMaxPooling.backward: gradOutput must be [2, 1, 2, 2] but is [2, 1, 2, 3]",
  );
  assertThrows(
    () => layer.backward(zeros([2, 4, 5, 6]), zeros([2, 1, 2, 2])),
    TypeError,
    "input must be that of the last forward, which gave [2, 1, 2, 2], but is [2, 4, 5, 6]",
  );
});

Deno.test("VolumetricMaxPooling checks its arguments", () => {
  assertThrows(
    () => new VolumetricMaxPooling(2, 2, 0),
    RangeError,
    "Cannot run VolumetricMaxPooling: kH must be from 1 to 2147483647 but is 0",
  );
  assertThrows(
    () => new VolumetricMaxPooling(2, 2, 2, 2, 2, 2, 2),
    RangeError,
    "Cannot run VolumetricMaxPooling: padT must be from 0 to 1 but is 2",
  );
});

Deno.test("VolumetricMaxPooling.toString() is Torch7's text", () => {
  assertEquals(String(new VolumetricMaxPooling(3, 2, 4)), "nn.VolumetricMaxPooling(3x2x4, 3,2,4)");
  const padded = new VolumetricMaxPooling(3, 2, 4, 1, 1, 1, 0, 0, 2);
  assertEquals(String(padded), "nn.VolumetricMaxPooling(3x2x4, 1,1,1, 0,0,2)");
});
