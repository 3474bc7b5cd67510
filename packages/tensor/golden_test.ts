// Values recorded from Torch7: testdata/*.json, or the tensor folder in $TAIMATSU_GOLDEN. testdata/exclusions (JSON) names the
// functions whose records are left out, with the reason.
import { assert, assertEquals } from "@std/assert";
import * as T from "./mod.ts";
import { defaultDevice, type Device, setDefaultDtype, Tensor } from "./mod.ts";
import {
  anotherDevice,
  assertClose,
  fromRecord,
  isRecordedTensor,
  readRecords,
  type RecordedTensor,
} from "./testing.ts";

type Value = number | boolean | string | RecordedTensor | { dim: number; torch7: number } | Value[];

interface Recording {
  op: string;
  args: Value[];
  result: Value[];
  /** Called on the first argument. */
  method?: boolean;
  /** The first argument after a call in place. */
  self?: RecordedTensor;
  /** Results (from 1) and arguments (`arg3`) that hold positions from 1. */
  indices?: (number | string)[];
  note?: string;
}

type Call = (...args: never[]) => unknown;

const KNOWN = ["op", "args", "result", "method", "self", "indices", "note"];
const exclusions: Record<string, string> = JSON.parse(
  Deno.readTextFileSync(new URL("testdata/exclusions", import.meta.url)),
);
const functions = T as unknown as Record<string, Call>, methods = Tensor.prototype as unknown as Record<string, Call>;

/** Functions whose arguments stand in another order than in Torch7. */
const ADAPTED: Record<string, Call> = {
  add: (x: Tensor, ...rest: [Tensor] | [number, Tensor]) =>
    rest.length === 2 ? T.add(x, rest[1], { alpha: rest[0] }) : T.add(x, rest[0]),
  addcmul: (x: Tensor, value: number, a: Tensor, b: Tensor) => T.addcmul(x, a, b, { value }),
  addcdiv: (x: Tensor, value: number, a: Tensor, b: Tensor) => T.addcdiv(x, a, b, { value }),
  addmm: (beta: number, x: Tensor, alpha: number, a: Tensor, b: Tensor) => T.addmm(x, a, b, { beta, alpha }),
  addmv: (beta: number, x: Tensor, alpha: number, a: Tensor, b: Tensor) => T.addmv(x, a, b, { beta, alpha }),
  addr: (beta: number, x: Tensor, alpha: number, a: Tensor, b: Tensor) => T.addr(x, a, b, { beta, alpha }),
  addbmm: (beta: number, x: Tensor, alpha: number, a: Tensor, b: Tensor) => T.addbmm(x, a, b, { beta, alpha }),
  baddbmm: (beta: number, x: Tensor, alpha: number, a: Tensor, b: Tensor) => T.baddbmm(x, a, b, { beta, alpha }),
  std: (x: Tensor, dim?: number, biased = false) => dim === undefined ? T.std(x) : T.std(x, dim, { biased }),
  cat: (...args: (Tensor | Tensor[] | number)[]) =>
    Array.isArray(args[0])
      ? T.cat(args[0], args[1] as number)
      : T.cat(args.slice(0, -1) as Tensor[], args.at(-1) as number),
  repeatTensor: (x: Tensor, ...sizes: number[]) => T.repeatTensor(x, sizes),
  // What LAPACK leaves in the matrix without vectors is no result.
  symeig: (a: Tensor, mode: "N" | "V" = "N") => mode === "V" ? T.symeig(a, mode) : [T.symeig(a)[0], undefined],
  var: (x: Tensor, dim?: number, biased = false) => dim === undefined ? T.variance(x) : T.variance(x, dim, { biased }),
};

function argument(value: Value, device: Device): unknown {
  if (isRecordedTensor(value)) return fromRecord(value).to(device);
  if (Array.isArray(value)) return value.map((entry) => argument(entry, device));
  if (typeof value === "object") {
    assert("dim" in value, `an argument that is not understood: ${JSON.stringify(value)}`);
    return value.dim;
  }
  return value;
}

/** Results whose columns LAPACK may negate, of which those in excess of the rank may be turned too. */
const COLUMNS: Record<string, number[]> = { symeig: [1], eig: [1], svd: [0, 2] };

/** The recorded columns, each with the sign of the actual one. */
function withSigns(actual: Tensor, wanted: Tensor): Tensor {
  const [rows, columns] = actual.size() as [number, number], y = wanted.clone();
  for (let c = 0; c < Math.min(rows, columns); c++) {
    const column = y.select(1, c);
    if (column.dot(actual.select(1, c)) < 0) column.neg();
  }
  return y;
}

function checkColumns(actual: Tensor, expected: RecordedTensor, rank: number, what: string): void {
  const wanted = withSigns(actual, fromRecord(expected)), k = Math.min(rank, wanted.size(1));
  assertClose(actual.narrow(1, 0, k), wanted.narrow(1, 0, k), { absolute: 1e-12 });
  if (k < wanted.size(1)) {
    const n = actual.size(1);
    assertClose(T.mm(actual.t(), actual), T.eye(n), { absolute: 1e-12 });
  }
  assertEquals(actual.dtype, expected.dtype, what);
}

function check(actual: unknown, expected: Value, isIndex: boolean, what: string): void {
  if (Array.isArray(expected)) {
    assert(Array.isArray(actual), `${what} must be a list`);
    assertEquals(actual.length, expected.length, what);
    expected.forEach((e, i) => check(actual[i], e, isIndex, `${what}, entry ${i}`));
  } else if (isRecordedTensor(expected)) {
    assert(actual instanceof Tensor, `${what} must be a tensor`);
    assertEquals(actual.dtype, expected.dtype, what);
    const wanted = fromRecord(expected);
    if (isIndex) wanted.csub(1);
    assertClose(actual, wanted, { relative: expected.dtype === "float32" ? 1e-6 : 1e-13 });
  } else {
    assert(typeof actual === "number" && typeof expected === "number", `${what} must be a number`);
    assertClose(actual, expected, { relative: 1e-12 });
  }
}

/** Throws unless all results lie where the arguments lie. */
function checkPlace(results: unknown, device: Device, what: string): void {
  if (results instanceof Tensor) assertEquals(results.device.name, device.name, what);
  else if (Array.isArray(results)) results.forEach((entry) => checkPlace(entry, device, what));
}

function here(results: unknown): unknown {
  if (results instanceof Tensor) return results.to(defaultDevice());
  return Array.isArray(results) ? results.map(here) : results;
}

function run(record: Recording, device: Device): void {
  const { op, method, self, indices = [] } = record;
  for (const key of Object.keys(record)) assert(KNOWN.includes(key), `a record that is not understood: ${key}`);
  const args = record.args.map((value) => argument(value, device));
  for (const index of indices) if (typeof index === "string") (args[Number(index.slice(3)) - 1] as Tensor).csub(1);
  const onFirst: Call = (x: Tensor, ...rest: never[]) => methods[op]!.apply(x, rest);
  const call = method || (!(op in functions) && !(op in ADAPTED)) ? onFirst : ADAPTED[op] ?? functions[op]!;
  const returned = call(...args as never[]), isList = Array.isArray(record.result[0]);
  if (args.flat().some((arg) => arg instanceof Tensor)) checkPlace(returned, device, op);
  const results = (Array.isArray(returned) && !isList ? returned : [returned]).map(here);
  if (self !== undefined) {
    check(here(args[0]), self, false, `${op}: self`);
    assert(returned === args[0], `${op} must return its tensor`);
    return;
  }
  assertEquals(results.length, record.result.length, op);
  record.result.forEach((expected, i) => {
    const actual = results[i], what = `${op}: result ${i}`;
    if (actual === undefined) return; // no result: see ADAPTED
    if (COLUMNS[op]?.includes(i) && isRecordedTensor(expected) && expected.size.length === 2) {
      checkColumns(actual as Tensor, expected, Math.min(...(args[0] as Tensor).size()), what);
    } else check(actual, expected, indices.includes(i + 1) || (op === "sort" && i === 1), what);
  });
}

/** Calls `fn` with Torch7's default dtype. */
function inDouble(fn: () => void): void {
  setDefaultDtype("float64");
  try {
    fn();
  } finally {
    setDefaultDtype("float32");
  }
}

for (
  const { name, records } of readRecords<Recording | { seed: number }>("tensor", new URL("testdata", import.meta.url))
) {
  const count = new Map<string, number>();
  for (const record of records) {
    if ("seed" in record) continue; // a stream of random numbers: random_test.ts
    const { op, note } = record, nth = (count.get(op) ?? 0) + 1;
    count.set(op, nth);
    if (op in exclusions) continue;
    const title = `${op} agrees with Torch7: ${name} ${nth}${note === undefined ? "" : `, ${note}`}`;
    Deno.test(title, () => inDouble(() => run(record, defaultDevice())));
    Deno.test(`${title}, on a device that is not the default one`, () => inDouble(() => run(record, anotherDevice())));
  }
}

Deno.test("what is left out does not exist", () => {
  for (const [op, reason] of Object.entries(exclusions)) {
    assert(!(op in functions) && !(op in methods), `${op} exists, but its records are left out: ${reason}`);
  }
});
