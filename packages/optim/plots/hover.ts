// What drawings tell at the pointer.

/** Lines of a tooltip, [name, text], where @field, or @{field of any name}, stands for the value of a point. */
export type Tooltips = readonly (readonly [name: string, text: string])[];

const FIELD = /@(?:\{([^}]*)\}|(\w+))/g;

/** Returns the fields that tooltips name. */
export function fieldsOf(tooltips: Tooltips): string[] {
  return tooltips.flatMap(([, text]) => [...text.matchAll(FIELD)].map(([, long, short]) => long ?? short!));
}

/** Returns what is told about a point; lines that name fields which it has not are left out. */
export function tipOf(tooltips: Tooltips, fields: Readonly<Record<string, unknown>>): string {
  const told = tooltips.filter((line) => fieldsOf([line]).every((field) => Object.hasOwn(fields, field)));
  const valueOf = (_: string, long?: string, short?: string): string => String(fields[long ?? short!]);
  return told.map(([name, text]) => `${name}: ${text.replace(FIELD, valueOf)}`).join("\n");
}

/** Gives marks that have a description a title with the same text, which browsers show at the pointer. */
export function withTitles(svg: string): string {
  const mark = /<(path|line|text)( aria-label="([^"]+)" role="graphics-symbol"[^>]*?)(\/?)>/g;
  return svg.replace(mark, (_, tag: string, attributes: string, label: string, end: string) => {
    return `<${tag}${attributes}><title>${label}</title>${end === "/" ? `</${tag}>` : ""}`;
  });
}
