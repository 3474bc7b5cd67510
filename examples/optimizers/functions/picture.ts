import { Figure, plot, type Series } from "@taimatsu/optim";
import { FUNCTIONS } from "./all.ts";
import { END, type Result } from "./race.ts";

/** Number of points of a curve, which keep the file small. */
const POINTS = 40;

/** Takes the lowest value up to each of some evaluations that lie evenly on a logarithmic axis. */
function curve({ method, descent }: Result, budget: number): Series {
  const x: number[] = [], y: number[] = [];
  let at = 0;
  for (let k = 0; k <= POINTS; k++) {
    const evaluation = budget ** (k / POINTS);
    while (at + 1 < descent.length && descent[at + 1]![0] <= evaluation) at++;
    const value = Math.max(descent[at]![1], END);
    if (value === y.at(-1) && value === y.at(-2)) x[x.length - 1] = evaluation; // goes on level
    else {
      x.push(evaluation);
      y.push(value);
    }
    if (value === END) break;
  }
  return { label: method, x, y };
}

/** Draws the lowest value over the evaluations, both logarithmic: a panel for each function. */
export function functionPicture(results: readonly Result[], budget: number): Figure {
  const panels = FUNCTIONS.map(({ name }) => {
    const curves = results.filter((result) => result.function === name).map((result) => curve(result, budget));
    const options = { title: name, xlabel: "evaluations", ylabel: "lowest value", logscale: true };
    const { spec } = plot(curves, { ...options, width: 360, height: 260 });
    const { x, y, color } = spec.encoding as Record<string, { axis: object }>;
    const encoding = {
      x: {
        ...x,
        scale: { type: "log", domain: [1, budget] },
        axis: { ...x!.axis, values: [1, 10, 100, 1000, 10_000] },
      },
      y: { ...y, axis: { ...y!.axis, values: [1, 1e-3, 1e-6, 1e-9, 1e-12], format: "~e" } },
      color,
    };
    // One layer in place of one for each curve keeps the file small, too.
    const values = (spec.layer as { data: { values: object[] } }[]).flatMap(({ data }) => data.values);
    const { background: _, ...panel } = spec;
    return { ...panel, encoding, layer: [{ data: { values }, mark: { type: "line", strokeWidth: 1.5 } }] };
  });
  // Without descriptions of each curve, which the text around the picture makes up for, the file is smaller by a sixth.
  return new Figure({ background: "white", columns: 2, concat: panels, config: { aria: false } });
}
