/** A point's value: a number, a band [low, middle, high], or nothing. */
export type PlotValue = number | null | readonly [number | null, number | null, number | null];

/** Lines over a common x. */
export interface PlotData {
  /** The columns' names, x first. */
  readonly labels: readonly string[];
  /** Points: x, then a value for each line. */
  readonly rows: readonly (readonly PlotValue[])[];
  /** What the values are. */
  readonly ylabel?: string;
  /** Whether the values' logarithms are drawn; those that are not above 0 are left out. */
  readonly logscale?: boolean;
}

/** How a plot is drawn. */
export interface PlotView {
  readonly width: number;
  readonly height: number;
  /** The part of x that is drawn; all of it by default. */
  readonly range?: readonly [number, number];
  /** A colour behind the plot, on which black is seen; none by default. */
  readonly background?: string;
}

/**
 * Draws a plot as SVG. The page gets this function's own text and runs it, so nothing from outside of it may be used here, neither
 * constants nor other functions.
 */
export function plotSvg({ labels, rows, ylabel = "", logscale = false }: PlotData, view: PlotView): string {
  const { width, height, range, background } = view, left = 64, right = 12, top = 24, bottom = 36;
  const colors = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f"];
  const escape = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const show = (value: number) => String(Number(value.toPrecision(6)));
  const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
  const scaled = (value: unknown) => isNumber(value) && logscale ? value > 0 ? Math.log10(value) : null : value;
  const partsOf = (value: PlotValue | undefined) => (Array.isArray(value) ? value : [value, value, value]).map(scaled);
  const spread = (values: number[]): [number, number] => {
    let low = Infinity, high = -Infinity;
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (low > high) return [0, 1];
    const room = low === high ? Math.abs(low) / 2 || 1 : 0;
    return [low - room, high + room];
  };
  const ticks = (low: number, high: number, count: number) => {
    const rough = (high - low) / count, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? 10 * power;
    const first = Math.ceil(low / step - 1e-9), last = Math.floor(high / step + 1e-9);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
  };
  const powers = (low: number, high: number, count: number) =>
    high - low < 1
      ? ticks(10 ** low, 10 ** high, count).map((value) => Math.log10(value))
      : ticks(low, high, count).filter(Number.isInteger);

  const xs = rows.map((row) => row[0] as number | null);
  const [x0, x1] = range ?? spread(xs.filter(isNumber));
  const inside = rows.filter((_, i) => isNumber(xs[i]) && xs[i] >= x0 && xs[i] <= x1);
  const [y0, y1] = spread(inside.flatMap((row) => row.slice(1).flatMap((value) => partsOf(value).filter(isNumber))));
  const round = (value: number) => Math.round(value * 100) / 100;
  const toX = (x: number) => round(left + (x - x0) / (x1 - x0) * (width - left - right));
  const toY = (y: number) => round(height - bottom - (y - y0) / (y1 - y0) * (height - top - bottom));

  const parts: string[] = [];
  if (background !== undefined) parts.push(`<rect width="${width}" height="${height}" fill="${background}"/>`);
  const id = `inside${width}x${height}`; // one document may hold many plots
  parts.push(`<clipPath id="${id}"><rect x="${left}" y="${top}" width="${Math.max(0, width - left - right)}" `);
  parts.push(`height="${Math.max(0, height - top - bottom)}"/></clipPath>`);
  for (const x of ticks(x0, x1, Math.max(2, width / 90))) {
    parts.push(`<path class="grid" d="M${toX(x)} ${top}V${height - bottom}" stroke="currentColor" opacity="0.15"/>`);
    parts.push(`<text x="${toX(x)}" y="${height - bottom + 14}" text-anchor="middle">${show(x)}</text>`);
  }
  for (const y of (logscale ? powers : ticks)(y0, y1, Math.max(2, height / 50))) {
    parts.push(`<path class="grid" d="M${left} ${toY(y)}H${width - right}" stroke="currentColor" opacity="0.15"/>`);
    parts.push(`<text x="${left - 6}" y="${toY(y) + 4}" text-anchor="end">${show(logscale ? 10 ** y : y)}</text>`);
  }
  parts.push(`<g clip-path="url(#${id})">`);
  for (let c = 1; c < labels.length; c++) {
    const color = colors[(c - 1) % colors.length];
    // A value that is missing ends a stretch.
    const stretches: [number, number, number, number][][] = [[]];
    rows.forEach((row, i) => {
      const x = xs[i], [low, middle, high] = partsOf(row[c]);
      if (!isNumber(x) || !isNumber(middle)) stretches.push([]);
      else {stretches[stretches.length - 1]!.push([
          x,
          isNumber(low) ? low : middle,
          middle,
          isNumber(high) ? high : middle,
        ]);}
    });
    for (const points of stretches) {
      if (points.length === 0) continue;
      if (points.some(([, low, , high]) => low !== high)) {
        const upper = points.map(([x, , , high]) => `${toX(x)} ${toY(high)}`);
        const lower = points.map(([x, low]) => `${toX(x)} ${toY(low)}`).reverse();
        parts.push(`<path class="band" d="M${[...upper, ...lower].join("L")}Z" fill="${color}" opacity="0.2"/>`);
      }
      const line = points.map(([x, , middle]) => `${toX(x)} ${toY(middle)}`).join("L");
      const dot = points.length === 1 ? "h0.01" : "", stroke = `stroke-width="${dot ? 4 : 1.5}" stroke-linecap="round"`;
      parts.push(`<path class="line" d="M${line}${dot}" fill="none" stroke="${color}" ${stroke}/>`);
    }
  }
  parts.push("</g>");
  let legend = left;
  for (let c = 1; c < labels.length; c++) {
    const label = labels[c]!;
    parts.push(`<text x="${legend}" y="14" fill="${colors[(c - 1) % colors.length]}">${escape(label)}</text>`);
    legend += 7 * label.length + 14;
  }
  parts.push(`<text x="${width - right}" y="${height - 6}" text-anchor="end">${escape(labels[0] ?? "")}</text>`);
  const middle = (top + height - bottom) / 2, turn = `transform="rotate(-90 12 ${middle})"`;
  parts.push(`<text x="12" y="${middle}" text-anchor="middle" ${turn}>${escape(ylabel)}</text>`);
  const frame = `data-left="${left}" data-right="${width - right}" data-from="${x0}" data-to="${x1}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ${frame} ` +
    `font-family="sans-serif" font-size="11" fill="currentColor"${background ? ' color="black"' : ""}>${
      parts.join("")
    }</svg>`;
}
