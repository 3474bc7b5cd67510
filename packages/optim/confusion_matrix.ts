import {
  checkInteger,
  checkSize,
  checkTensor,
  describe,
  formatSize,
  type Tensor,
  tensor,
  zeros,
} from "@taimatsu/tensor";
import { type ConfusionRenderOptions, type ConfusionSort, confusionSvg } from "./confusion_svg.ts";

export type { ConfusionRenderOptions, ConfusionSort };

/** False rejections and acceptances of each class, as {@linkcode ConfusionMatrix.farFrr} gives them. */
export interface ErrorRates {
  /** Share of each class's examples that was taken for another class; −1 without examples. */
  classFrrs: Tensor;
  /** Mean share of the other classes' examples that was taken for the class; −1 without examples of the class. */
  classFars: Tensor;
  /** `classFrrs` without the classes that have no examples. */
  frrs: Tensor;
  /** `classFars` without the classes that have no examples. */
  fars: Tensor;
}

/**
 * Counts how often each class was taken for each class. Classes count from 0; a negative target is missing and left out.
 *
 * Torch7: `ConfusionMatrix.lua`, whose classes count from 1.
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
  /** Mean of `valids`, classes without examples left out; NaN if all are. */
  averageValid = 0;
  /** Mean of `unionvalids`, classes without examples left out; NaN if all are. */
  averageUnionValid = 0;
  /** Share of all examples that was recognized; NaN without any. */
  totalValid = 0;

  /**
   * Starts with zeros.
   *
   * @param nclasses Number of classes, or their names.
   * @param classes Names of the classes.
   * @throws {RangeError} If the number is no integer from 1, or there are other than that many names.
   */
  constructor(nclasses: number | readonly string[], classes: readonly string[] = []) {
    if (typeof nclasses !== "number") [nclasses, classes] = [nclasses?.length, nclasses];
    if (!Array.isArray(classes)) {
      throw new TypeError(
        `Cannot run ConfusionMatrix: nclasses must be a number or a list of names, and classes such a list, but is ${
          describe(classes)
        }`,
      );
    }
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
   * @param prediction The predicted class, or a score for each class, [classes].
   * @param target The true class, or a vector [classes] whose largest element marks it. A negative class is missing.
   * @throws {TypeError} If a vector has another size.
   * @throws {RangeError} If a class is no integer or there is no such class.
   */
  add(prediction: number | Tensor, target: number | Tensor): void {
    const caller = "ConfusionMatrix.add";
    this.#count(caller, [this.#classOf(caller, "prediction", prediction)], [this.#classOf(caller, "target", target)]);
  }

  /**
   * Counts a batch.
   *
   * @param predictions Classes [batch] or [batch, 1], or scores [batch, classes].
   * @param targets Classes [batch] or [batch, 1], or rows [batch, classes] whose largest elements mark them. Negative classes
   * are missing.
   * @throws {TypeError} If the sizes do not fit.
   * @throws {RangeError} If a class is no integer or there is no such class; then nothing is counted.
   */
  batchAdd(predictions: Tensor, targets: Tensor): void {
    const caller = "ConfusionMatrix.batchAdd";
    const p = this.#classesOf(caller, "predictions", predictions), t = this.#classesOf(caller, "targets", targets);
    if (p.length !== t.length) {
      throw new TypeError(
        `Cannot run ${caller}: targets must be for the ${p.length} predictions but are ${formatSize(targets.shape)}`,
      );
    }
    this.#count(caller, p, t);
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
    let seen = 0;
    this.averageValid = this.averageUnionValid = 0;
    for (let k = 0; k < n; k++) {
      const hits = this.mat.get(k, k);
      this.valids.set(k, hits / rows[k]!);
      this.unionvalids.set(k, hits / (rows[k]! + columns[k]! - hits));
      if (rows[k] === 0) continue;
      seen++;
      // As they were stored, in single precision.
      this.averageValid += this.valids.get(k);
      this.averageUnionValid += this.unionvalids.get(k);
    }
    this.averageValid /= seen;
    this.averageUnionValid /= seen;
    this.totalValid = right / total;
  }

  /**
   * Computes false-rejection and false-acceptance rates from the counts.
   *
   * @example Usage
   * ```ts
   * import { ConfusionMatrix } from "@taimatsu/optim";
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const confusion = new ConfusionMatrix(3);
   * confusion.batchAdd(tensor([0, 0, 1, 1]), tensor([0, 0, 0, 1]));
   * const { classFars, frrs } = confusion.farFrr();
   * assertEquals(classFars.toArray(), [0, 1 / 3, -1]);
   * assertEquals(frrs.toArray(), [1 - 2 / 3, 0]);
   * ```
   */
  farFrr(): ErrorRates {
    const n = this.nclasses,
      rates = Array.from({ length: n }, (_, t) => {
        const counts = this.mat.select(0, t).toArray() as number[], sum = counts.reduce((a, b) => a + b, 0);
        return sum === 0 ? undefined : counts.map((count) => count / sum);
      });
    const frrs = rates.map((row, k) => row === undefined ? -1 : 1 - row[k]!);
    const fars = rates.map((row, k) => {
      const others = rates.filter((other, j) => other !== undefined && j !== k) as number[][];
      return row === undefined ? -1 : others.reduce((sum, other) => sum + other[k]!, 0) / others.length;
    });
    const seen = (list: number[]): number[] => list.filter((_, k) => rates[k] !== undefined);
    const [classFrrs, classFars] = [frrs, fars].map((list) => tensor(list, { dtype: "float64" })) as [Tensor, Tensor];
    return {
      classFrrs,
      classFars,
      frrs: tensor(seen(frrs), { dtype: "float64" }),
      fars: tensor(seen(fars), { dtype: "float64" }),
    };
  }

  /** Returns the counts and shares as Torch7 prints them. */
  toString(): string {
    this.updateValids();
    const n = this.nclasses, width = Math.max(8, 1 + String(this.mat.max()).length);
    let text = "ConfusionMatrix:\n";
    for (let t = 0; t < n; t++) {
      const counts = Array.from({ length: n }, (_, p) => String(this.mat.get(t, p)).padStart(width)).join("");
      const valid = this.valids.get(t), share = Number.isNaN(valid) ? "nan" : (100 * valid).toFixed(3);
      const name = this.classes.length > 0 ? `\t[class: ${this.classes[t]}]` : "";
      text += `${t === 0 ? "[" : " "}[${counts}${t === n - 1 ? "]]  " : "]   "}${share}% ${name}\n`;
    }
    return text + ` + average row correct: ${percent(this.averageValid)}% \n` +
      ` + average rowUcol correct (VOC measure): ${percent(this.averageUnionValid)}% \n` +
      ` + global correct: ${percent(this.totalValid)}%`;
  }

  /**
   * Draws the matrix, each row divided by its examples, with shares in percent, and at the right for each class its share of
   * all examples and its name. Classes without names show their numbers.
   *
   * Torch7 made a bitmap with Qt.
   *
   * @param sortmode Order of the classes: by the share that was recognized, or by the number of examples; the larger first.
   * @param options Sizes in pixels.
   * @returns The text of an SVG file.
   * @throws {TypeError} If there is no such order.
   * @throws {RangeError} If a size is negative or not finite.
   *
   * @example Usage
   * ```ts
   * import { ConfusionMatrix } from "@taimatsu/optim";
   * import { assertStringIncludes } from "@std/assert";
   *
   * const confusion = new ConfusionMatrix(["cat", "dog"]);
   * confusion.add(0, 0);
   * assertStringIncludes(confusion.render("occurrence", { block: 40 }), "cat taken for cat: 1");
   * ```
   */
  render(sortmode: ConfusionSort = "score", options: ConfusionRenderOptions = {}): string {
    const names = Array.from({ length: this.nclasses }, (_, k) => String(this.classes[k] ?? k));
    return confusionSvg(this.mat, names, sortmode, options);
  }

  /** What notebooks show: the picture, or the text where pictures cannot be shown. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "image/svg+xml": this.render(), "text/plain": this.toString() };
  }

  /** What `console.log` shows. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }

  #count(caller: string, predictions: readonly number[], targets: readonly number[]): void {
    for (let i = 0; i < targets.length; i++) {
      this.#check(caller, "target", targets, i);
      if (targets[i]! >= 0) this.#check(caller, "prediction", predictions, i);
    }
    for (let i = 0; i < targets.length; i++) {
      const t = targets[i]!, p = predictions[i]!;
      if (t >= 0) this.mat.set(t, p, this.mat.get(t, p) + 1);
    }
  }

  #check(caller: string, name: string, labels: readonly number[], i: number): void {
    const label = labels[i]!;
    if (Number.isInteger(label) && label < this.nclasses && (label >= 0 || name === "target")) return;
    const where = `${name} ${label}${caller === "ConfusionMatrix.add" ? "" : ` at position ${i}`}`;
    const fault = Number.isInteger(label) ? `is outside [0, ${this.nclasses})` : "is no integer";
    throw new RangeError(`Cannot run ${caller}: ${where} ${fault}`);
  }

  #classOf(caller: string, name: string, label: number | Tensor): number {
    if (typeof label === "number") return label;
    checkTensor(caller, name, label);
    if (label.count === 1) return label.item();
    checkSize(caller, name, label, [this.nclasses]);
    return label.max(0)[1].item();
  }

  #classesOf(caller: string, name: string, labels: Tensor): number[] {
    checkTensor(caller, name, labels);
    const { shape } = labels;
    if (shape.length === 2 && shape[1] !== 1) {
      checkSize(caller, name, labels, ["batch", this.nclasses]);
      return labels.max(1)[1].view(shape[0]!).toArray() as number[];
    }
    if (shape.length !== 2) checkSize(caller, name, labels, ["batch"]);
    return labels.reshape(labels.count).toArray() as number[];
  }
}

/** Writes a share in percent with up to 14 digits, as Lua prints numbers. */
function percent(share: number): string {
  return Number.isNaN(share) ? "nan" : String(Number((100 * share).toPrecision(14)));
}
