// The IDX format, in which MNIST and its relatives are kept.
import { describe, type Dtype, formatSize, fromStorage, Storage, type Tensor } from "@taimatsu/tensor";

/** Element types by the number in the header. */
const TYPES: Readonly<Record<number, readonly [Dtype, bytes: number]>> = {
  0x08: ["uint8", 1],
  0x09: ["int8", 1],
  0x0b: ["int16", 2],
  0x0c: ["int32", 4],
  0x0d: ["float32", 4],
  0x0e: ["float64", 8],
};

/** gzip packs at most so well. */
const MOST_PACKED = 1032;

/** What a header says. */
interface Header {
  readonly dtype: Dtype;
  /** Bytes of an element. */
  readonly width: number;
  readonly shape: readonly number[];
  /** Bytes of the header. */
  readonly start: number;
  /** Bytes of all. */
  readonly total: number;
}

function fail(name: string, reason: string, cause?: unknown): never {
  throw new Error(`Cannot read ${name}: ${reason}`, cause === undefined ? {} : { cause });
}

/** Reads the header; `undefined` if bytes of it are missing. */
function readHeader(bytes: Uint8Array, name: string): Header | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4) return undefined;
  const magic = view.getUint32(0), type = TYPES[(magic >> 8) & 0xff], dims = magic & 0xff;
  if (magic >>> 16 !== 0 || type === undefined || dims === 0 || dims > 16) {
    fail(name, `the magic number must be that of an IDX file, such as 0x00000803, but is 0x${hex(magic)}`);
  }
  const start = 4 + 4 * dims;
  if (bytes.length < start) return undefined;
  const shape = Array.from({ length: dims }, (_, d) => view.getUint32(4 + 4 * d)), [dtype, width] = type;
  const total = start + shape.reduce((n, size) => n * size, width);
  return { dtype, width, shape, start, total };
}

function hex(magic: number): string {
  return magic.toString(16).padStart(8, "0");
}

function checkTotal(name: string, header: Header | undefined, found: number, known: boolean): asserts header is Header {
  if (header === undefined) fail(name, `the header must be there but the file ends after ${found} bytes`);
  if (found === header.total) return;
  const more = known ? `${found}` : "more";
  fail(
    name,
    `there must be ${header.total} bytes for ${header.dtype} ${formatSize(header.shape)} but there are ${more}`,
  );
}

/** A stream of small parts: one large part would be unpacked as a whole before any of it can be taken. */
function pieces(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, at += 65536));
      else controller.close();
    },
  }, { highWaterMark: 0 });
}

/** Unpacks gzip into memory that is as large as the header says. */
async function unpack(packed: Uint8Array<ArrayBuffer>, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks = pieces(packed).pipeThrough(new DecompressionStream("gzip")).getReader();
  let content = new Uint8Array(0), length = 0, header: Header | undefined;
  const next = async (): Promise<Uint8Array | undefined> => {
    try {
      return (await chunks.read()).value;
    } catch (error) {
      return fail(name, "its gzip stream is damaged", error);
    }
  };
  try {
    for (let chunk = await next(); chunk !== undefined; chunk = await next()) {
      if (header === undefined || length + chunk.length > content.length) {
        if (header !== undefined) checkTotal(name, header, length + chunk.length, false);
        const begin = new Uint8Array(length + chunk.length);
        begin.set(content.subarray(0, length));
        begin.set(chunk, length);
        header = readHeader(begin, name);
        content = begin;
        if (header !== undefined) {
          if (begin.length > header.total) checkTotal(name, header, begin.length, false);
          if (header.total > (packed.length + 1) * MOST_PACKED) {
            fail(name, `${packed.length} bytes cannot hold ${header.dtype} ${formatSize(header.shape)}`);
          }
          content = new Uint8Array(header.total);
          content.set(begin);
        }
      } else content.set(chunk, length);
      length += chunk.length;
    }
  } finally {
    await chunks.cancel().catch(() => {}); // nothing more is read
  }
  checkTotal(name, header, length, true);
  return content;
}

/** Returns the unpacked content of an IDX file and what its header says. */
export async function idxContent(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<[Uint8Array<ArrayBuffer>, Header]> {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = await unpack(bytes, name);
  const header = readHeader(bytes, name);
  checkTotal(name, header, bytes.length, true);
  return [bytes, header];
}

/** Makes a tensor of an IDX file's content: over the same memory if the elements are bytes. */
export function idxTensor(content: Uint8Array<ArrayBuffer>, { dtype, width, shape, start }: Header): Tensor {
  if (width === 1) return fromStorage(Storage.from(dtype, content.buffer), content.byteOffset + start, shape);
  const elements = content.slice(start); // the file's bytes go from high to low
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1) {
    for (let at = 0; at < elements.length; at += width) elements.subarray(at, at + width).reverse();
  }
  return fromStorage(Storage.from(dtype, elements.buffer), 0, shape);
}

/**
 * Reads tensors in the IDX format, packed by gzip or not.
 *
 * @param source The bytes, or the path or `file:` URL of a file.
 * @returns Of the sizes and the dtype in the file: uint8, int8, int16, int32, float32 or float64. Over the memory of `source`
 * where that is possible.
 * @throws {TypeError} If the source is of another kind.
 * @throws {Error} If it is no IDX file, damaged, too short or too long.
 *
 * @example Usage
 * ```ts
 * import { readIdx } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * // 0x0802: bytes in two dimensions
 * const bytes = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
 * assertEquals((await readIdx(bytes)).toArray(), [[1, 2, 3], [4, 5, 6]]);
 * ```
 */
export async function readIdx(source: Uint8Array<ArrayBuffer> | ArrayBuffer | string | URL): Promise<Tensor> {
  if (source instanceof ArrayBuffer) source = new Uint8Array(source);
  if (source instanceof Uint8Array) {
    if (!(source.buffer instanceof ArrayBuffer)) {
      throw new TypeError("Cannot run readIdx: source must not lie in shared memory");
    }
    return idxTensor(...await idxContent(source, "the IDX data"));
  }
  if (typeof source !== "string" && !(source instanceof URL)) {
    throw new TypeError(`Cannot run readIdx: source must be bytes, a path or a URL but is ${describe(source)}`);
  }
  return idxTensor(...await idxContent(await readFile(source), String(source)));
}

/** Reads a file; the error names it. */
export async function readFile(path: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    return fail(String(path), (error as Error).message, error);
  }
}
