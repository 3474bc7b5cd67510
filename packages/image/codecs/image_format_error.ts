import type { ImageFormat } from "./format.ts";

/** What is known of a file that cannot be read. */
export interface ImageFormatErrorFields {
  /** The file, unless it is a list of bytes. */
  file?: string | undefined;
  /** What its first bytes say it is. */
  format?: ImageFormat | undefined;
  /** What is wrong with it. */
  reason: string;
}

/**
 * An image file that is damaged, too large, or of a format that is not read.
 *
 * @example Usage
 * ```ts
 * import { decompress, ImageFormatError } from "@taimatsu/image";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const error = assertThrows(() => decompress(new TextEncoder().encode("P5 2 2 255\nab")), ImageFormatError);
 * assertEquals([error.format, error.reason], ["PNM", "it is cut off"]);
 * ```
 */
export class ImageFormatError extends Error {
  /** `ImageFormatError` */
  override readonly name = "ImageFormatError";
  /** The file, unless it was a list of bytes. */
  readonly file: string | undefined;
  /** What its first bytes say it is. */
  readonly format: ImageFormat | undefined;
  /** What is wrong with it. */
  readonly reason: string;

  /** Keeps the message and its parts. */
  constructor(message: string, fields: ImageFormatErrorFields) {
    super(message);
    this.file = fields.file;
    this.format = fields.format;
    this.reason = fields.reason;
  }
}
