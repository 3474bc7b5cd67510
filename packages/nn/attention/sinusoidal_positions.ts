import { checkInteger, type Tensor, tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Positions } from "./positions.ts";

/**
 * Adds sines and cosines of the position, of wavelengths from 2π to 2π · 10000: to feature 2i of position t
 * sin(t / 10000^(2i / embedDim)), to feature 2i + 1 the cosine of the same.
 *
 * Input [T, embedDim] or [batch, T, embedDim] of any length T; the output is sized like it.
 *
 * Vaswani et al., "Attention Is All You Need", 2017, section 3.5. Not in Torch7.
 *
 * @example Usage
 * ```ts
 * import { SinusoidalPositions } from "@taimatsu/nn";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const y = new SinusoidalPositions(2).forward(zeros([3, 2]));
 * assertClose(y, [[0, 1], [Math.sin(1), Math.cos(1)], [Math.sin(2), Math.cos(2)]]);
 * ```
 */
export class SinusoidalPositions extends Positions {
  /** Features of a position. */
  readonly embedDim: number;
  /** What is added, for as many positions as were seen. */
  _table: Tensor;

  /**
   * Creates the layer.
   *
   * @param embedDim Features of a position.
   * @throws {RangeError} If it is no integer from 1.
   */
  constructor(embedDim: number, options?: ModuleOptions) {
    super(options);
    checkInteger("SinusoidalPositions", "embedDim", embedDim, 1);
    this.embedDim = embedDim;
    this._table = fresh(this.code, [], this.device);
  }

  /** Returns sines and cosines of the first positions. */
  override table(length: number): Tensor {
    const { embedDim, _table: known } = this;
    if (known.count < length * embedDim || known.store.length < known.count) {
      const rows = Array.from({ length }, (_, t) =>
        Array.from({ length: embedDim }, (_, j) => {
          const angle = t / 10000 ** ((j - j % 2) / embedDim);
          return j % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
        }));
      this._table = tensor(rows, this.tensorOptions());
    }
    return this._table.narrow(0, 0, length);
  }

  /** Returns `nn.SinusoidalPositions(embedDim)`. */
  override toString(): string {
    return `${super.toString()}(${this.embedDim})`;
  }
}
