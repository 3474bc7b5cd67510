import { checkInteger, describe, isTensor, type Tensor } from "@taimatsu/tensor";
import { checkOptions } from "../check_options.ts";
import { checkBytes, mediaElement, type MediaFile, mediaFile } from "./media_file.ts";
import { type PaneOptions, placeOf } from "./pane.ts";
import { joinTitle } from "./picture.ts";
import { inNotebook, show, type Shown, shown } from "./shown.ts";
import { type Peak, peaksOf, samplesOf, wavBytes } from "./wav.ts";

/** Options of {@linkcode displayAudio}. */
export interface DisplayAudioOptions extends PaneOptions {
  /** Samples in a second, 1000 to 384000; 44100 by default. Files know it themselves. */
  rate?: number;
  /** Brings the largest magnitude to 1, and says so in the title; false by default. */
  normalize?: boolean;
}

const CALLER = "displayAudio", DTYPES = ["uint8", "int16", "float32", "float64"];
/** The channels that a file of sound may have, and the stretches of the drawing. */
const CHANNELS = 8, STRETCHES = 600;

/**
 * Lets a sound be heard: in a pane of the page with a drawing of it, or in a notebook inline.
 *
 * Samples are played as they are: reals reach from −1 to 1, int16 and uint8 are those of WAV files (silence is 0 and 128). What lies
 * beyond is clipped, and the title says so.
 *
 * @param x [samples] or [1 to 8 channels, samples]; or the name or address of a file (WAV, MP3, FLAC, Ogg, MP4, WebM).
 * @param options Rate, title and pane.
 * @returns The pane.
 * @throws {TypeError} If `x` has another size or dtype, or the file is of another kind.
 * @throws {RangeError} If the rate is out of range, a sample not finite, or there are more than 2^28 bytes.
 *
 * @example Usage
 * ```ts
 * import { displayAudio, displayServer } from "@taimatsu/image";
 * import { arange, sin } from "@taimatsu/tensor";
 *
 * const second = arange(0, 8000).mul(2 * Math.PI * 440 / 8000);
 * await displayAudio(sin(second), { rate: 8000, title: "the note A" });
 * await (await displayServer()).close();
 * ```
 */
export async function displayAudio(x: Tensor | string | URL, options: DisplayAudioOptions = {}): Promise<Shown> {
  checkOptions(CALLER, options, ["normalize"]);
  const place = placeOf(CALLER, options), sound = isTensor(x) ? soundOf(x, options) : await fileOf(x, options);
  const { file, peaks, note } = sound, title = joinTitle(options.title, note), inPage = !inNotebook();
  if (inPage) await show(CALLER, { ...place, kind: "audio", title, type: file.type, peaks }, [file.bytes]);
  return shown(place.win, inPage, () => ({ "text/html": mediaElement(file), "text/plain": "sound" }));
}

interface Sound {
  readonly file: MediaFile;
  readonly peaks: readonly Peak[];
  /** What the title has to say of the samples. */
  readonly note: string;
}

async function fileOf(x: unknown, { rate, normalize = false }: DisplayAudioOptions): Promise<Sound> {
  if (typeof x !== "string" && !(x instanceof URL)) {
    throw new TypeError(`Cannot run ${CALLER}: x must be a tensor or a file's name or address but is ${describe(x)}`);
  }
  for (const [name, value] of Object.entries({ rate, normalize: normalize || undefined })) {
    if (value === undefined) continue;
    throw new TypeError(`Cannot run ${CALLER}: ${name} must be left out for a file but is ${describe(value)}`);
  }
  return { file: await mediaFile(CALLER, "audio", x), peaks: [], note: "" };
}

function soundOf(x: Tensor, { rate = 44100, normalize = false }: DisplayAudioOptions): Sound {
  const { shape, dtype } = x, sound = shape.length === 1 ? x.unsqueeze(0) : x, channels = sound.shape[0]!;
  if (!DTYPES.includes(dtype)) {
    throw new TypeError(`Cannot run ${CALLER}: x must be uint8, int16, float32 or float64 but is ${dtype}`);
  }
  if (sound.shape.length !== 2 || channels > CHANNELS || x.count === 0) {
    throw new TypeError(
      `Cannot run ${CALLER}: x must be [samples] or [1 to ${CHANNELS}, samples] but is ${describe([...shape])}`,
    );
  }
  checkInteger(CALLER, "rate", rate, 1000, 384000);
  checkBytes(CALLER, "x", x.count * (dtype === "uint8" ? 1 : 2));
  const whole = dtype === "uint8" || dtype === "int16";
  if (whole && normalize) {
    throw new TypeError(`Cannot run ${CALLER}: x must be float32 or float64 to be normalized but is ${dtype}`);
  }
  const largest = whole ? 0 : magnitudeOf(sound), gain = normalize && largest > 0 ? 1 / largest : 1;
  const samples = samplesOf(sound, gain), bytes = wavBytes(samples, channels, rate);
  const size = Number(largest.toPrecision(6));
  const note = normalize ? `normalized from ±${size}` : largest > 1 ? `clipped: values reach ±${size}` : "";
  return { file: { type: "audio/wav", bytes }, peaks: peaksOf(samples, STRETCHES), note };
}

/** The largest magnitude of samples. */
function magnitudeOf(x: Tensor): number {
  let largest = 0;
  const samples = x.contiguous().data as Float64Array;
  for (let i = 0; i < samples.length; i++) {
    const size = Math.abs(samples[i]!);
    if (!(size < Infinity)) {
      throw new RangeError(
        `Cannot run ${CALLER}: samples must be finite but ${samples[i]} is at ${describe(placeAt(x, i))}`,
      );
    }
    if (size > largest) largest = size;
  }
  return largest;
}

const placeAt = ({ shape }: Tensor, i: number): number[] => [Math.floor(i / shape[1]!), i % shape[1]!];
