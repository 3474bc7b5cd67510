import { checkDevice, cpu, type Device, type Tensor } from "@taimatsu/tensor";
import type { Module } from "../module.ts";
import type { Activity, Place } from "../options.ts";
import { brought } from "./brought.ts";
import { Decorator } from "./decorator.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { DECORATOR } from "../files/decorator_form.ts";
import type { AnyModule } from "../module.ts";

/**
 * A module around another one that stays on a GPU of its own: what it gets is copied there, and what it returns to another device
 * if that is wanted, so that the parts of a net can lie on several devices.
 *
 * The module is moved when it is wrapped. Gradients with respect to the input lie where the input lies. Where a net is moved to a
 * GPU, whichever, the module in here goes to its own; where it is moved to the CPU, all of it goes there and nothing is copied, until
 * it is moved to a GPU again. Torch7: `GPU.lua`, where the input must lie on the device.
 *
 * @typeParam I Input of the module, on any device: a tensor unless given.
 * @typeParam O Output of the module: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { GPU, Linear, Sequential } from "@taimatsu/nn";
 * import { cpu, rand, type Tensor } from "@taimatsu/tensor";
 * import { elsewhere } from "@taimatsu/tensor/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const device = elsewhere; // cuda(0), where there is one
 * const net = new Sequential().add(new GPU(new Linear(4, 8), device)).add(new GPU(new Linear(8, 2), device, cpu));
 * const y = net.forward(rand([3, 4])) as Tensor;
 * assertEquals([y.device.name, y.size()], ["cpu", [3, 2]]);
 * ```
 */
export class GPU<I extends Activity = Tensor, O extends Activity = Tensor> extends Decorator<I, O> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    // Which device that is here, a file cannot say.
    make: ({ modules }) => new Decorator((modules as AnyModule[])[0]!),
    upgrade: DECORATOR.upgrade,
    derive: ({ gpu, outDevice }: GPU) => ({ device: numberOf(gpu), outdevice: numberOf(outDevice) }),
  };

  /** The GPU of the module. */
  readonly gpu: Device;
  /** Where outputs go. */
  readonly outDevice: Device;
  /** The input as the module gets it. */
  _placedInput: Activity = [];
  /** The module's output as it is returned. */
  _placedOutput: Activity = [];
  /** The gradient as the module gets it. */
  _placedGradOutput: Activity = [];
  /** The module's gradient as it is returned. */
  _placedGradInput: Activity = [];

  /**
   * Wraps a module and moves it to a GPU.
   *
   * @param module The module.
   * @param device The GPU.
   * @param outDevice Where outputs go; `device` unless given. Gradients with respect to them may lie anywhere.
   * @throws {TypeError} If `device` is no device, or the CPU.
   */
  constructor(module: Module<I, O>, device: Device, outDevice: Device = device) {
    super(module);
    this.gpu = checkDevice("GPU", device);
    this.outDevice = checkDevice("GPU", outDevice);
    if (device === cpu) throw new TypeError("Cannot run GPU: device must be a GPU but is cpu");
    this.to(device);
  }

  /** Lets the module go to its own GPU. */
  placeInside(place: Partial<Place>): Partial<Place> {
    return place.device === undefined || place.device === cpu ? place : { ...place, device: this.gpu };
  }

  /** Returns the input on the module's device. */
  override inputAt(input: I, _index: number): Activity {
    return brought(this, "_placedInput", input, { device: this.modules[0]!.device });
  }

  /** Returns the module's output on the device where outputs go. */
  override join(outputs: readonly Activity[]): O {
    return brought(this, "_placedOutput", outputs[0]!, { device: this.device === cpu ? cpu : this.outDevice }) as O;
  }

  /** Returns the gradient on the module's device. */
  override gradOutputAt(gradOutput: O, _index: number): Activity {
    return brought(this, "_placedGradOutput", gradOutput, { device: this.modules[0]!.device });
  }

  /** Returns the module's gradient on the device of the input. */
  override joinGradients(input: I, gradients: readonly Activity[]): Activity | null {
    const gradient = super.joinGradients(input, gradients);
    return gradient === null ? null : brought(this, "_placedGradInput", gradient, input);
  }

  /** Returns `nn.GPU(cuda:0) @ ` and the text of the module. */
  override toString(): string {
    return `nn.${this.constructor.name}(${this.gpu.name}) @ ${this.modules[0]}`;
  }
}

/** Torch7 counts its devices from 1. */
function numberOf({ name }: Device): number {
  return Number(/\d+$/.exec(name)?.[0] ?? 0) + 1;
}
