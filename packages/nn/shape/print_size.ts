import { formatSize, Tensor } from "@taimatsu/tensor";
import type { Activity, ModuleOptions } from "../options.ts";
import { Identity } from "./identity.ts";
import type { TorchForm } from "../files/torch_form.ts";

/** Options of {@linkcode PrintSize}. */
export interface PrintSizeOptions extends ModuleOptions {
  /** What is called with the text; `console.log` by default. */
  print?: (text: string) => void;
}

/**
 * Returns its input, and prints the sizes of it and, on the way back, of the gradient.
 *
 * Input a tensor of any size and dtype, or lists of tensors. Torch7: `PrintSize.lua`.
 *
 * @typeParam A Input and output: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { PrintSize } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const lines: string[] = [];
 * new PrintSize("hidden", { print: (line) => lines.push(line) }).forward(rand([2, 3]));
 * assertEquals(lines, ["hidden:input [2, 3]"]);
 * ```
 */
export class PrintSize<A extends Activity = Tensor> extends Identity<A> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["prefix"] };

  /** What stands in front of the sizes. */
  readonly prefix: string;
  /** What is called with the text. */
  readonly print: (text: string) => void;

  /**
   * Creates the layer.
   *
   * @param prefix What stands in front of the sizes.
   */
  constructor(prefix = "PrintSize", options: PrintSizeOptions = {}) {
    super(options);
    this.prefix = prefix;
    this.print = options.print ?? ((text) => console.log(text));
  }

  /** Prints the size of the input. */
  override updateOutput(input: A): A {
    const output = super.updateOutput(input);
    this.print(`${this.prefix}:input ${sizesOf(input)}`);
    return output;
  }

  /** Prints the size of the gradient. */
  override updateGradInput(input: A, gradOutput: A): A {
    const gradInput = super.updateGradInput(input, gradOutput);
    this.print(`${this.prefix}:gradOutput ${sizesOf(gradOutput)}`);
    return gradInput;
  }
}

function sizesOf(x: Activity): string {
  return x instanceof Tensor ? formatSize(x.shape) : `{${x.map(sizesOf).join(", ")}}`;
}
