import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { SpatialConvolution } from "./spatial_convolution.ts";
import { type ConnectionTable, SpatialConvolutionMap } from "./spatial_convolution_map.ts";
import * as tables from "./tables.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const TABLE = [[0, 0], [2, 0], [1, 1], [2, 3], [0, 0]] as const;
const make = (table: ConnectionTable, ...args: [number, number, number?, number?]) => () =>
  new SpatialConvolutionMap(table, args[0], args[1], args[2], args[3], { generator: seeded() });

testLayer("SpatialConvolutionMap", {
  make: make(TABLE, 3, 2, 1, 2),
  size: [2, 3, 6, 5],
  large: [9, 3, 40, 41],
});
testLayer("SpatialConvolutionMap with dilation and without bias", {
  make: () => new SpatialConvolutionMap(tables.oneToOne(2), 2, 2, 1, 1, { generator: seeded(), dilationW: 2 }).noBias(),
  size: [2, 2, 6, 5],
});

Deno.test("SpatialConvolutionMap with a full table is SpatialConvolution", () => {
  const map = make(tables.full(2, 3), 3, 3)(), plain = new SpatialConvolution(2, 3, 3, 3, 1, 1, 0, 0);
  plain.weight.copy(map.weight);
  plain.bias!.copy(map.bias!);
  const x = numbers([2, 6, 7], "float32"), g = numbers([3, 4, 5], "float32");
  assert(map.forward(x).equal(plain.forward(x)));
  assert(map.backward(x, g).equal(plain.backward(x, g)));
  assertEquals(map.gradWeight.toArray().flat(), plain.gradWeight.toArray().flat(2));
});

Deno.test("SpatialConvolutionMap adds up connections that are listed twice", () => {
  const layer = make([[0, 0], [1, 0], [0, 0]], 1, 1)();
  layer.weight.copy(tensor([1, 10, 100]));
  layer.bias!.fill(0.5);
  assertClose(layer.forward(tensor([[[2]], [[3]]])), [[[232.5]]]);
  layer.zeroGradParameters();
  assertClose(layer.backward(tensor([[[2]], [[3]]]), tensor([[[5]]])), [[[505]], [[50]]]);
  assertClose(layer.gradWeight, [[[10]], [[15]], [[10]]]);
});

Deno.test("SpatialConvolutionMap draws each kernel by the connections of its output plane", () => {
  const layer = make(TABLE, 3, 2)(), generator = seeded(), size = zeros([3, 2]), fanIn = [3, 1, 0, 1];
  const limit = (to: number) => 1 / Math.sqrt(6 * Math.max(1, fanIn[to]!));
  TABLE.forEach(([, to], k) => {
    const drawn = size.uniform(-limit(to), limit(to), { generator });
    assertEquals(layer.weight.select(0, k).toArray().flat(), drawn.toArray().flat());
  });
  fanIn.forEach((_, to) => {
    assertEquals(layer.bias!.get(to), zeros([1]).uniform(-limit(to), limit(to), { generator }).get(0));
  });
  layer.reset(0.1);
  assert(layer.weight.max() <= 0.1 * Math.sqrt(3) && layer.bias!.min() >= -0.1 * Math.sqrt(3));
});

Deno.test("SpatialConvolutionMap takes tables as tensors of whatever dtype", () => {
  const list = make([[1, 0], [0, 1]], 2, 2)(), table = make(tensor([[1, 0], [0, 1]]), 2, 2)();
  assertEquals(table.connTable.toArray(), list.connTable.toArray());
  const x = numbers([2, 3, 3], "float32");
  assert(table.double().forward(x.double()).float().max() === list.double().forward(x.double()).float().max());
});

Deno.test("SpatialConvolutionMap checks its table", () => {
  const refuse = (table: unknown, type: new (message: string) => Error, message: string) =>
    assertThrows(() => make(table as Tensor, 2, 2)(), type, `Cannot run SpatialConvolutionMap: ${message}`);
  refuse([], TypeError, "connTable must be a tensor or a list of pairs but is []");
  refuse([[0]], TypeError, "connTable must be a tensor or a list of pairs but is [0]");
  refuse(3, TypeError, "connTable must be a tensor or a list of pairs but is 3");
  refuse(zeros([3, 3]), TypeError, "connTable must be [connections, 2] but is [3, 3]");
  refuse([[0, -1]], RangeError, "connTable[0][1] must be from 0 to 2147483646 but is -1");
  refuse([[0, 0], [0.5, 0]], RangeError, "connTable[1][0] must be an integer but is 0.5");
  refuse([["0", 0]], TypeError, 'connTable[0][0] must be a number but is "0"');
});

Deno.test("SpatialConvolutionMap names planes, kernel and work", () => {
  const layer = make(TABLE, 3, 2)();
  assertEquals(String(layer), "nn.SpatialConvolutionMap(3 -> 4, 3x2)");
  assertEquals(layer.summary([3, 4, 5]).multiplyAdds, 5 * 6 * 9);
});
