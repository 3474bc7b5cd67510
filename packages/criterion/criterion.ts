import {
  checkOneOf,
  cpu,
  Device,
  type Dtype,
  empty,
  type Storage,
  type Tensor,
  type UnknownObject,
} from "@taimatsu/tensor";
import { dtypeCode, FLOAT64 } from "@taimatsu/tensor/native";
import { type Activity, firstTensor } from "./activity.ts";
import { fit, ONE } from "./buffers.ts";
import { type CriterionClass, readCriterion } from "./files/read_criterion.ts";
import { fillGradInput } from "./files/results.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { writeCriterion } from "./files/write_criterion.ts";
import { convertFields, copyDeep } from "./walk.ts";

/** A criterion of whatever input and target. */
export type AnyCriterion = Criterion<Activity, unknown>;

/**
 * A loss function: how far a network's output is from its target, as one number, and the gradient of that number.
 *
 * A criterion of one's own overrides {@linkcode updateOutput} and {@linkcode updateGradInput}. Tensors that a criterion keeps
 * (`gradInput`, what its buffers hold) are written anew by each call, so that a training step allocates nothing.
 *
 * Torch7: `nn.Criterion`.
 *
 * @typeParam Input What the network gives: a tensor, or lists of tensors.
 * @typeParam Target What it should give.
 *
 * @example A criterion of one's own
 * ```ts
 * import { Criterion } from "@taimatsu/criterion";
 * import { abs, sign, sum, type Tensor, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * class Magnitude extends Criterion<Tensor, undefined> {
 *   override updateOutput(input: Tensor): number {
 *     return sum(abs(input));
 *   }
 *
 *   override updateGradInput(input: Tensor): Tensor {
 *     return sign(input, { out: this.gradInput });
 *   }
 * }
 *
 * const criterion = new Magnitude(), input = tensor([1, -2]);
 * assertClose(criterion.forward(input, undefined), 3);
 * assertClose(criterion.backward(input, undefined), [1, -1]);
 * ```
 */
export abstract class Criterion<Input = Tensor, Target = Tensor> {
  /** How the class lies in Torch7's files; one that says nothing is written with all its fields, under its own name. */
  declare static readonly torch?: TorchForm;

  /** The loss that the last {@linkcode forward} computed. */
  output = 0;

  /** The gradient that the last {@linkcode backward} computed; the next one overwrites it. */
  gradInput: Input = empty([]) as Input;

  /** A factor for each class or column, in criterions that have some. */
  declare weights?: Tensor | undefined;

  /** The loss on the device. */
  protected loss: Tensor | undefined = undefined;

  /**
   * Computes the loss. Criterions override this; users call {@linkcode forward}.
   *
   * @param input What the network gave.
   * @param target What it should have given.
   */
  abstract updateOutput(input: Input, target: Target): number;

  /**
   * Computes the gradient of the loss with respect to the input. Criterions override this; users call {@linkcode backward}.
   *
   * @param input What the network gave.
   * @param target What it should have given.
   */
  abstract updateGradInput(input: Input, target: Target): Input;

  /**
   * Returns the loss, and keeps it in {@linkcode output}.
   *
   * @param input What the network gave.
   * @param target What it should have given.
   */
  forward(input: Input, target: Target): number {
    return this.output = this.updateOutput(input, target);
  }

  /**
   * Returns the gradient of the loss with respect to the input, and keeps it in {@linkcode gradInput}.
   * {@linkcode forward} must have run with the same arguments.
   *
   * @param input What the network gave.
   * @param target What it should have given.
   */
  backward(input: Input, target: Target): Input {
    return this.gradInput = this.updateGradInput(input, target);
  }

  /**
   * Returns the loss as a tensor of one element, which stays on the device: reading a number makes a GPU wait.
   * The next call may overwrite it. `output` is left alone.
   *
   * @param input What the network gave.
   * @param target What it should have given.
   */
  lossTensor(input: Input, target: Target): Tensor {
    const loss = this.updateOutput(input, target),
      { code, device } = firstTensor(input)?.store ?? { code: FLOAT64, device: cpu };
    return (this.loss = fit(this.loss, code, ONE, device)).fill(loss);
  }

  /**
   * Runs {@linkcode forward} and {@linkcode backward}.
   *
   * @returns The loss and the gradient.
   */
  call(input: Input, target: Target): [output: number, gradInput: Input] {
    return [this.forward(input, target), this.backward(input, target)];
  }

  /** Returns a copy that shares no memory with this criterion; criterions and modules inside are copied too. */
  clone(): this {
    return copyDeep(this);
  }

  /**
   * Converts the floating-point tensors that the criterion keeps, such as class weights, also those of the criterions
   * and modules inside. Tensors that were passed to the constructor are left alone: the criterion goes on with
   * converted copies.
   *
   * @param dtype The dtype of the inputs to come.
   * @param converted Storages and what they became: what is converted with the same map goes on sharing memory.
   * @throws {TypeError} If the dtype is neither `float32` nor `float64`.
   */
  type(dtype: Dtype, converted: Map<Storage, Storage> = new Map()): this {
    checkOneOf(`${this.constructor.name}.type`, "dtype", dtype, ["float32", "float64"]);
    const { torch } = this.constructor as unknown as CriterionClass;
    if (Array.isArray(this.gradInput)) fillGradInput(this as unknown as AnyCriterion, torch, dtype);
    convertFields(this, { code: dtypeCode(dtype) }, converted);
    return this;
  }

  /**
   * Converts the criterion to a dtype as {@linkcode type} does, or moves all that it keeps to a device (Torch7's `cuda`).
   *
   * @param converted Storages and what they became: what is moved with the same map goes on sharing memory.
   * @throws {TypeError} If the dtype is neither `float32` nor `float64`.
   */
  to(target: Dtype | Device, converted: Map<Storage, Storage> = new Map()): this {
    if (!(target instanceof Device)) return this.type(target, converted);
    convertFields(this, { device: target }, converted);
    return this;
  }

  /** As `to(cpu)`. */
  cpu(): this {
    return this.to(cpu);
  }

  /** As `type("float32")`. */
  float(): this {
    return this.type("float32");
  }

  /** As `type("float64")`. */
  double(): this {
    return this.type("float64");
  }

  /**
   * Makes a criterion of what a Torch7 file holds: what `load` calls for the classes that it is given.
   *
   * @param object The class's name and the fields.
   * @returns The criterion; `undefined` if something in it was not made, or the class means something else in that file.
   *
   * @example Usage
   * ```ts
   * import * as criterion from "@taimatsu/criterion";
   * import { deserialize, serialize } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const bytes = serialize(new criterion.MSECriterion(false));
   * const mse = deserialize<criterion.MSECriterion>(bytes, { classes: [criterion] });
   * assertEquals(mse.sizeAverage, false);
   * ```
   */
  static fromTorch(object: UnknownObject): object | undefined {
    return readCriterion(this as unknown as CriterionClass, object);
  }

  /**
   * Returns what a Torch7 file is to hold of the criterion: what `save` calls. What was read from a file and neither changed nor used
   * since is written as it was there.
   *
   * @throws {TypeError} If a file cannot hold something in it, such as a function.
   */
  toTorch(): UnknownObject {
    return writeCriterion(this as unknown as AnyCriterion);
  }

  /** Returns the number of class weights, Torch7's `#criterion`; 0 without any. */
  size(): number {
    return this.weights?.count ?? 0;
  }

  /**
   * Names of fields that hold what belongs to others: {@linkcode clone} does not copy it, {@linkcode type} does not convert it.
   */
  foreign(_by: "clone" | "type"): readonly string[] {
    return [];
  }

  /** Returns the name of the criterion. */
  toString(): string {
    return this.constructor.name;
  }

  /** What `console.log` shows. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}
