import { cbitand, csub, eq, type Tensor, where } from "@taimatsu/tensor";
import { dtypeCode } from "@taimatsu/tensor/native";
import { kept } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { EqualTable } from "./equal_table.ts";

/** The largest or smallest of tensors, element by element: the base of `CMaxTable` and `CMinTable`. */
export abstract class ExtremeTable extends EqualTable {
  /** The extremes: the output may have been changed in place. */
  _extreme: Tensor | null = null;
  /** Where no tensor had the extreme yet. */
  _open: Tensor | null = null;
  /** Where a tensor is the first that has it. */
  _first: Tensor | null = null;
  /** One zero. */
  _zero: Tensor | null = null;

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(1, Infinity, options);
  }

  /** Computes the extremes of two tensors. */
  abstract choose(out: Tensor, a: Tensor, b: Tensor): void;

  /** y = the extreme of all x_i */
  override combine(output: Tensor, input: readonly Tensor[]): void {
    if (input.length === 1) output.copy(input[0]!);
    else this.choose(output, input[0]!, input[1]!);
    for (let i = 2; i < input.length; i++) this.choose(output, output, input[i]!);
  }

  /** Passes each gradient to the first tensor that has the extreme; to none where that is NaN. */
  override spread(gradInput: readonly Tensor[], input: readonly Tensor[], gradOutput: Tensor): void {
    const { shape } = gradOutput, byte = dtypeCode("uint8");
    const extreme = this._extreme = kept(this._extreme, this.code, shape, this.device);
    const open = this._open = kept(this._open, byte, shape, this.device),
      first = this._first = kept(this._first, byte, shape, this.device);
    const zero = this._zero = kept(this._zero, this.code, [1], this.device).zero();
    this.combine(extreme, input);
    open.fill(1);
    for (let i = 0; i < input.length; i++) {
      cbitand(eq(input[i]!, extreme, { out: first }), open, { out: first });
      where(first, gradOutput, zero, { out: gradInput[i]! });
      csub(open, first, { out: open });
    }
  }
}
