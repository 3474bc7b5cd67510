// Sequences of labels as the native library takes them.
import { cpu, type Device, FLOAT64, type Tensor } from "@taimatsu/tensor";
import { dtypeCode, elementsOf } from "@taimatsu/tensor/native";
import { fit } from "./buffers.ts";
import type { CTCSequences } from "./ctc_target.ts";

const INT32 = dtypeCode("int32");

/** Tensors that are filled on the CPU, and those that lie where the input does. */
export class CTCTables {
  /** The labels, [batch, most labels of a sequence]. */
  labels: Tensor | undefined;
  /** The numbers of labels and of steps, [batch, 2]. */
  lengths: Tensor | undefined;
  /** What the losses are multiplied by, [batch]. */
  scales: Tensor | undefined;
  /** Number of states of the longest sequence: its labels, with a blank before, between and after them. */
  states = 1;
  /** What is filled on the CPU for another device. */
  protected filled: Tensor[] = [];

  /** Takes sequences over; with `mean` each loss is divided by its number of labels and that of the samples. */
  fill({ labels, lengths }: CTCSequences, batch: number, mean: boolean, device: Device): void {
    let most = 0;
    for (let i = 0; i < batch; i++) most = Math.max(most, labels[i]!.length);
    this.states = 2 * most + 1;
    const { filled } = this, list = filled[0] = fit(filled[0], INT32, [batch, most], cpu);
    const pairs = filled[1] = fit(filled[1], INT32, [batch, 2], cpu);
    const scales = filled[2] = fit(filled[2], FLOAT64, [batch], cpu);
    const l = elementsOf<Int32Array>(list), n = elementsOf<Int32Array>(pairs), f = elementsOf(scales);
    for (let i = 0; i < batch; i++) {
      const own = labels[i]!;
      own.forEach((label, k) => l.data[l.start + i * most + k] = label);
      n.data[n.start + 2 * i] = own.length;
      n.data[n.start + 2 * i + 1] = lengths[i]!;
      f.data[f.start + i] = mean ? 1 / (Math.max(own.length, 1) * batch) : 1;
    }
    this.labels = there(this.labels, list, device);
    this.lengths = there(this.lengths, pairs, device);
    this.scales = there(this.scales, scales, device);
  }

  /** Returns an empty one: nothing lasts from call to call. */
  clone(): CTCTables {
    return new CTCTables();
  }
}

/** Returns `x` itself on the CPU, else a copy in `kept`. */
function there(kept: Tensor | undefined, x: Tensor, device: Device): Tensor {
  if (device === cpu) return x;
  const copy = fit(kept, x.store.code, x.shape, device);
  return x.count === 0 ? copy : copy.copy(x);
}
