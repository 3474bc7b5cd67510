// The CUDA library, or the one that computes the same on the host. It is one of its own, so that nothing else needs a driver.
import { ABI, NativeLibrary, opNames, type Symbols, TENSOR_SYMBOLS } from "@taimatsu/tensor/native";
import { missing } from "./missing.ts";

/** The ABI that this package speaks, `TM_CUDA_ABI` in `taimatsu_cuda.h`; `tools/check_symbols.ts` compares them. */
export const CUDA_ABI = 3;

/** The variable that asks for the emulated library. */
const EMULATE = "TAIMATSU_CUDA_EMULATE";

const FAMILIES = ["unary", "binary", "ternary", "compare", "reduce", "random", "loss", "step"] as const;
const AGAIN = 'build it (again) with "deno task build:cuda" in a checkout';

const COMMON = {
  variable: "TAIMATSU_CUDA_LIBRARY",
  abiFunction: "tm_cuda_abi",
  abi: CUDA_ABI,
  missing: /lib(stdc\+\+|gcc_s)[^:]*: cannot open shared object/,
  install: "install what it was built with (Debian, Ubuntu: apt-get install libstdc++6)",
};

/** Functions that tell whether the library goes with this package. */
const IDENTITY = {
  tm_abi: { parameters: [], result: "i32" },
  tm_op_names: TENSOR_SYMBOLS.tm_op_names,
  tm_last_error: TENSOR_SYMBOLS.tm_last_error,
} as const satisfies Deno.ForeignLibraryInterface;

interface Opened {
  library: NativeLibrary;
  identity: Symbols<typeof IDENTITY>;
}

let opened: Opened | undefined;

function emulationWanted(): boolean {
  const { state } = Deno.permissions.querySync({ name: "env", variable: EMULATE });
  return state === "granted" && Deno.env.get(EMULATE) === "1";
}

function find(): NativeLibrary {
  return emulationWanted()
    ? new NativeLibrary({
      ...COMMON,
      name: "libtaimatsu_cuda_emulated",
      title: "the emulated CUDA library",
      build: 'build it (again) with "deno task build:cuda --emulated" in a checkout, which needs g++',
    })
    : new NativeLibrary({
      ...COMMON,
      name: "libtaimatsu_cuda",
      title: "the CUDA library",
      build: `${AGAIN}, which needs nvcc of CUDA 13 or later`,
    });
}

/** Returns the text, ended by a 0, that a function of the library writes. */
export function textOf(call: (text: Uint8Array<ArrayBuffer>) => void, capacity: number): string {
  const text = new Uint8Array(capacity);
  call(text);
  return new TextDecoder().decode(text.subarray(0, text.indexOf(0)));
}

/** Compares what both libraries number: ops that were added to one alone would be taken for others. */
function checkIdentity({ library, identity }: Opened): void {
  const abi = identity.tm_abi();
  if (abi !== ABI) {
    throw new Error(`Cannot load the CUDA library ${library.path}: its TM_ABI must be ${ABI} but is ${abi}; ${AGAIN}`);
  }
  FAMILIES.forEach((family, number) => {
    const names = textOf((text) => identity.tm_op_names(number, text, text.length), 8192);
    const ours = opNames(family), theirs = names.split("\n").filter((name) => name !== "");
    const at = ours.findIndex((name, k) => name !== theirs[k]);
    if (at < 0 && theirs.length === ours.length) return;
    throw new Error(
      `Cannot load the CUDA library ${library.path}: its ${family} ops must be those of the native library, but number ` +
        `${at < 0 ? ours.length : at} is ${theirs[at < 0 ? ours.length : at] ?? "missing"}; ${AGAIN}`,
    );
  });
}

function open(): Opened {
  if (opened !== undefined) return opened;
  const library = find(), found = { library, identity: library.open(IDENTITY) };
  checkIdentity(found);
  return opened = found;
}

/**
 * Opens the CUDA library with a table of functions. One that it lacks says so when it is called.
 *
 * @throws {Error} If the library is missing, goes with another version, or may not be loaded; the message says what mends it.
 */
export function openCuda<T extends Deno.ForeignLibraryInterface>(table: T): Symbols<T> {
  const optional = Object.entries(table).map(([name, signature]) => [name, { ...signature, optional: true }]);
  const symbols = open().library.open(Object.fromEntries(optional)) as Record<string, unknown>;
  const entries = Object.entries(symbols).map(([name, found]) => [name, found ?? missing(name)]);
  return Object.fromEntries(entries) as Symbols<T>;
}

/** Returns the message that the library's last call left. */
export function lastMessage(): string {
  return textOf((text) => open().identity.tm_last_error(text, text.length), 512);
}

/** Returns the file of the library, which is opened if it was not. */
export function libraryFile(): string {
  return open().library.path!;
}
