/** Where a {@linkcode TorchFile} keeps its bytes. */
export interface FileStore extends Disposable {
  /** What messages call it. */
  readonly name: string;
  /** Number of bytes. */
  readonly size: number;
  /** Whether a position behind the end may be written to. */
  readonly holes: boolean;
  /** Reads from a position on and returns how many bytes there were: 0 at the end, else perhaps fewer than wanted. */
  read(into: Uint8Array, at: number): number;
  /** Writes all bytes from a position on; behind the end, it grows. */
  write(bytes: Uint8Array, at: number): void;
}
