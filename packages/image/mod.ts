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

export * from "./geometry/affine_transform.ts";
export type { BorderOptions } from "./geometry/border.ts";
export * from "./geometry/crop.ts";
export * from "./geometry/flip.ts";
export * from "./geometry/gaussian_pyramid.ts";
export * from "./geometry/polar.ts";
export * from "./geometry/rotate.ts";
export type { SampleMode } from "./geometry/sample.ts";
export * from "./geometry/scale.ts";
export * from "./geometry/translate.ts";
export * from "./geometry/warp.ts";

export * from "./augment/color_jitter.ts";
export * from "./augment/lighting.ts";
export * from "./augment/normalize.ts";
export * from "./augment/random_crop.ts";
export * from "./augment/random_flip.ts";
