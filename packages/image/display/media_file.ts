import { describe } from "@taimatsu/tensor";
import { fromAddress } from "../codecs/source.ts";

/** Bytes of sound or film beyond which nothing is shown: it lies in memory, here and in the page. */
export const MEDIA_LIMIT = 2 ** 28;

/** Sound or film as a file. */
export interface MediaFile {
  /** The MIME type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A kind of file: the bytes that tell it, and where they stand; what it is as sound and as film. */
interface Container {
  readonly at: number;
  readonly magic: string;
  readonly audio: string;
  readonly video?: string;
}

const CONTAINERS: readonly Container[] = [
  { at: 8, magic: "WAVE", audio: "wav" },
  { at: 0, magic: "ID3", audio: "mpeg" },
  { at: 0, magic: "\xff\xfb", audio: "mpeg" }, // MP3 without a description: the head of a frame
  { at: 0, magic: "\xff\xf3", audio: "mpeg" },
  { at: 0, magic: "fLaC", audio: "flac" },
  { at: 0, magic: "OggS", audio: "ogg", video: "ogg" },
  { at: 4, magic: "ftyp", audio: "mp4", video: "mp4" },
  { at: 0, magic: "\x1a\x45\xdf\xa3", audio: "webm", video: "webm" },
];

const WANTED = { audio: "a WAV, MP3, FLAC, Ogg, MP4 or WebM file", video: "an MP4, WebM or Ogg file" };

/** Reads a file of sound or film, whose kind its first bytes tell. */
export async function mediaFile(caller: string, kind: "audio" | "video", path: string | URL): Promise<MediaFile> {
  if (typeof path === "string" || (path instanceof URL && path.protocol === "file:")) {
    const { isFile, size } = await Deno.stat(path);
    if (!isFile) throw new TypeError(`Cannot run ${caller}: path must be a file but is ${describe(`${path}`)}`);
    checkBytes(caller, "the file", size);
  }
  const { bytes, file = "" } = await fromAddress(caller, path);
  checkBytes(caller, "the file", bytes.length);
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 16));
  const container = CONTAINERS.find(({ at, magic }) => head.startsWith(magic, at)), type = container?.[kind];
  if (type === undefined) {
    throw new TypeError(`Cannot run ${caller}: path must be ${WANTED[kind]} but is ${describe(file)}`);
  }
  return { type: `${kind}/${type}`, bytes };
}

/** Checks that sound or film is not too large to be shown. */
export function checkBytes(caller: string, name: string, bytes: number): void {
  if (bytes <= MEDIA_LIMIT) return;
  throw new RangeError(`Cannot run ${caller}: ${name} must have at most ${MEDIA_LIMIT} bytes but has ${bytes}`);
}

/** Returns what shows sound or film in a notebook. */
export function mediaElement({ type, bytes }: MediaFile): string {
  return `<${type.split("/")[0]} controls src="data:${type};base64,${bytes.toBase64()}"></${type.split("/")[0]}>`;
}
