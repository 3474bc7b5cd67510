// tm_codec_call in taimatsu_image.h.

const FIELDS = [
  "format",
  "width",
  "height",
  "channels",
  "max",
  "orientation",
  "bytes",
  "quality",
  "progressive",
  "fullColour",
  "lossless",
] as const;
const MESSAGE = 256;

type Field = typeof FIELDS[number];

/** What one call of the codecs is about: its memory belongs to this call alone. */
export class Call {
  /** What is passed. */
  readonly arg: ArrayBuffer = new ArrayBuffer(FIELDS.length * 8 + MESSAGE);
  readonly #numbers = new Float64Array(this.arg, 0, FIELDS.length);

  /** Fills in what is given; the rest is 0. */
  constructor(fields: Partial<Record<Field, number>> = {}) {
    for (const [name, value] of Object.entries(fields)) this.#numbers[FIELDS.indexOf(name as Field)] = value;
  }

  /** Returns a number. */
  get(field: Field): number {
    return this.#numbers[FIELDS.indexOf(field)]!;
  }

  /** What is wrong, after a call that failed. */
  get message(): string {
    const text = new Uint8Array(this.arg, FIELDS.length * 8);
    return new TextDecoder().decode(text.subarray(0, text.indexOf(0)));
  }
}
