// What convolutions with a table of connections share: the kernels of the connections lie in kernels of all planes, the rest is 0.
import {
  checkInteger,
  defaultDevice,
  describe,
  type Device,
  formatSize,
  type Generator,
  indexSelect,
  Tensor,
  tensor,
} from "@taimatsu/tensor";
import { kept } from "../kernels.ts";
import { MOST } from "./sizes.ts";
import type { ConnectionTable } from "./spatial_convolution_map.ts";

function pairsOf(caller: string, table: ConnectionTable): [number, number][] {
  if (table instanceof Tensor) {
    if (table.dim() !== 2 || table.size(1) !== 2 || table.size(0) === 0) {
      throw new TypeError(`Cannot run ${caller}: connTable must be [connections, 2] but is ${formatSize(table.shape)}`);
    }
    return table.toArray() as [number, number][];
  }
  if (!Array.isArray(table) || table.length === 0 || !table.every((pair) => Array.isArray(pair) && pair.length === 2)) {
    throw new TypeError(
      `Cannot run ${caller}: connTable must be a tensor or a list of pairs but is ${describe(table)}`,
    );
  }
  return table as [number, number][];
}

/** A table that was read. */
export interface Connections {
  /** The pairs, int64, [n, 2]. */
  readonly connTable: Tensor;
  /** Number of input planes: one more than the largest. */
  readonly nInputPlane: number;
  /** Number of output planes: one more than the largest. */
  readonly nOutputPlane: number;
}

/** Reads a table; the pairs lie on a device, the default one unless given. */
export function readConnections(caller: string, table: ConnectionTable, device: Device = defaultDevice()): Connections {
  let nInputPlane = 0, nOutputPlane = 0;
  const pairs = pairsOf(caller, table);
  pairs.forEach(([from, to], k) => {
    checkInteger(caller, `connTable[${k}][0]`, from, 0, MOST - 1);
    checkInteger(caller, `connTable[${k}][1]`, to, 0, MOST - 1);
    nInputPlane = Math.max(nInputPlane, from + 1);
    nOutputPlane = Math.max(nOutputPlane, to + 1);
  });
  return { connTable: tensor(pairs, { dtype: "int64", device }), nInputPlane, nOutputPlane };
}

/** Returns where the connections' kernels lie among those of all pairs of planes: `columns` pairs for each `row` (0 input, 1 output). */
export function positionsIn(connTable: Tensor, row: 0 | 1, columns: number): Tensor {
  const pairs = connTable.toArray() as [number, number][];
  return tensor(pairs.map((pair) => pair[row] * columns + pair[1 - row]!), {
    dtype: "int64",
    device: connTable.device,
  });
}

/**
 * Draws the kernel of each connection, then the biases, from U(−s, s), s = 1 / √(kernel size · connections of the output plane), or
 * from one with standard deviation `stdv`.
 */
export function drawConnections(
  weight: Tensor,
  bias: Tensor | null,
  connTable: Tensor,
  nOutputPlane: number,
  generator: Generator | undefined,
  stdv: number | undefined,
): void {
  const options = generator && { generator }, size = weight.size(1) * weight.size(2);
  const outputs = (connTable.toArray() as [number, number][]).map((pair) => pair[1]);
  const fanIn = new Array<number>(nOutputPlane).fill(0);
  for (const to of outputs) fanIn[to]!++;
  // A plane that nothing leads to has its bias alone.
  const limit = (to: number) =>
    stdv === undefined ? 1 / Math.sqrt(size * Math.max(1, fanIn[to]!)) : stdv * Math.sqrt(3);
  outputs.forEach((to, k) => weight.select(0, k).uniform(-limit(to), limit(to), options));
  if (bias !== null) fanIn.forEach((_, to) => bias.narrow(0, to, 1).uniform(-limit(to), limit(to), options));
}

/** Adds the kernels of the connections to zeros of `size`, in a buffer that is made if there is none. */
export function spreadKernels(
  buffer: Tensor | null,
  weight: Tensor,
  positions: Tensor,
  size: readonly [number, number, number, number],
): Tensor {
  const kernels = kept(buffer, weight.store.code, size, weight.store.device).zero();
  kernels.view(size[0] * size[1], size[2] * size[3]).indexAdd(0, positions, weight.view(weight.size(0), -1));
  return kernels;
}

/** Adds the gradients of the connections' kernels, which it takes from those of all; returns the buffer that it used. */
export function collectKernels(gradWeight: Tensor, buffer: Tensor | null, kernels: Tensor, positions: Tensor): Tensor {
  const [n, kH, kW] = gradWeight.shape as [number, number, number];
  const out = kept(buffer, kernels.store.code, [n, kH * kW], kernels.store.device);
  indexSelect(kernels.view(-1, kH * kW), 0, positions, { out });
  gradWeight.add(out.view(n, kH, kW));
  return out;
}
