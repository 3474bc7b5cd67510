/**
 * A file that is damaged, or is none of the format that was expected. The message says where, what was expected and what was found.
 *
 * @example Usage
 * ```ts
 * import { deserialize, FileFormatError } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * const bytes = new Uint8Array([77, 0, 0, 0]);
 * assertThrows(() => deserialize(bytes), FileFormatError, "at byte 0");
 * ```
 */
export class FileFormatError extends Error {
  /** `FileFormatError` */
  override readonly name = "FileFormatError";

  /**
   * Describes the place.
   *
   * @param file The file's name.
   * @param offset Bytes before the place where it is wrong.
   * @param problem What was expected and what was found.
   */
  constructor(readonly file: string, readonly offset: number, problem: string, options?: ErrorOptions) {
    super(`Cannot read ${file}: at byte ${offset} ${problem}`, options);
  }
}
