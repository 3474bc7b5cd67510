import { checkInteger, checkSize, formatSize, Tensor, zeros } from "@taimatsu/tensor";

/**
 * Counts how often each class was taken for each class. Classes count from 0; a target of −1 is missing and left out.
 *
 * Torch7: `ConfusionMatrix.lua`.
 *
 * @example Usage
 * ```ts
 * import { ConfusionMatrix } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const confusion = new ConfusionMatrix(["cat", "dog"]);
 * confusion.add(0, 0);
 * confusion.batchAdd(tensor([[0.2, 0.8], [0.9, 0.1]]), tensor([1, 1], { dtype: "int64" }));
 * confusion.updateValids();
 * assertEquals(confusion.mat.toArray(), [[1, 0], [1, 1]]);
 * assertEquals(confusion.totalValid, 2 / 3);
 * ```
 */
export class ConfusionMatrix {
  /** Number of classes. */
  readonly nclasses: number;
  /** Names of the classes; empty if they have none. */
  readonly classes: readonly string[];
  /** Counts, int64: rows are targets, columns predictions. */
  readonly mat: Tensor;
  /** For each class the share of its examples that was recognized; NaN without examples. */
  readonly valids: Tensor;
  /** For each class the recognized examples over those that are or were taken for the class; NaN without any. */
  readonly unionvalids: Tensor;
  /** Mean of `valids`, classes without examples left out. */
  averageValid = 0;
  /** Mean of `unionvalids`, classes without any left out. */
  averageUnionValid = 0;
  /** Share of all examples that was recognized. */
  totalValid = 0;

  /**
   * Starts with zeros.
   *
   * @param nclasses Number of classes, or their names.
   * @param classes Names of the classes.
   * @throws {RangeError} If the number is no integer from 1, or there are other than that many names.
   */
  constructor(nclasses: number | readonly string[], classes: readonly string[] = []) {
    if (typeof nclasses !== "number") [nclasses, classes] = [nclasses.length, nclasses];
    checkInteger("ConfusionMatrix", "nclasses", nclasses, 1);
    if (classes.length > 0) checkInteger("ConfusionMatrix", "the number of names", classes.length, nclasses, nclasses);
    this.nclasses = nclasses;
    this.classes = classes;
    this.mat = zeros([nclasses, nclasses], { dtype: "int64" });
    this.valids = zeros([nclasses], { dtype: "float32" });
    this.unionvalids = zeros([nclasses], { dtype: "float32" });
  }

  /**
   * Counts one example.
   *
   * @param prediction The predicted class, or a score for each class.
   * @param target The true class, or a vector whose largest element marks it.
   */
  add(prediction: number | Tensor, target: number | Tensor): void {
    this.#count(this.#classOf("prediction", prediction), this.#classOf("target", target));
  }

  /**
   * Counts a batch.
   *
   * @param predictions Classes [batch] or [batch, 1], or scores [batch, classes].
   * @param targets Classes [batch] or [batch, 1], or vectors [batch, classes] whose largest elements mark them.
   * @throws {TypeError} If the sizes do not fit.
   */
  batchAdd(predictions: Tensor, targets: Tensor): void {
    const p = this.#classesOf("predictions", predictions), t = this.#classesOf("targets", targets);
    if (p.length !== t.length) {
      throw new TypeError(
        `Cannot run ConfusionMatrix.batchAdd: targets must be of the batch of ${p.length} but are ${
          formatSize(targets.shape)
        }`,
      );
    }
    for (let i = 0; i < p.length; i++) this.#count(p[i]!, t[i]!);
  }

  /** Sets all counts and shares to 0. */
  zero(): void {
    this.mat.zero();
    this.valids.zero();
    this.unionvalids.zero();
    this.averageValid = this.averageUnionValid = this.totalValid = 0;
  }

  /** Computes the shares from the counts. */
  updateValids(): void {
    const n = this.nclasses, rows = new Float64Array(n), columns = new Float64Array(n);
    let total = 0, right = 0;
    for (let t = 0; t < n; t++) {
      for (let p = 0; p < n; p++) {
        const count = this.mat.get(t, p);
        rows[t]! += count;
        columns[p]! += count;
        total += count;
        if (t === p) right += count;
      }
    }
    for (let k = 0; k < n; k++) {
      const hits = this.mat.get(k, k);
      this.valids.set(k, rows[k] === 0 ? NaN : hits / rows[k]!);
      this.unionvalids.set(k, rows[k]! + columns[k]! === 0 ? NaN : hits / (rows[k]! + columns[k]! - hits));
    }
    this.averageValid = meanOf(this.valids);
    this.averageUnionValid = meanOf(this.unionvalids);
    this.totalValid = total === 0 ? 0 : right / total;
  }

  /** Returns the counts and shares as Torch7 prints them. */
  toString(): string {
    this.updateValids();
    const n = this.nclasses, width = Math.max(8, 1 + Math.ceil(Math.log10(Math.max(1, this.mat.max()))));
    let text = "ConfusionMatrix:\n";
    for (let t = 0; t < n; t++) {
      const counts = Array.from({ length: n }, (_, p) => String(this.mat.get(t, p)).padStart(width)).join("");
      const share = Number.isNaN(this.valids.get(t)) ? "nan" : (100 * this.valids.get(t)).toFixed(3);
      const name = this.classes.length > 0 ? `\t[class: ${this.classes[t]}]` : "";
      text += `${t === 0 ? "[" : " "}[${counts}${t === n - 1 ? "]]  " : "]   "}${share}% ${name}\n`;
    }
    return text + ` + average row correct: ${percent(this.averageValid)}% \n` +
      ` + average rowUcol correct (VOC measure): ${percent(this.averageUnionValid)}% \n` +
      ` + global correct: ${percent(this.totalValid)}%`;
  }

  /** What `console.log` shows. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }

  #count(prediction: number, target: number): void {
    if (target < 0) return;
    this.mat.set(target, prediction, this.mat.get(target, prediction) + 1);
  }

  #check(name: string, label: number): number {
    checkInteger("ConfusionMatrix.add", name, label, name.startsWith("target") ? -1 : 0, this.nclasses - 1);
    return label;
  }

  #classOf(name: string, label: number | Tensor): number {
    if (typeof label === "number") return this.#check(name, label);
    if (label.count === 1) return this.#check(name, label.item());
    checkSize("ConfusionMatrix.add", name, label, [this.nclasses]);
    return label.max(0)[1].item();
  }

  #classesOf(name: string, labels: Tensor): number[] {
    if (!(labels instanceof Tensor)) {
      throw new TypeError(`Cannot run ConfusionMatrix.batchAdd: ${name} must be a tensor but is ${typeof labels}`);
    }
    const { shape } = labels;
    if (shape.length === 2 && shape[1] === this.nclasses && shape[1] !== 1) {
      return labels.max(1)[1].reshape(shape[0]!).toArray() as number[];
    }
    if (shape.length === 2) checkSize("ConfusionMatrix.batchAdd", name, labels, ["batch", 1]);
    else checkSize("ConfusionMatrix.batchAdd", name, labels, ["batch"]);
    return (labels.reshape(labels.count).toArray() as number[]).map((label) => this.#check(name, label));
  }
}

/** Returns the mean of the elements that are numbers, summed in single precision as Torch7 does; 0 without any. */
function meanOf(x: Tensor): number {
  let sum = 0, n = 0;
  for (let i = 0; i < x.count; i++) {
    const value = x.get(i);
    if (Number.isNaN(value)) continue;
    sum += value;
    n++;
  }
  return n === 0 ? 0 : sum / n;
}

/** Writes a share in percent with up to 14 digits, as Lua prints numbers. */
function percent(share: number): string {
  return String(Number((100 * share).toPrecision(14)));
}
