const QUOTE = 0x22, BACKSLASH = 0x5c, COLON = 0x3a, OPEN = 0x7b, CLOSE = 0x7d;

/** Returns where the string that begins at `at` ends, behind its quotation mark. */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  for (let code = text.charCodeAt(end); code !== QUOTE; code = text.charCodeAt(end)) end += code === BACKSLASH ? 2 : 1;
  return end + 1;
}

/** Returns where what is no space begins. */
function behindSpaces(text: string, at: number): number {
  while (text.charCodeAt(at) <= 0x20) at++;
  return at;
}

/**
 * Returns a key that occurs twice in one object of a JSON text, and where; `JSON.parse` would keep the last one alone.
 *
 * @param text Valid JSON.
 */
export function repeatedKey(text: string): { key: string; at: number } | undefined {
  const objects: Set<string>[] = [];
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code !== QUOTE) {
      if (code === OPEN) objects.push(new Set());
      else if (code === CLOSE) objects.pop();
      at++;
      continue;
    }
    const end = endOfString(text, at), next = behindSpaces(text, end);
    if (text.charCodeAt(next) === COLON) {
      const key: string = JSON.parse(text.slice(at, end)), keys = objects.at(-1)!;
      if (keys.has(key)) return { key, at };
      keys.add(key);
    }
    at = next;
  }
  return undefined;
}
