// The same bits with 1, 2 and 3 threads: every op of the native library's families, and every other function that splits work.
import { assert, assertEquals } from "@std/assert";
import * as T from "./mod.ts";
import { Tensor } from "./mod.ts";
import { binaryInto, compareInto, type Family, op, opNames, ternaryInto, unaryGradInto, unaryInto } from "./native.ts";
import { fillRandom } from "./fill_random.ts";
import { reduceAll, reduceDim } from "./reduction.ts";
import { withThreads } from "./testing.ts";

/** Large enough that every kernel splits it, and no multiple of a vector's or a piece's length. */
const ROWS = 211, COLUMNS = 1009;

type Work = () => unknown;

function operands(dtype: T.Dtype): [Tensor, Tensor, Tensor] {
  const generator = new T.Generator(3), whole = dtype.includes("int");
  const make = (): Tensor => {
    const x = T.rand([ROWS, COLUMNS], { dtype: "float64", generator });
    return whole ? x.mul(7).add(1).to(dtype) : x.mul(3).add(0.25).to(dtype);
  };
  return [make(), make(), make()];
}

function opWork(): Map<string, Work> {
  const work = new Map<string, Work>();
  for (const dtype of ["float32", "float64", "int32"] as const) {
    const [x, y, z] = operands(dtype), r = T.emptyLike(x);
    const add = (family: Family, name: string, run: Work) => work.set(`${family} ${name} in ${dtype}`, run);
    for (const name of opNames("unary")) {
      const o = op("unary", name);
      add("unary", name, () => unaryInto(o, r, x, 2, 3));
      work.set(`gradient of ${name} in ${dtype}`, () => unaryGradInto(o, r, y, x, z, 2, 3));
    }
    for (const name of opNames("binary")) add("binary", name, () => binaryInto(op("binary", name), r, x, y, 2));
    for (const name of opNames("ternary")) add("ternary", name, () => ternaryInto(op("ternary", name), r, x, y, z, 2));
    for (const name of opNames("compare")) {
      add("compare", name, () => compareInto(op("compare", name), undefined, x, y));
    }
    for (const name of opNames("reduce")) {
      const o = op("reduce", name);
      add("reduce", name, () => [reduceAll(o, x, 3), reduceDim(o, x, 0, {}, 3), reduceDim(o, x.t(), 0, {}, 3)]);
    }
    for (const name of ["uniform", "normal", "cauchy", "logNormal"] as const) {
      add("random", name, () => fillRandom[name](r, 1, 2, { generator: new T.Generator(1) }));
    }
    add("random", "exponential", () => fillRandom.exponential(r, 2, { generator: new T.Generator(1) }));
    add("random", "geometric", () => fillRandom.geometric(r, 0.5, { generator: new T.Generator(1) }));
    add("random", "bernoulli", () => fillRandom.bernoulli(r, 0.5, { generator: new T.Generator(1) }));
    add("random", "random", () => fillRandom.random(r, undefined, undefined, { generator: new T.Generator(1) }));
    add("random", "randomRange", () => fillRandom.random(r, 2, 9, { generator: new T.Generator(1) }));
  }
  return work;
}

function functionWork(): Record<string, Work> {
  const [x, y] = operands("float32"), d = x.double(), flat = x.view(ROWS * COLUMNS);
  const index = T.tensor(Array.from({ length: 5000 }, (_, i) => (i * 7919) % ROWS), { dtype: "int64" });
  const places = T.arange(ROWS * COLUMNS, undefined, 1, { dtype: "int64" }).view(ROWS, COLUMNS).fmod(COLUMNS);
  const mask = T.gt(x, y), square = T.mm(x, x.t()).add(T.eye(ROWS)), matrix = square.double();
  const image = x.narrow(1, 0, 211), kernel = y.narrow(0, 0, 7).narrow(1, 0, 7);
  return {
    copy: () => [x.to("float16"), x.to("int64"), x.t().clone(), x.half().float()],
    fill: () => T.full([ROWS, COLUMNS], 3),
    products: () => [
      T.mm(x, y.t()),
      T.mm(x.t(), y),
      T.mv(x, y.select(0, 0)),
      T.mm(d, d.t()),
      T.ger(flat.narrow(0, 0, 999), y.select(0, 1)),
    ],
    "products of batches":
      () => [T.bmm(x.view(ROWS, 1, COLUMNS), y.view(ROWS, COLUMNS, 1)), T.einsum("ij,kj->ik", x, y)],
    "products of integers": () => T.mm(x.int(), y.int().t()),
    dot: () => [T.dot(x, y), T.dist(x, y), T.dist(x, y, 3), T.norm(x, 2.5), T.norm(x.t(), 2, 0)],
    extremes: () => [...T.max(x, 0), ...T.min(x, 1), T.argmax(x, 0), T.argmin(x.t(), 0)],
    scans: () => [T.cumsum(x, 0), T.cumsum(x, 1), T.cumprod(flat, 0), T.cumsum(flat, 0), T.cumsum(x.long(), 1)],
    order: () => [...T.sort(x, 0), ...T.sort(x, 1, true), ...T.topk(x, 20, 1, true, true), ...T.sort(flat, 0)],
    statistics:
      () => [...T.median(x, 1), ...T.kthvalue(x, 50, 1), ...T.mode(x.int(), 1), T.histc(x, 50), T.bhistc(x, 20)],
    positions: () => [T.index(x, 0, index), T.index(x, 1, index), T.gather(x, 1, places), T.take(x, index)],
    scatters: () => [
      T.scatterAdd(T.zeros([ROWS, COLUMNS]), 1, places, x),
      T.indexAdd(T.zeros([ROWS, COLUMNS]), 0, index, T.index(y, 0, index)),
      T.indexCopy(x, 0, T.arange(ROWS, undefined, 1, { dtype: "int64" }), y),
      T.put(x, index, 3),
    ],
    masks: () => [
      T.maskedSelect(x, mask),
      T.maskedFill(x, mask, 1),
      T.where(mask, x, y),
      T.nonzero(mask),
      T.maskedCopy(x, mask, y),
    ],
    parts: () => [
      T.cat([x, y], 0),
      T.cat([x, y], 1),
      T.stack([x, y], 2),
      T.repeatTensor(x, [2, 2]),
      T.flip(x),
      T.roll(x, 5),
    ],
    triangles: () => [T.tril(square), T.triu(square, 3), T.diag(square)],
    softmax: () => T.logsumexp(x, 1),
    convolution: () => [T.conv2(image, kernel), T.xcorr2(image, kernel, "F")],
    geometry: () => [T.renorm(x, 2, 0, 1), T.match(x, y), T.cross(x.narrow(0, 0, 3), y.narrow(0, 0, 3), 0)],
    "linear algebra": () => [
      T.gesv(y.narrow(1, 0, 3), square)[0],
      T.inverse(matrix),
      ...T.symeig(T.add(matrix, matrix.t()), "V"),
      ...T.svd(matrix),
      ...T.symeig(T.add(square, square.t()), "V", "L"),
      ...T.qr(matrix),
      ...T.qr(x.narrow(1, 0, 100)),
      ...T.lu(x),
      ...T.gels(y.narrow(1, 0, 40), x.narrow(1, 0, 100)),
      T.cholesky(T.add(T.mm(matrix, matrix.t()), T.eye(ROWS, ROWS, { dtype: "float64" }))),
      T.logdet(matrix),
    ],
    sequences: () => [T.arange(300000), T.linspace(0, 1, 300000), T.logspace(0, 1, 300000)],
    draws: () => [
      T.rand([300000], { generator: new T.Generator(1) }),
      T.randperm(10000, { generator: new T.Generator(1) }),
      T.multinomial(x.narrow(0, 0, 50), 20, true, { generator: new T.Generator(1) }),
    ],
  };
}

/** The bits of everything that a call returned; a call that is not defined for the dtype says so at any number of threads. */
function bitsOf(run: Work): string {
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    if (error instanceof TypeError && error.message.includes("not defined for")) return "not defined";
    throw error;
  }
  return [result].flat().map((value) => {
    if (!(value instanceof Tensor)) return String(value);
    const dense = value.contiguous(), { buffer, byteOffset, byteLength } = dense.cpu().data;
    // FNV over the bytes: a difference in any bit shows.
    let hash = 0x811c9dc5;
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    return `${value.size()} ${hash >>> 0}`;
  }).join("; ");
}

Deno.test("every op gives the same bits with 1, 2 and 3 threads", () => {
  let defined = 0;
  for (const [name, run] of [...opWork(), ...Object.entries(functionWork())]) {
    const one = withThreads(1, () => bitsOf(run));
    if (one !== "not defined") defined++;
    for (const threads of [2, 3]) {
      assertEquals(withThreads(threads, () => bitsOf(run)), one, `${name}, ${threads} threads`);
    }
  }
  assert(defined > 200, `${defined} calls`);
});
