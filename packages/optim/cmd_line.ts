import { format, parseArgs, type ParseArgsConfig } from "node:util";
import { checkOneOf, describe } from "@taimatsu/tensor";
import { checkObject } from "./check_object.ts";
import { appendFile, dateParts, writeFile, writeStream } from "./files.ts";

/** What an option or an argument of a {@linkcode CmdLine} holds. */
export type CmdValue = string | number | boolean;

/** Options and arguments by their names, without the dashes. */
export type CmdParams = Record<string, CmdValue>;

/** The types that there are. */
export type CmdType = "string" | "number" | "boolean";

interface Option {
  key: string;
  help: string | undefined;
  type: CmdType;
  /** Arguments have none. */
  default?: CmdValue;
}

const TYPES: readonly CmdType[] = ["string", "number", "boolean"];

function strip(key: string): string {
  return key.replace(/^-+/, "");
}

/**
 * Reads the command line (Torch7's `CmdLine.lua`). An option is given as `-key value`, `--key value` or `--key=value`; one that is
 * true or false is given as `-key` and turns its default round. `-h`, `-help` and `--help` print what there is.
 *
 * Node's `parseArgs` does the reading.
 *
 * @example Usage
 * ```ts
 * import { CmdLine } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const cmd = new CmdLine();
 * cmd.text("Trains a net");
 * cmd.argument("folder", "where the data is", "string");
 * cmd.option("-learningRate", 0.01, "size of a step");
 * cmd.option("-nesterov", false, "uses Nesterov's momentum");
 * const params = cmd.parse(["data", "-learningRate", "0.1", "-nesterov"]); // or Deno.args
 * assertEquals(params, { folder: "data", learningRate: 0.1, nesterov: true });
 * assertEquals(cmd.string("runs", params, { folder: true }), "runs,learningRate=0.1,nesterov=t");
 * ```
 */
export class CmdLine {
  readonly #argseparator: string;
  readonly #keyseparator: string;
  readonly #options = new Map<string, Option>();
  readonly #arguments: Option[] = [];
  readonly #lines: (Option | string)[] = [];
  #silent = false;
  #prefix: (() => string) | undefined;

  /**
   * Starts without options.
   *
   * @param argseparator What stands between options in the name that `string` makes; "," by default.
   * @param keyseparator What stands between name and value in it; "=" by default.
   */
  constructor(argseparator: string = ",", keyseparator: string = "=") {
    this.#argseparator = argseparator;
    this.#keyseparator = keyseparator;
  }

  /**
   * Adds an option.
   *
   * @param key Its name, with one dash or two.
   * @param value What it holds where it is not given.
   * @param help What it is for.
   * @param type Its type; that of `value` by default.
   * @throws {TypeError} If the name has no dash or is there already, or the value is not of the type.
   */
  option(key: string, value: CmdValue, help?: string, type: CmdType = typeof value as CmdType): this {
    const caller = "CmdLine.option";
    if (typeof key !== "string" || !/^--?[^-=\s][^=\s]*$/.test(key)) {
      throw new TypeError(`Cannot run ${caller}: key must be a name that begins with - but is ${describe(key)}`);
    }
    this.#checkFresh(caller, key);
    checkOneOf(caller, "type", type, TYPES);
    const found: string = typeof value;
    if (found !== type) {
      throw new TypeError(`Cannot run ${caller}: the default of ${key} must be a ${type} but is ${describe(value)}`);
    }
    const option = { key, help, type, default: value };
    this.#options.set(strip(key), option);
    this.#lines.push(option);
    return this;
  }

  /**
   * Adds an argument, which must be given. Their order counts.
   *
   * @param key Its name.
   * @param help What it is for.
   * @param type "string" by default, or "number".
   * @throws {TypeError} If the name is empty or there already, or there is no such type.
   */
  argument(key: string, help?: string, type: "string" | "number" = "string"): this {
    const caller = "CmdLine.argument";
    if (typeof key !== "string" || strip(key) === "") {
      throw new TypeError(`Cannot run ${caller}: key must be a name but is ${describe(key)}`);
    }
    this.#checkFresh(caller, key);
    checkOneOf(caller, "type", type, ["string", "number"]);
    const argument = { key, help, type };
    this.#arguments.push(argument);
    this.#lines.push(argument);
    return this;
  }

  #checkFresh(caller: string, key: string): void {
    const name = strip(key);
    if (["h", "help"].includes(name)) throw new TypeError(`Cannot run ${caller}: ${key} is for the help`);
    if (this.#options.has(name) || this.#arguments.some((argument) => strip(argument.key) === name)) {
      throw new TypeError(`Cannot run ${caller}: there is ${describe(name)} already`);
    }
  }

  /**
   * Adds a line to the help.
   *
   * @param text The line; empty by default.
   */
  text(text: string = ""): this {
    this.#lines.push(String(text));
    return this;
  }

  /** Returns what the options hold where they are not given. */
  default(): CmdParams {
    return Object.fromEntries([...this.#options].map(([name, option]) => [name, option.default!]));
  }

  /** Returns what `default` returns. */
  defaults(): CmdParams {
    return this.default();
  }

  /**
   * Reads a command line. Where it is wrong, `error` ends the program; where it asks for help, the program ends, too.
   *
   * @param args The words, usually `Deno.args`.
   * @returns All options and arguments.
   */
  parse(args: readonly string[]): CmdParams {
    if (!Array.isArray(args) || !args.every((word) => typeof word === "string")) {
      throw new TypeError(`Cannot run CmdLine.parse: args must be a list of texts but is ${describe(args)}`);
    }
    const words: string[] = [];
    for (let i = 0; i < args.length; i++) {
      const word = args[i]!;
      if (word === "--") {
        words.push(...args.slice(i));
        break;
      }
      if (["-h", "-help", "--help"].includes(word)) {
        this.help();
        Deno.exit(0);
      }
      const option = word.startsWith("-") ? this.#options.get(strip(word)) : undefined;
      if (option === undefined) {
        // A negative number is an argument; a single dash before a name is one of Torch7's.
        if (/^-[.\d]/.test(word)) words.push(`\0${word}`);
        else words.push(word.replace(/^-(?=[^-])/, "--"));
      } else if (option.type === "boolean") words.push(`--${strip(word)}`);
      else {
        if (i + 1 >= args.length) this.error(`missing argument for option ${word}`);
        words.push(`--${strip(word)}=${args[++i]}`);
      }
    }
    return this.#read(words);
  }

  #read(words: string[]): CmdParams {
    const options: ParseArgsConfig["options"] = {};
    for (const [name, { type }] of this.#options) options[name] = { type: type === "boolean" ? "boolean" : "string" };
    let found: ReturnType<typeof parseArgs>;
    try {
      found = parseArgs({ args: words, options, allowPositionals: true, strict: true });
    } catch (error) {
      this.error((error as Error).message.split(/\. To specify|\n/)[0]!);
    }
    const params = this.default();
    for (const [name, value] of Object.entries(found.values)) {
      const option = this.#options.get(name)!;
      params[name] = option.type === "boolean" ? !option.default : this.#convert(option, value as string, "option");
    }
    const given = found.positionals.map((word) => word.replace(/^\0/, ""));
    for (const [i, word] of given.entries()) {
      const argument = this.#arguments[i];
      if (argument === undefined) this.error(`invalid argument: ${word}`);
      params[strip(argument.key)] = this.#convert(argument, word, "argument");
    }
    if (given.length < this.#arguments.length) {
      const missing = this.#arguments.slice(given.length).map(({ key }) => `<${strip(key)}>`);
      this.error(`not enough arguments: ${missing.join(" ")} missing`);
    }
    return params;
  }

  #convert({ key, type }: Option, word: string, kind: string): CmdValue {
    if (type === "string") return word;
    const number = /^[+-]?inf(inity)?$/i.test(word) ? (word.startsWith("-") ? -Infinity : Infinity) : Number(word);
    if (word.trim() === "" || Number.isNaN(number) && !/^nan$/i.test(word)) {
      this.error(`invalid type for ${kind} ${key}: should be a number but is ${describe(word)}`);
    }
    return number;
  }

  /**
   * Makes the name of a folder for a run: arguments, and options that differ from their defaults, in the order of the alphabet.
   * Names in `params` that there are not are left out.
   *
   * @param prefix What stands first.
   * @param params What `parse` returned.
   * @param ignore Names that are left out if true; options that stand there even with their defaults if false.
   */
  string(prefix: string, params: Readonly<CmdParams>, ignore: Readonly<Record<string, boolean>> = {}): string {
    checkObject("CmdLine.string", "params", params);
    checkObject("CmdLine.string", "ignore", ignore);
    const write = (name: string): string => {
      const value = params[name]!;
      return `${name}${this.#keyseparator}${value === true ? "t" : value === false ? "f" : value}`;
    };
    const skip = (name: string): boolean => ignore[name] === true || !Object.hasOwn(params, name);
    const names = this.#arguments.map(({ key }) => strip(key)).filter((name) => !skip(name));
    const options = [...this.#options.values()].filter(({ key, default: value }) => {
      const name = strip(key);
      return !skip(name) && (!Object.is(params[name], value) || ignore[name] === false);
    });
    const parts = [...names.map(write), ...options.map(({ key }) => write(strip(key))).sort()];
    return [...(prefix === "" ? [] : [prefix]), ...parts].join(this.#argseparator);
  }

  /**
   * Writes what `console.log` prints into a file, too, from now on. First come the date and the parameters. Each line is written at
   * once.
   *
   * @param file The file; one that is there is overwritten, folders that are missing are made.
   * @param params What `parse` returned.
   * @returns A function that ends it.
   * @throws {Deno.errors.NotCapable} If the file may not be written.
   */
  log(file: string, params?: Readonly<CmdParams>): () => void {
    if (typeof file !== "string" || file === "") {
      throw new TypeError(`Cannot run CmdLine.log: file must be a path but is ${describe(file)}`);
    }
    writeFile("CmdLine.log", file, "");
    const before = console.log;
    const tee = (...values: unknown[]): void => {
      if (!this.#silent) before(...values);
      const stamp = this.#prefix === undefined ? "" : `${this.#prefix()} `;
      appendFile("CmdLine.log", file, `${stamp}${format(...values)}\n`);
    };
    console.log = tee;
    tee(`[program started on ${time("%F %T")}]`);
    tee("[command line arguments]");
    for (const [name, value] of Object.entries(params ?? {})) tee(`${name}\t${value}`);
    tee("[----------------------]");
    return () => {
      if (console.log === tee) console.log = before;
    };
  }

  /**
   * Puts date and time before each line of the log.
   *
   * @param name What stands behind them in brackets; nothing by default.
   * @param dateFormat Their form, in strftime's letters Y, y, m, d, H, M, S, F and T; "%F %T" by default.
   * @throws {RangeError} If there is another letter.
   */
  addTime(name: string = "", dateFormat: string = "%F %T"): this {
    time(dateFormat);
    this.#prefix = () => time(dateFormat) + (name === "" ? "" : `[${name}]:`);
    return this;
  }

  /** Lets the log be the only place where lines are written. */
  silent(): this {
    this.#silent = true;
    return this;
  }

  /** Returns the help: how the program is called, its options, arguments, and lines of text. */
  toString(): string {
    const shown = ({ key, default: value }: Option): string => value === undefined ? `<${strip(key)}>` : key;
    const entries = this.#lines.filter((line) => typeof line !== "string");
    const width = Math.max(0, ...entries.map((entry) => shown(entry).length));
    const usage = ["Usage: [options]", ...this.#arguments.map(shown)].join(" ");
    const lines = this.#lines.map((line) => {
      if (typeof line === "string") return line;
      const parts = [
        shown(line).padEnd(width),
        line.help,
        line.default === undefined ? undefined : `[${line.default}]`,
      ];
      return `  ${parts.filter((part) => part !== undefined).join(" ")}`;
    });
    return [usage, ...lines].join("\n");
  }

  /** Prints the help. */
  help(): void {
    writeStream(Deno.stdout, `${this}\n`);
  }

  /**
   * Prints a message and the help on standard error, and ends the program with status 1.
   *
   * @param message What is wrong.
   */
  error(message: string): never {
    writeStream(Deno.stderr, `${message}\n\n${this}\n`);
    return Deno.exit(1);
  }
}

/** Writes the time that it is, as C's `strftime` does. */
function time(dateFormat: string): string {
  if (typeof dateFormat !== "string") {
    throw new TypeError(`Cannot run CmdLine.addTime: dateFormat must be a text but is ${describe(dateFormat)}`);
  }
  const parts: Record<string, string> = dateParts(new Date()), { Y, m, d, H, M, S } = parts;
  const letters = { ...parts, y: Y!.slice(2), F: `${Y}-${m}-${d}`, T: `${H}:${M}:${S}`, "%": "%" } as Record<
    string,
    string
  >;
  return dateFormat.replace(/%(.?)/g, (_, letter: string) => {
    const text = letters[letter];
    if (text === undefined) {
      throw new RangeError(`Cannot run CmdLine.addTime: %${letter} must be one of Y y m d H M S F T`);
    }
    return text;
  });
}
