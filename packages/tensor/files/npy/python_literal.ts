// Literals of Python: as much of them as the headers of NumPy's files use.

/** A value: a tuple is a list here, and a list is wrapped. */
export type PythonValue = string | number | boolean | null | PythonValue[] | { readonly list: PythonValue[] };

/** A value and where it begins. */
export interface PythonEntry {
  /** The value. */
  readonly value: PythonValue;
  /** Characters before it. */
  readonly at: number;
}

/** Tuples and lists within each other that are still read. */
const DEEPEST = 16;

/** Reads a dictionary; nothing in it is evaluated. */
export class PythonParser {
  #at = 0;

  /**
   * Starts at the beginning.
   *
   * @param text The whole text.
   * @param error Returns the error for what is wrong at a position.
   */
  constructor(readonly text: string, readonly error: (problem: string, at: number) => Error) {}

  /** Reads the dictionary that is the whole text. */
  dictionary(): Map<string, PythonEntry> {
    const entries = new Map<string, PythonEntry>();
    this.#expect("{");
    while (!this.#takes("}")) {
      const at = this.#space(), key = this.#value(0);
      if (typeof key !== "string") throw this.error("a name in quotes was expected", at);
      if (entries.has(key)) throw this.error(`every name must occur once but ${JSON.stringify(key)} occurs again`, at);
      this.#expect(":");
      entries.set(key, { at: this.#space(), value: this.#value(0) });
      if (!this.#takes(",")) {
        this.#expect("}");
        break;
      }
    }
    if (this.#space() < this.text.length) throw this.#unexpected("the end of the header");
    return entries;
  }

  #unexpected(wanted: string): Error {
    const found = this.text[this.#at];
    return this.error(
      `${wanted} was expected but ${found === undefined ? "the header ends" : `is ${JSON.stringify(found)}`}`,
      this.#at,
    );
  }

  /** Passes over spaces and returns where the next character is. */
  #space(): number {
    while (/[ \t\r\n]/.test(this.text[this.#at] ?? "")) this.#at++;
    return this.#at;
  }

  #takes(character: string): boolean {
    if (this.text[this.#space()] !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string): void {
    if (!this.#takes(character)) throw this.#unexpected(`"${character}"`);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #value(depth: number): PythonValue {
    const at = this.#space(), first = this.text[at];
    if (first === "'" || first === '"') return this.#string();
    if (first === "(" || first === "[") {
      if (depth === DEEPEST) throw this.error(`at most ${DEEPEST} brackets within each other were expected`, at);
      this.#at++;
      return first === "(" ? this.#tuple(depth + 1) : { list: this.#items("]", depth + 1).items };
    }
    // Python 2 writes an L behind large integers.
    const number = this.#match(/[+-]?\d+L?(?![\w.])/y);
    if (number !== undefined) return Number(number.replace("L", ""));
    const word = this.#match(/(True|False|None)(?!\w)/y);
    if (word === undefined) throw this.#unexpected("a value");
    return word === "None" ? null : word === "True";
  }

  #tuple(depth: number): PythonValue {
    const { items, comma } = this.#items(")", depth);
    return items.length === 1 && !comma ? items[0]! : items;
  }

  #items(close: string, depth: number): { items: PythonValue[]; comma: boolean } {
    const items: PythonValue[] = [];
    let comma = false;
    while (!this.#takes(close)) {
      items.push(this.#value(depth));
      comma = this.#takes(",");
      if (!comma) {
        this.#expect(close);
        break;
      }
    }
    return { items, comma };
  }

  #string(): string {
    const quoted = this.#match(/'(?:[^'\\\n]|\\['"\\])*'|"(?:[^"\\\n]|\\['"\\])*"/y);
    if (quoted === undefined) throw this.#unexpected("a string that ends, with no escapes but those of quotes,");
    return quoted.slice(1, -1).replace(/\\(.)/g, "$1");
  }
}
