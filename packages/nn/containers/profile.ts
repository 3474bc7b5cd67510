import { checkInteger, type Tensor, UnknownObject } from "@taimatsu/tensor";
import { renamed } from "@taimatsu/tensor/native";
import type { Module } from "../module.ts";
import type { Activity } from "../options.ts";
import { Decorator } from "./decorator.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { DECORATOR } from "../files/decorator_form.ts";

/** Options of {@linkcode Profile}. */
export interface ProfileOptions {
  /** What is called with the text; `console.log` by default. */
  print?: (text: string) => void;
}

/**
 * A module around another one that measures how long its passes take, and prints it after every so many.
 *
 * Torch7: `Profile.lua`.
 *
 * @typeParam I Input of the module: a tensor unless given.
 * @typeParam O Output of the module: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { Linear, Profile } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertMatch } from "@std/assert";
 *
 * let text = "";
 * const profile = new Profile(new Linear(10, 2), 5, "linear", { print: (line) => text = line });
 * for (let i = 0; i < 5; i++) profile.forward(rand([10]));
 * assertMatch(text, /^linear took \d+\.\d{3} seconds for 5 forward passes, \d+\.\d{6} each$/);
 * ```
 */
export class Profile<I extends Activity = Tensor, O extends Activity = Tensor> extends Decorator<I, O> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [...DECORATOR.args, renamed("printInterval", "print_interval"), renamed("label", "name")],
    fields: [
      renamed("forwardPasses", "numFwds"),
      renamed("backwardPasses", "numBwds"),
      renamed("forwardSeconds", "summedFwdTime"),
      renamed("backwardSeconds", "summedBwdTime"),
    ],
    upgrade: DECORATOR.upgrade,
    derive: ({ modules }: Profile) => ({ module: modules[0] }),
    scratch: () => ({ timer: new UnknownObject("torch.Timer", null) }),
  };

  /** After how many passes the times are printed. */
  readonly printInterval: number;
  /** What stands before the times. */
  readonly label: string;
  /** What is called with the text. */
  readonly print: (text: string) => void;
  /** Forward passes since the last text. */
  forwardPasses = 0;
  /** Backward passes since the last text. */
  backwardPasses = 0;
  /** Seconds that these forward passes took. */
  forwardSeconds = 0;
  /** Seconds that these backward passes took. */
  backwardSeconds = 0;

  /**
   * Wraps a module.
   *
   * @param module The module.
   * @param printInterval After how many passes the times are printed.
   * @param name What stands before the times: the module's class unless given.
   * @throws {RangeError} If `printInterval` is no integer from 1.
   */
  constructor(module: Module<I, O>, printInterval = 100, name?: string, options: ProfileOptions = {}) {
    super(module);
    checkInteger("Profile", "printInterval", printInterval, 1);
    this.printInterval = printInterval;
    this.label = name ?? `nn.${module.constructor.name}`;
    this.print = options.print ?? ((text) => console.log(text));
  }

  /** Passes the input through the module and measures. */
  override updateOutput(input: I): O {
    const start = performance.now(), output = super.updateOutput(input);
    this.forwardSeconds += (performance.now() - start) / 1000;
    if (++this.forwardPasses >= this.printInterval) {
      this.print(this.report("forward", this.forwardSeconds));
      this.forwardPasses = this.forwardSeconds = 0;
    }
    return output;
  }

  /** Passes the gradient back through the module and measures. */
  override updateGradInput(input: I, gradOutput: O): I {
    const start = performance.now(), gradInput = super.updateGradInput(input, gradOutput);
    this.count(start);
    return gradInput;
  }

  /** Adds to the gradients of all parameters and measures; that is part of the backward pass before. */
  override accGradParameters(input: I, gradOutput: O, scale = 1): void {
    const start = performance.now();
    super.accGradParameters(input, gradOutput, scale);
    this.backwardSeconds += (performance.now() - start) / 1000;
  }

  /** Passes the gradient back, adds to the gradients of all parameters, and measures. */
  override backward(input: I, gradOutput: O, scale = 1): I {
    const start = performance.now(), gradInput = super.backward(input, gradOutput, scale);
    this.count(start);
    return gradInput;
  }

  /** Counts a backward pass that began at `start`. */
  count(start: number): void {
    this.backwardSeconds += (performance.now() - start) / 1000;
    if (++this.backwardPasses < this.printInterval) return;
    this.print(this.report("backward", this.backwardSeconds));
    this.backwardPasses = this.backwardSeconds = 0;
  }

  /** Returns the text for passes that took so many seconds. */
  report(direction: string, seconds: number): string {
    const each = (seconds / this.printInterval).toFixed(6);
    return `${this.label} took ${
      seconds.toFixed(3)
    } seconds for ${this.printInterval} ${direction} passes, ${each} each`;
  }
}
