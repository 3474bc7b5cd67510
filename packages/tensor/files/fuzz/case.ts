// One damaged file, which a seed and its number determine.
import type { LoadOptions } from "../t7/options.ts";
import { CLASSES } from "./classes.ts";
import { Draw } from "./draw.ts";
import { torchFile } from "./grammar.ts";
import { mutate } from "./mutate.ts";
import type { Format, Seed } from "./seeds.ts";
import { damageWithin } from "./wrap.ts";

/** A damaged file and how it is read. */
export interface FuzzCase {
  /** Its number. */
  readonly number: number;
  /** What it was, which is how it is read. */
  readonly format: Format;
  /** What was damaged. */
  readonly from: string;
  /** The file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What is said about a Torch7 file. */
  readonly options: LoadOptions;
}

function optionsOf(draw: Draw): LoadOptions {
  const options: LoadOptions = {};
  if (draw.chance(50)) options.classes = CLASSES;
  if (draw.chance(10)) options.strings = "bytes";
  if (draw.chance(5)) options.referenced = false;
  if (draw.chance(5)) options.longSize = draw.of([4, 8]);
  if (draw.chance(5)) options.endian = draw.of(["little", "big"]);
  if (draw.chance(5)) options.format = draw.of(["binary", "ascii", "b32", "b64"]);
  return options;
}

/** Makes a case; the formats take turns. */
export function makeCase(seed: number, number: number, byFormat: readonly (readonly Seed[])[]): FuzzCase {
  const draw = new Draw(seed, number), group = byFormat[number % byFormat.length]!, base = draw.of(group);
  const other = draw.of(draw.chance(80) ? group : draw.of(byFormat)).bytes, { format } = base;
  const damage = (part: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => mutate(draw, part, other);
  if (format.startsWith("t7") && draw.chance(30)) {
    const whole = torchFile(draw, format === "t7 ASCII"), bytes = draw.chance(70) ? whole : damage(whole);
    return { number, format, from: "tokens drawn at random", bytes, options: optionsOf(draw) };
  }
  const bytes = draw.chance(50) ? damageWithin(draw, format, base.bytes, damage) : damage(base.bytes);
  return { number, format, from: base.name, bytes, options: optionsOf(draw) };
}
