// How convolutions with a table of connections lie in files.
import { cpu, type Dtype, Generator, Tensor, tensor } from "@taimatsu/tensor";
import { readFields } from "@taimatsu/tensor/native";
import type { ConnectionOptions } from "../convolution/spatial_convolution_map.ts";
import type { AnyModule } from "../module.ts";
import type { TorchForm } from "./torch_form.ts";

type Pair = [input: number, output: number];
type Make = (table: Pair[], kW: number, kH: number, dW: number, dH: number, options: ConnectionOptions) => AnyModule;
type ConvolutionMap = AnyModule & {
  connTable: Tensor;
  nInputPlane: number;
  nOutputPlane: number;
  dilationW: number;
  dilationH: number;
};

const SIZES = ["kW", "kH", "dW", "dH"];

/**
 * Returns, for each output plane, its input planes and the numbers of their connections, last one first, all from 1: what Torch7's
 * kernels for GPUs read. It is empty where not all planes have as many.
 */
function reversed(pairs: readonly Pair[], planes: number, dtype: Dtype): Tensor | [] {
  const lists = Array.from({ length: planes }, (): Pair[] => []);
  pairs.forEach(([from, to], k) => lists[to]!.unshift([from + 1, k + 1]));
  return lists.every((list) => list.length * planes === pairs.length) ? tensor(lists, { dtype }) : [];
}

/** Returns the form of a class; `reverse` says whether it has the table of {@linkcode reversed} as well. */
export function connectionForm(make: Make, reverse: boolean): TorchForm {
  return {
    args: SIZES,
    make: (fields, options) => {
      const { connTable } = fields, sizes = readFields(SIZES, fields) as [number, number, number, number];
      if (!(connTable instanceof Tensor) || connTable.dim() !== 2) {
        throw new TypeError("connTable must be a tensor of two dimensions");
      }
      const pairs = (connTable.toArray() as Pair[]).map(([from, to]): Pair => [from - 1, to - 1]);
      // Positions of kernels are worked out from the table, so that it has to have memory.
      const module = make(pairs, ...sizes, { ...options, device: cpu, generator: new Generator(0) });
      return Object.assign(module, { generator: undefined });
    },
    derive: (module: ConvolutionMap) => ({
      connTable: module.connTable.to(cpu).to(module.type()).add(1),
      nInputPlane: module.nInputPlane,
      nOutputPlane: module.nOutputPlane,
    }),
    scratch: (module: ConvolutionMap) => {
      if (!reverse) return {};
      return { connTableRev: reversed(module.connTable.toArray() as Pair[], module.nOutputPlane, module.type()) };
    },
    className: (module: ConvolutionMap) => {
      const { name } = module.constructor;
      return module.dilationW === 1 && module.dilationH === 1 ? `nn.${name}` : name;
    },
  };
}
