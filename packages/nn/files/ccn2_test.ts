import { assert, assertEquals } from "@std/assert";
import { deserialize, randn, serialize, type Tensor, UnknownObject } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import * as nn from "../mod.ts";

type Net = nn.Sequential<Tensor, Tensor>;

function made(className: string, fields: Record<string, unknown>): Net {
  const object = new UnknownObject(className, { _type: "torch.CudaTensor", output: randn([2]), ...fields });
  return deserialize<Net>(serialize(object), { classes: [nn] });
}

/** An input as ccn2 takes it, [planes, height, width, batch], and as nn does. */
const theirs = randn([4, 7, 7, 3]), ours = theirs.permute(3, 0, 1, 2).contiguous();

function check(net: Net, layer: nn.AnyModule): void {
  const wanted = (layer.forward(ours) as Tensor).permute(1, 2, 3, 0);
  assertClose(net.forward(theirs), wanted.contiguous());
}

Deno.test("layers of ccn2 compute what those of nn do, with the batch last", () => {
  const convolution = new nn.SpatialConvolution(4, 16, 3, 3, 2, 2, 1, 1);
  const { weight, bias, gradWeight, gradBias } = convolution, kernels = (x: Tensor) => x.view(16, 36).t().contiguous();
  const fields = { weight: kernels(weight), gradWeight: kernels(gradWeight), bias, gradBias };
  const size = { nInputPlane: 4, nOutputPlane: 16, kH: 3, dH: 2, padding: 1 };
  const net = made("ccn2.SpatialConvolution", { ...size, ...fields });
  check(net, convolution);
  assertEquals(net.parameters()[0].map((x) => x.size()), [[16, 4, 3, 3], [16]]);

  check(made("ccn2.SpatialMaxPooling", { kW: 3, dW: 2 }), new nn.SpatialMaxPooling(3, 3, 2, 2).ceil());
  check(made("ccn2.SpatialMaxPooling", { kW: 2, dW: 2 }), new nn.SpatialMaxPooling(2, 2, 2, 2).ceil());
  const average = new nn.SpatialAveragePooling(2, 2, 2, 2).ceil().setCountExcludePad();
  check(made("ccn2.SpatialAvgPooling", { kW: 2, dW: 2 }), average);
  const response = { size: 3, addScale: 3e-4 / 3, powScale: 0.75, minDiv: 2 };
  check(made("ccn2.SpatialCrossResponseNormalization", response), new nn.SpatialCrossMapLRN(3, 3e-4, 0.75, 2));
});

Deno.test("other layers of ccn2 stay objects to look at", () => {
  assert(made("ccn2.SpatialConvolutionLocal", { kH: 3 }) as unknown instanceof UnknownObject);
});
