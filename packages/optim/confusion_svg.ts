import { checkFinite, checkOneOf, checkRange, type Tensor } from "@taimatsu/tensor";
import { checkObject } from "./check_object.ts";

/** How {@linkcode ConfusionMatrix.render} draws. */
export interface ConfusionRenderOptions {
  /** Width and height of a cell in pixels; 25 by default, as in Torch7. */
  block?: number;
  /** Width of the legend on the right in pixels; 200 by default, as in Torch7. */
  legendWidth?: number;
}

/** Order of the classes in the picture: the best recognized first, or the most frequent first. */
export type ConfusionSort = "score" | "occurrence";

const TITLE_HEIGHT = 24;

/** Returns the text as it stands in XML. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
    // deno-lint-ignore no-control-regex
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd");
}

function grey(share: number): string {
  const level = Math.round(255 * share);
  return `rgb(${level},${level},${level})`;
}

function percent(share: number, digits: number): string {
  return Number.isNaN(share) ? "no examples" : `${(100 * share).toFixed(digits)} %`;
}

/** Draws counts, rows of targets, as the picture that `ConfusionMatrix.render` describes. */
export function confusionSvg(
  mat: Tensor,
  names: readonly string[],
  sort: ConfusionSort,
  options: ConfusionRenderOptions,
): string {
  const caller = "ConfusionMatrix.render";
  checkObject(caller, "options", options);
  const { block = 25, legendWidth = 200 } = options;
  checkOneOf(caller, "sortmode", sort, ["score", "occurrence"]);
  for (const [name, value] of Object.entries({ block, legendWidth })) {
    checkRange(caller, name, value, 0, Infinity);
    checkFinite(caller, name, value);
  }
  const n = mat.shape[0]!, counts = mat.toArray() as number[][];
  const sums = counts.map((row) => row.reduce((a, b) => a + b, 0)), total = sums.reduce((a, b) => a + b, 0);
  const shares = counts.map((row, t) => row.map((count) => count / Math.max(sums[t]!, 1)));
  const right = counts.reduce((sum, row, t) => sum + row[t]!, 0), seen = sums.filter((sum) => sum > 0).length;
  const accuracy = right / total, perClass = shares.reduce((sum, row, t) => sum + row[t]!, 0) / seen;
  const key = sort === "score" ? shares.map((row, t) => row[t]!) : sums;
  const order = Array.from({ length: n }, (_, k) => k).sort((a, b) => key[b]! - key[a]!);
  const side = n * block, width = side + legendWidth, height = side + TITLE_HEIGHT, most = Math.max(...sums, 1);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="sans-serif" font-size="${block * 0.4}">`,
    `<title>Confusion matrix, sorted by ${sort}: ${percent(accuracy, 3)} of all examples, ` +
    `${percent(perClass, 3)} per class; rows are targets, columns predictions</title>`,
    `<rect width="${width}" height="${height}" fill="black"/>`,
    `<text x="5" y="${TITLE_HEIGHT * 0.7}" font-size="11" fill="white">correct: ${percent(accuracy, 3)}, per class: ${
      percent(perClass, 3)
    }</text>`,
  ];
  for (const [row, t] of order.entries()) {
    const y = TITLE_HEIGHT + row * block;
    for (const [column, p] of order.entries()) {
      const share = shares[t]![p]!, x = column * block;
      parts.push(
        `<rect class="cell" x="${x}" y="${y}" width="${block}" height="${block}" fill="${
          grey(share)
        }" stroke="#1a1a1a">` +
          `<title>${escapeXml(`${names[t]!} taken for ${names[p]!}: ${counts[t]![p]!}`)}</title></rect>`,
        `<text class="share" x="${x + block / 2}" y="${y + block * 0.65}" text-anchor="middle" fill="${
          share > 0.5 ? "black" : "white"
        }" opacity="${share > 0 ? 1 : 0.4}">${String(Math.round(100 * share)).padStart(2, "0")}</text>`,
      );
    }
    const often = Math.round(255 * (0.4 + 0.6 * sums[t]! / most)), middle = y + block * 0.65;
    parts.push(
      `<text class="frequency" x="${side + 10}" y="${middle}" fill="rgb(${often},${often},255)">` +
        `${percent(total === 0 ? NaN : sums[t]! / total, 2)}</text>`,
      `<text class="name" x="${side + 10 + block * 2.6}" y="${middle}" fill="${grey(0.3 + 0.7 * shares[t]![t]!)}">` +
        `${escapeXml(names[t]!)}</text>`,
    );
  }
  return parts.join("\n") + "\n</svg>\n";
}
