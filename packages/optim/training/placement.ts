import { type Device, Tensor } from "@taimatsu/tensor";
import { fresh, resizeTo } from "@taimatsu/tensor/native";

/** Copies batches to a device, each into the memory of the one before. */
export class Placement {
  #kept: unknown;

  /**
   * Keeps the settings.
   *
   * @param device Where batches are wanted; they stay where they are unless given.
   * @param always Whether what lies there already is copied too, so that all batches of one size lie in the same memory.
   */
  constructor(readonly device: Device | undefined, readonly always: boolean = false) {}

  /** Returns a batch with its tensors on the device, those in lists too. The next call overwrites them. */
  place<B>(batch: B): B {
    if (this.device === undefined) return batch;
    return (this.#kept = this.#copy(this.#kept, batch, this.device)) as B;
  }

  #copy(kept: unknown, x: unknown, device: Device): unknown {
    if (Array.isArray(x)) {
      return x.map((entry, k) => this.#copy(Array.isArray(kept) ? kept[k] : undefined, entry, device));
    }
    if (!(x instanceof Tensor) || (!this.always && x.device === device)) return x;
    const { code } = x.store;
    const fits = kept instanceof Tensor && kept.store.code === code && kept.device === device && !kept.store.isGone();
    return (fits ? resizeTo(kept, x.shape) : fresh(code, x.shape, device)).copy(x);
  }
}
