// From the bytes of a file to an image.
import {
  checkInteger,
  checkOneOf,
  cpu,
  defaultDtype,
  type Dtype,
  dtypeCode,
  fromBuffer,
  type Tensor,
} from "@taimatsu/tensor";
import { elementSizeOf, fresh } from "@taimatsu/tensor/native";
import { checkFlag } from "../check_options.ts";
import { Call } from "./call.ts";
import { FORMATS, type ImageFormat } from "./format.ts";
import { ImageFormatError } from "./image_format_error.ts";
import { codecs, codecsAside } from "./library.ts";
import type { Source } from "./source.ts";

/** Element types of images. */
export type ImageDtype = "uint8" | "float32" | "float64";

/** Numbers of channels of images in files: gray, gray and alpha, RGB, RGBA. */
export type ImageChannels = 1 | 2 | 3 | 4;

/** How an image is read. */
export interface DecodeOptions {
  /**
   * Number of channels of the result (Torch7's `depth`): 1 makes colours gray as `rgb2y` does, 3 repeats gray; both drop alpha.
   * 2 and 4 have alpha, opaque if the file has none. As in the file by default.
   */
  channels?: ImageChannels;
  /**
   * Element type of the result: `uint8` keeps bytes as they are and of 16 bits the high byte, floats are from 0 to 1. By
   * default `defaultDtype()` if that is a float, else float32.
   */
  dtype?: ImageDtype;
  /** Whether the picture is turned as its EXIF data say; false by default, as in Torch7. */
  orient?: boolean;
  /** Most pixels that are decoded: a small file may unpack to a giant; 2²⁸ by default. */
  maxPixels?: number;
}

/** Options with every default in place. */
interface Decoding {
  channels: ImageChannels | undefined;
  code: number;
  orient: boolean;
  maxPixels: number;
}

const DTYPES: readonly Dtype[] = ["uint8", "float32", "float64"];
const DAMAGED = 1, UNSUPPORTED = 2; // tm_codec_status

function resolve(caller: string, options: DecodeOptions): Decoding {
  const { channels, orient = false, maxPixels = 2 ** 28 } = options, usual = defaultDtype();
  const { dtype = usual === "float64" ? usual : "float32" } = options;
  if (channels !== undefined) checkInteger(caller, "channels", channels, 1, 4);
  checkOneOf(caller, "dtype", dtype, DTYPES);
  checkFlag(caller, "orient", orient);
  checkInteger(caller, "maxPixels", maxPixels, 1);
  return { channels, code: dtypeCode(dtype), orient, maxPixels };
}

function subjectOf(source: Source): string {
  return source.file === undefined ? "the image" : JSON.stringify(source.file);
}

/** Throws what a call reported for a status other than 0. */
function check(caller: string, source: Source, call: Call, status: number): void {
  if (status === 0) return;
  const format = FORMATS[call.get("format")], reason = call.message, subject = subjectOf(source);
  const what = status === DAMAGED
    ? `is a damaged ${format ?? "image"} file`
    : status === UNSUPPORTED && format !== undefined
    ? `is a ${format} file of a kind that is not read`
    : "cannot be read";
  throw new ImageFormatError(`Cannot run ${caller}: ${subject} ${what} (${reason})`, {
    file: source.file,
    format,
    reason,
  });
}

/** Reads the header of a file, which must be of a format if one is wanted. */
export function readHeader(caller: string, source: Source, wanted?: ImageFormat): Call {
  const call = new Call();
  check(caller, source, call, codecs().tm_codec_header(source.bytes, source.bytes.length, call.arg));
  const format = FORMATS[call.get("format")]!;
  if (wanted !== undefined && format !== wanted) {
    const reason = `must be a ${wanted} file but is a ${format} file`;
    throw new ImageFormatError(`Cannot run ${caller}: ${subjectOf(source)} ${reason}`, {
      file: source.file,
      format,
      reason,
    });
  }
  return call;
}

/** Returns [channels, height, width] of what a header tells of. */
export function shapeOf(call: Call, orient: boolean, channels?: number): [number, number, number] {
  const turned = orient && call.get("orientation") >= 5;
  const height = call.get(turned ? "width" : "height"), width = call.get(turned ? "height" : "width");
  return [channels ?? call.get("channels"), height, width];
}

/** Reads the header for a decoding, and the size of the result. */
function prepare(caller: string, source: Source, how: Decoding, wanted?: ImageFormat): [number, number, number] {
  const header = readHeader(caller, source, wanted), shape = shapeOf(header, how.orient, how.channels);
  const [, height, width] = shape;
  if (height * width > how.maxPixels) {
    const reason = `must have at most ${how.maxPixels} pixels (maxPixels) but has ${height} × ${width}`;
    throw new ImageFormatError(`Cannot run ${caller}: ${subjectOf(source)} ${reason}`, {
      file: source.file,
      format: FORMATS[header.get("format")],
      reason,
    });
  }
  return shape;
}

/** Decodes a file, which must be of a format if one is wanted. */
export function decode(caller: string, source: Source, options: DecodeOptions, wanted?: ImageFormat): Tensor {
  const how = resolve(caller, options), shape = prepare(caller, source, how, wanted), call = new Call();
  const image = fresh(how.code, shape, cpu), { block, base, extent } = image.store, { bytes } = source;
  // deno-fmt-ignore
  const status = codecs().tm_codec_decode(bytes, bytes.length, block.arg, base, extent, how.code, shape[0], +how.orient, call.arg);
  check(caller, source, call, status);
  return image;
}

/** As {@linkcode decode}, on another thread. Nobody else may hold the source's bytes. */
export async function decodeAside(
  caller: string,
  source: Source,
  options: DecodeOptions,
  wanted?: ImageFormat,
): Promise<Tensor> {
  const how = resolve(caller, options), shape = prepare(caller, source, how, wanted), call = new Call();
  const [channels, height, width] = shape, extent = channels * height * width * elementSizeOf(how.code);
  const memory = new ArrayBuffer(extent), { bytes } = source;
  // deno-fmt-ignore
  const status = await codecsAside().tm_codec_decode(bytes, bytes.length, memory, 0, extent, how.code, channels, +how.orient, call.arg);
  check(caller, source, call, status);
  return fromBuffer(memory, DTYPES.find((dtype) => dtypeCode(dtype) === how.code)!, shape);
}
