// The numbers that every runner of workloads.json computes with; bench/README.md defines them.
import { cpu, defaultDevice, fromBuffer, type Tensor } from "@taimatsu/tensor";
import type { Case, InputSpec } from "./case.ts";

/** The elements of a tensor in row-major order. */
export function fill(spec: InputSpec, seed: number, double: boolean): Float32Array | Float64Array | BigInt64Array {
  const n = spec.shape.reduce((product, size) => product * size, 1), { lo = 0, hi = 1, below } = spec;
  let s = Math.imul(seed, 2654435761) >>> 0;
  const next = (): number => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return (s >>> 8) / 2 ** 24;
  };
  if (below !== undefined) return BigInt64Array.from({ length: n }, () => BigInt(Math.floor(next() * below)));
  const out = double ? new Float64Array(n) : new Float32Array(n);
  for (let i = 0; i < n; i++) out[i] = Math.fround(lo + (hi - lo) * next());
  return out;
}

function make(c: Case, spec: InputSpec, seed: number): Tensor {
  const data = fill(spec, seed, c.dtype === "f64");
  const dtype = data instanceof BigInt64Array ? "int64" : data instanceof Float64Array ? "float64" : "float32";
  const x = fromBuffer(data.buffer as ArrayBuffer, dtype, spec.shape), device = defaultDevice();
  // A copy lies where the library puts tensors of this size.
  return device === cpu ? x.clone() : x.to(device);
}

/** The tensors of a case. */
export class Inputs {
  readonly #named = new Map<string, Tensor[]>();
  /** Parameters of the net or layer, in the order of the case. */
  readonly params: Tensor[];

  /** Fills the tensors of `c`. */
  constructor(c: Case) {
    let seed = 0;
    for (const spec of c.in ?? []) {
      this.#named.set(spec.name, Array.from({ length: spec.repeat ?? 1 }, () => make(c, spec, ++seed)));
    }
    this.params = (c.params ?? []).map((spec) => make(c, spec, ++seed));
  }

  /** Returns whether the case has a tensor of this name. */
  has(name: string): boolean {
    return this.#named.has(name);
  }

  /** Returns the tensors of a name. */
  list(name: string): Tensor[] {
    const found = this.#named.get(name);
    if (found === undefined) throw new Error(`The case has no input "${name}"`);
    return found;
  }

  /** Returns the tensor of a name. */
  get(name: string): Tensor {
    return this.list(name)[0]!;
  }
}
