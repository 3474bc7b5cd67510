/**
 * Images for Taimatsu, after Torch7's `image` package.
 *
 * @module
 */
export { type ImageFormat, isSupported, supportedFiletypes } from "./codecs/format.ts";
export * from "./codecs/image_format_error.ts";
export type { DecodeOptions, ImageChannels, ImageDtype } from "./codecs/decode.ts";
export { type ImageType, load, loadAsync, loadJPG, loadPNG, loadPPM } from "./codecs/load.ts";
export * from "./codecs/decompress.ts";
export * from "./codecs/size.ts";
export type { EncodeOptions, JPGOptions, PNGOptions, PPMOptions } from "./codecs/encode.ts";
export * from "./codecs/compress.ts";
export * from "./codecs/save.ts";
