import { checkOneOf, checkSize, checkTensor, type Tensor } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";
import { Figure } from "./figure.ts";
import { type PlotOptions, quantitative, sizes } from "./options.ts";

/** Elements that one drawing can have; each becomes a rectangle in the file. */
const MOST = 250_000;

/**
 * Draws a matrix as a field of colours, with a bar that says what they mean (gnuplot's `imagesc`). Row 0 lies above. NaN and
 * infinite elements stay empty.
 *
 * @param z The matrix.
 * @param colors "color", from violet to yellow, or "gray", from black to white; "color" by default.
 * @param options Title, axes, sizes; `logscale` counts the colours in powers of ten.
 * @returns The drawing.
 * @throws {TypeError} If `z` is no matrix, or there are no such colours.
 * @throws {RangeError} If there are more than 250000 elements.
 *
 * @example Usage
 * ```ts
 * import { imagesc } from "@taimatsu/optim";
 * import { eye } from "@taimatsu/tensor";
 * import { assertStringIncludes } from "@std/assert";
 *
 * assertStringIncludes(await imagesc(eye(3), "gray", { title: "identity" }).toSvg(), "identity");
 * ```
 */
export function imagesc(z: Tensor, colors: "color" | "gray" = "color", options: PlotOptions = {}): Figure {
  checkTensor("imagesc", "z", z);
  checkSize("imagesc", "z", z, ["rows", "columns"]);
  checkObject("imagesc", "options", options);
  checkOneOf("imagesc", "colors", colors, ["color", "gray"]);
  if (z.count > MOST) {
    throw new RangeError(`Cannot run imagesc: z must have at most ${MOST} elements but has ${z.count}`);
  }
  const { logscale = false, ...flat } = options;
  const values = (z.toArray() as number[][]).flatMap((row, i) =>
    row.flatMap((z, j) => {
      const shown = Number.isFinite(z) && (!logscale || z > 0);
      return shown ? [{ x: j - 0.5, x2: j + 0.5, y: i - 0.5, y2: i + 0.5, z }] : [];
    })
  );
  const plane = { grid: false, ...flat }, [rows, columns] = z.shape as [number, number], { axis = [] } = flat;
  const span = (field: "x" | "y", length: number): Record<string, unknown> => {
    const encoding = quantitative("imagesc", field, plane), at = field === "x" ? 0 : 2;
    const domain = [axis[at] ?? -0.5, axis[at + 1] ?? length - 0.5];
    return { ...encoding, scale: { domain, nice: false, zero: false, reverse: field === "y" } };
  };
  const scheme = colors === "gray" ? { range: ["black", "white"] } : { scheme: "viridis" };
  return new Figure({
    ...sizes("imagesc", plane),
    data: { values },
    mark: { type: "rect", strokeWidth: 0, clip: true },
    encoding: {
      x: span("x", columns),
      x2: { field: "x2" },
      y: span("y", rows),
      y2: { field: "y2" },
      color: {
        field: "z",
        type: "quantitative",
        title: null,
        scale: { ...(logscale ? { type: "log" } : { type: "linear", zero: false }), ...scheme },
        legend: { gradientLength: Math.min(200, options.height ?? 300) },
      },
    },
  });
}
