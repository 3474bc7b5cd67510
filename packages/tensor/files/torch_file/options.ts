import type { WriteHook } from "../t7/object_writer.ts";
import type { LoadOptions } from "../t7/options.ts";

/** What a file is opened for: reading, writing from nothing, or both, keeping what it holds. */
export type FileMode = "r" | "w" | "rw";

/** How an object is read from a file. */
export type ReadObjectOptions = Pick<LoadOptions, "classes" | "strings">;

/** How an object is written into a file. */
export interface WriteObjectOptions {
  /** Called for the object and for each in it; what it returns is written instead. Nothing is replaced by default. */
  hook?: WriteHook;
}
