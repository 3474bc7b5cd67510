import { assert, assertEquals } from "@std/assert";
import { cpu, type Dtype, DTYPES, tensor } from "./mod.ts";
import { type Family, opNames, TENSOR_SYMBOLS } from "./native.ts";
import { attackNative, type NativeArgument, type NativeCall, type NativeOperand } from "./testing.ts";

const GENERATOR: NativeArgument = {
  bytes: 5120,
  fill: (memory) => cpu.symbols.tm_generator_seed(memory, 1),
};
const x: NativeOperand = { dtype: "float32", shape: [3, 4] };
const matrix = (rows: number, columns: number): NativeOperand => ({ dtype: "float32", shape: [rows, columns] });
const transposed: NativeOperand = { dtype: "float32", shape: [3, 4], strides: [1, 3] };
const row: NativeOperand = { dtype: "float32", shape: [3, 4], strides: [0, 1] };
const column: NativeOperand = { dtype: "float32", shape: [3, 1] };
/** As LAPACK reads matrices. */
const columnMajor = (rows: number, columns: number): NativeOperand => ({
  dtype: "float64",
  shape: [rows, columns],
  strides: [1, rows],
});
const doubles = (...shape: number[]): NativeOperand => ({ dtype: "float64", shape });
const vector = (n: number): NativeOperand => ({ dtype: "float32", shape: [n] });
const cube: NativeOperand = { dtype: "float32", shape: [2, 3, 4] };
const typed = (dtype: Dtype): NativeOperand => ({ dtype, shape: [3, 4] });

/** The arguments of operand k in a function named …_n. */
const flat = (k: number): NativeArgument[] => [{ storage: k }, { offset: k }, { extent: k }];
const storages = (n: number): NativeArgument[] => Array.from({ length: n }, (_, k) => ({ storage: k }));
const number = (family: Parameters<typeof opNames>[0], name: string): number => opNames(family).indexOf(name);

/** Calls that succeed, at least one for every function. */
const CALLS: Record<keyof typeof TENSOR_SYMBOLS, () => NativeCall[]> = {
  tm_last_error: () => [{ operands: [], args: [{ bytes: 64 }, { capacity: 64 }] }],
  tm_op_names: () => [{ operands: [], args: [0, { bytes: 4096 }, { capacity: 4096 }] }],
  tm_isa: () => [{ operands: [], args: [{ bytes: 64 }, { capacity: 64 }] }],
  tm_set_num_threads: () => [{ operands: [], args: [1] }],
  tm_num_threads: () => [{ operands: [], args: ["frame"] }],
  tm_prefer_large_pages: () => [{ operands: [], args: [{ bytes: 64 }, 64] }],
  tm_fill: () =>
    [x, transposed, typed("int64"), typed("bool")].map((r) => ({
      operands: [r],
      args: [...storages(1), "frame", 1],
    })),
  tm_copy: () =>
    [[x, x], [x, transposed], [x, row], [typed("int64"), x], [typed("float16"), x]].map((operands) => ({
      operands,
      args: [...storages(2), "frame"],
    })),
  tm_copy_n: () => [{ operands: [x, x], args: [5, 12, ...flat(0), ...flat(1)] }],
  tm_join: () =>
    [matrix(24, 4), matrix(3, 32)].map((r, dim) => ({
      operands: [r, x, x, x, x, x, x, x, x],
      args: [...storages(9), "frame", 8, dim],
    })),
  tm_arange: () => [{ operands: [x], args: [...storages(1), "frame", 0, 1] }],
  tm_unary: () =>
    [[x, x], [x, transposed], [typed("int32"), typed("int32")]].map((operands) => ({
      operands,
      args: [number("unary", "addScalar"), ...storages(2), "frame", 1, 1],
    })),
  tm_unary_n: () => [{
    operands: [x, x],
    args: [number("unary", "divScalar"), 5, 12, ...flat(0), ...flat(1), 1, 1],
  }, {
    operands: [typed("int64"), typed("int64")],
    args: [number("unary", "divScalar"), 4, 12, ...flat(0), ...flat(1), 1, 1],
  }],
  tm_unary_grad: () => [{
    operands: [x, x, transposed, x],
    args: [number("unary", "tanh"), ...storages(4), "frame", 0, 0],
  }],
  tm_unary_grad_n: () => [{
    operands: [x, x, x, x],
    args: [number("unary", "tanh"), 5, 12, ...flat(0), ...flat(1), ...flat(2), ...flat(3), 0, 0],
  }],
  tm_binary: () =>
    [[x, x, row], [typed("int32"), typed("int32"), typed("int32")]].map((operands) => ({
      operands,
      args: [number("binary", "cdiv"), ...storages(3), "frame", 1],
    })),
  tm_binary_n: () => [{
    operands: [x, x, x],
    args: [number("binary", "add"), 5, 12, ...flat(0), ...flat(1), ...flat(2), 1],
  }],
  tm_ternary: () => [{
    operands: [x, transposed, row, x],
    args: [number("ternary", "addcdiv"), ...storages(4), "frame", 1],
  }],
  tm_compare: () => [{ operands: [typed("uint8"), x, row], args: [number("compare", "lt"), ...storages(3), "frame"] }],
  tm_compare_scalar: () => [{
    operands: [typed("uint8"), transposed],
    args: [number("compare", "ge"), ...storages(2), "frame", 1],
  }],
  tm_reduce_all: () =>
    [x, transposed, typed("int16")].map((operand) => ({
      operands: [operand],
      args: [number("reduce", "sum"), ...storages(1), "frame", 1],
    })),
  tm_reduce_all_n: () => [{ operands: [x], args: [number("reduce", "max"), 5, 12, ...flat(0), 1, "frame"] }],
  tm_reduce: () => [{ operands: [column, x], args: [number("reduce", "var"), ...storages(2), "frame", 1, 1] }],
  tm_reduce_index: () => [{
    operands: [column, { dtype: "int64", shape: [3, 1] }, x],
    args: [number("reduce", "max"), ...storages(3), "frame", 1],
  }],
  tm_dot: () => [{ operands: [x, transposed], args: [...storages(2), "frame"] }],
  tm_dist: () => [{ operands: [x, transposed], args: [...storages(2), "frame", 2] }],
  tm_equal: () => [{ operands: [x, transposed], args: [...storages(2), "frame"] }],
  tm_addmm: () =>
    [[matrix(2, 3), matrix(2, 4), matrix(4, 3)], [
      matrix(2, 3),
      matrix(2, 4),
      { dtype: "float32", shape: [4, 3], strides: [1, 4] } as const,
    ]].map((operands) => ({ operands, args: [...storages(3), "frame", 1, 1] })),
  tm_addmm_n: () =>
    (["float32", "float64", "int32"] as const).map((dtype) => ({
      operands: [[2, 3], [2, 4], [4, 3]].map((shape) => ({ dtype, shape })),
      args: [DTYPES.indexOf(dtype), 2, 3, 4, ...flat(0), ...flat(1), ...flat(2), 1, 1],
    })),
  tm_addmv: () => [{ operands: [vector(3), matrix(3, 4), vector(4)], args: [...storages(3), "frame", 1, 1] }],
  tm_addr: () => [{ operands: [matrix(3, 4), vector(3), vector(4)], args: [...storages(3), "frame", 1, 1] }],
  tm_baddbmm: () => [{
    operands: [{ dtype: "float32", shape: [2, 2, 3] }, { dtype: "float32", shape: [2, 2, 4] }, {
      dtype: "float32",
      shape: [2, 4, 3],
    }],
    args: [...storages(3), "frame", 1, 1],
  }],
  tm_scan: () =>
    [[x, 0], [x, 1], [typed("int16"), 1]].map(([operand, dim]) => ({
      operands: [operand as NativeOperand, operand as NativeOperand],
      args: [...storages(2), "frame", dim as number, 0],
    })),
  tm_histogram: () => [{ operands: [matrix(3, 5), x], args: [...storages(2), "frame", 0, 2] }],
  tm_correlate: () =>
    [0, 1].map((full) => ({
      operands: [[2, 1, 3 + 2 * full, 3 + 2 * full], [3, 1, 4, 4], [2, 3, 1, 2, 2]].map((shape) => ({
        dtype: "float32",
        shape,
      })),
      args: [...storages(3), "frame", full, 1, 0],
    })),
  tm_sort: () =>
    (["float32", "float64"] as const).map((dtype) => ({
      operands: [typed(dtype), typed("int64"), typed(dtype)],
      args: [...storages(3), "frame", 1, 1],
    })),
  tm_topk: () => [{
    operands: [matrix(2, 4), { dtype: "int64", shape: [2, 4] }, x],
    args: [...storages(3), "frame", 0, 1, 1],
  }],
  tm_kthvalue:
    () => [{ operands: [column, { dtype: "int64", shape: [3, 1] }, x], args: [...storages(3), "frame", 1, 2] }],
  tm_mode: () => [{ operands: [column, { dtype: "int64", shape: [3, 1] }, x], args: [...storages(3), "frame", 1] }],
  tm_gather: () =>
    [[x, x, typed("int64")], [x, transposed, { ...typed("int64"), strides: [0, 1] }]].map((operands) => ({
      operands,
      args: [...storages(3), "frame", 0],
    })),
  tm_scatter: () =>
    [0, 1].flatMap((add) =>
      [[x, x, typed("int64")], [transposed, row, { ...typed("int64"), strides: [1, 0] }]].map((operands) => ({
        operands,
        args: [...storages(3), "frame", 0, add],
      }))
    ),
  tm_count: () => [{ operands: [x], args: [...storages(1), "frame"] }],
  tm_masked_select: () => [{ operands: [vector(12), x, typed("uint8")], args: [...storages(3), "frame"] }],
  tm_masked_copy: () => [{ operands: [x, vector(12), typed("bool")], args: [...storages(3), "frame"] }],
  tm_where: () => [{ operands: [x, typed("uint8"), transposed, row], args: [...storages(4), "frame"] }],
  tm_nonzero: () => [{ operands: [{ dtype: "int64", shape: [12, 2] }, x], args: [...storages(2), "frame"] }],
  tm_gesv: () => [{ operands: [columnMajor(1, 2), columnMajor(1, 1)], args: [...storages(2), "frame"] }],
  tm_getrf: () => [{ operands: [columnMajor(3, 2), { dtype: "int32", shape: [2] }], args: [...storages(2), "frame"] }],
  tm_inverse: () => [{ operands: [columnMajor(1, 1)], args: [...storages(1), "frame"] }],
  tm_trtrs: () => [{ operands: [columnMajor(3, 2), columnMajor(3, 3)], args: [...storages(2), "frame", 1, 1, 0] }],
  tm_potrf: () => [{ operands: [columnMajor(1, 1)], args: [...storages(1), "frame", 1] }],
  tm_pstrf:
    () => [{ operands: [columnMajor(3, 3), { dtype: "int32", shape: [3] }], args: [...storages(2), "frame", 1, -1] }],
  tm_potrs: () => [{ operands: [columnMajor(3, 2), columnMajor(3, 3)], args: [...storages(2), "frame", 0] }],
  tm_potri: () => [{ operands: [columnMajor(3, 3)], args: [...storages(1), "frame", 0] }],
  tm_gels: () => [{ operands: [columnMajor(3, 2), columnMajor(3, 1)], args: [...storages(2), "frame"] }],
  tm_symeig: () => [{ operands: [doubles(3), columnMajor(3, 3)], args: [...storages(2), "frame", 1, 1] }],
  tm_eig: () => [{ operands: [doubles(3, 2), columnMajor(3, 3), columnMajor(3, 3)], args: [...storages(3), "frame"] }],
  tm_svd: () => [{
    operands: [columnMajor(3, 2), doubles(2), columnMajor(2, 2), columnMajor(3, 2)],
    args: [...storages(4), "frame", 0],
  }],
  tm_geqrf: () => [{ operands: [columnMajor(3, 2), doubles(2)], args: [...storages(2), "frame"] }],
  tm_orgqr: () => [{ operands: [columnMajor(3, 2), doubles(2)], args: [...storages(2), "frame"] }],
  tm_ormqr: () => [{
    operands: [columnMajor(3, 2), columnMajor(3, 2), doubles(2)],
    args: [...storages(3), "frame", 1, 0],
  }],
  tm_softmax: () => [{ operands: [cube, cube], args: [...storages(2), "frame", 1] }],
  tm_softmax_grad: () => [{ operands: [cube, cube, cube], args: [...storages(3), "frame", 0] }],
  tm_generator_seed: () => [{ operands: [], args: [{ bytes: 5120 }, 1] }],
  tm_random: () =>
    [x, transposed].map((r) => ({
      operands: [r],
      args: [number("random", "normal"), ...storages(1), "frame", GENERATOR, 0, 1],
    })),
  tm_random_number: () => [{ operands: [], args: [number("random", "randomRange"), GENERATOR, 1, 6, "frame"] }],
  tm_bernoulli: () => [{ operands: [typed("uint8"), x], args: [...storages(2), "frame", GENERATOR] }],
  tm_randperm: () => [{ operands: [{ dtype: "int64", shape: [5] }], args: [...storages(1), "frame", GENERATOR] }],
};

for (const name of Object.keys(TENSOR_SYMBOLS) as (keyof typeof TENSOR_SYMBOLS)[]) {
  Deno.test(`${name} survives hostile arguments`, () => {
    for (const call of CALLS[name]()) {
      const { attacks, refused } = attackNative(cpu.symbols, TENSOR_SYMBOLS, name, call, {
        silent: name === "tm_last_error" || name === "tm_isa",
      });
      assert(attacks > 0 && refused > 0, `${name}: ${refused} of ${attacks} refused`);
    }
    cpu.check(cpu.symbols.tm_set_num_threads(1));
  });
}

/** Calls of an op of each family, over operands of a dtype. */
const OP_CALLS = {
  unary: (op, x) => ["tm_unary", { operands: [x, x], args: [op, ...storages(2), "frame", 1, 1] }],
  binary: (op, x) => ["tm_binary", { operands: [x, x, x], args: [op, ...storages(3), "frame", 1] }],
  ternary: (op, x) => ["tm_ternary", { operands: [x, x, x, x], args: [op, ...storages(4), "frame", 1] }],
  compare: (op, x) => ["tm_compare", { operands: [x, x, x], args: [op, ...storages(3), "frame"] }],
  reduce: (op, x) => [
    "tm_reduce",
    { operands: [{ ...x, shape: [3, 1] }, x], args: [op, ...storages(2), "frame", 1, 1] },
  ],
  random: (op, x) => ["tm_random", { operands: [x], args: [op, ...storages(1), "frame", GENERATOR, 0.25, 0.75] }],
} satisfies Record<
  Exclude<Family, "loss" | "step">, // those are ops of other packages
  (op: number, x: NativeOperand) => [keyof typeof TENSOR_SYMBOLS, NativeCall]
>;

for (const [family, callOf] of Object.entries(OP_CALLS)) {
  Deno.test(`every ${family} op survives hostile arguments`, () => {
    for (const op of opNames(family as Family).keys()) {
      let dtypes = 0;
      for (const dtype of ["float32", "float64", "int32", "uint8", "int64"] as const) {
        const [name, call] = callOf(op, typed(dtype));
        try {
          attackNative(cpu.symbols, TENSOR_SYMBOLS, name, call, { random: 20 });
          dtypes++;
        } catch (error) {
          if (!(error as Error).message.includes("not defined for")) throw error;
        }
      }
      assert(dtypes > 0, `${opNames(family as Family)[op]} has no dtype`);
    }
  });
}

Deno.test("a generator state of garbage is refused or harmless", () => {
  for (const byte of [0x00, 0x7f, 0x80, 0xff]) {
    const state = new ArrayBuffer(5120);
    new Uint8Array(state).fill(byte);
    const call: NativeCall = {
      operands: [x],
      args: [
        number("random", "normal"),
        { storage: 0 },
        "frame",
        { bytes: 5120, fill: (m) => new Uint8Array(m).set(new Uint8Array(state)) },
        0,
        1,
      ],
    };
    try {
      attackNative(cpu.symbols, TENSOR_SYMBOLS, "tm_random", call, { random: 20 });
    } catch (error) {
      assert((error as Error).message.includes("must succeed before"), (error as Error).message);
    }
  }
});

Deno.test("the library works after all of this", () => {
  assertEquals(tensor([1, 2, 3]).add(1).toArray(), [2, 3, 4]);
});
