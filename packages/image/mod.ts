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
export type { EncodeOptions, JPGOptions, PNGOptions, PPMOptions, WebPOptions } from "./codecs/encode.ts";
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

export * from "./color/rgb2y.ts";
export * from "./color/yuv.ts";
export * from "./color/hsl.ts";
export * from "./color/hsv.ts";
export * from "./color/lab.ts";
export * from "./color/rgb2nrgb.ts";
export * from "./color/y2jet.ts";
export * from "./color/colormap.ts";
export * from "./color/colorize.ts";

export { convolve, type ConvolveMode } from "./filters/convolve.ts";
export * from "./filters/gaussian.ts";
export * from "./filters/laplacian.ts";
export type { KernelOptions } from "./filters/make_kernel.ts";
export * from "./filters/gaussian_blur.ts";
export * from "./filters/minmax.ts";
export * from "./filters/saturate.ts";
export * from "./filters/lcn.ts";
export * from "./filters/morphology.ts";

export type { Color, DrawOptions, FillOptions, ShapeOptions } from "./drawing/canvas.ts";
export * from "./drawing/draw_text.ts";
export * from "./drawing/draw_rect.ts";
export * from "./drawing/draw_line.ts";
export * from "./drawing/draw_circle.ts";
export * from "./drawing/draw_polygon.ts";
export * from "./drawing/to_display_tensor.ts";

export * from "./samples/lena.ts";

export * from "./display/display.ts";
export * from "./display/display_audio.ts";
export * from "./display/display_plot.ts";
export { type DisplayServer, displayServer, type DisplayServerOptions } from "./display/display_server.ts";
export * from "./display/display_text.ts";
export * from "./display/display_video.ts";
export type { PaneOptions } from "./display/pane.ts";
export type { PictureOptions } from "./display/picture.ts";
export type { PlotValue } from "./display/plot_svg.ts";
export type { Shown } from "./display/shown.ts";
export type { TerminalProtocol } from "./display/terminal.ts";
