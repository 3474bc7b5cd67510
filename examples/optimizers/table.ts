/** Returns a table in Markdown, with columns as wide as their longest cell; the first row holds the titles. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  const [titles, ...others] = rows;
  return [line(titles!), line(widths.map((width) => "-".repeat(width))), ...others.map(line)].join("\n");
}
