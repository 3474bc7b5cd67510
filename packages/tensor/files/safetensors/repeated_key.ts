/**
 * Returns a key that occurs twice in one object of a JSON text, and where; `JSON.parse` would keep the last one alone.
 *
 * @param text Valid JSON.
 */
export function repeatedKey(text: string): { key: string; at: number } | undefined {
  const objects: Set<string>[] = [], tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    const [whole, colon] = token;
    if (whole === "{") objects.push(new Set());
    else if (whole === "}") objects.pop();
    else if (colon !== undefined) {
      const key: string = JSON.parse(whole.slice(0, -colon.length)), keys = objects.at(-1)!;
      if (keys.has(key)) return { key, at: token.index };
      keys.add(key);
    }
  }
  return undefined;
}
