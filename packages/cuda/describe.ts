import { takeCensus } from "./device_count.ts";
import { deviceProperties } from "./device_properties.ts";
import { check, functions } from "./functions.ts";
import { libraryFile, textOf } from "./library.ts";
import { memoryInfo } from "./memory_info.ts";

const GIB = 2 ** 30;

/** What computes products and convolutions. */
function libraries(index: number): string[] {
  const { tm_blas_description, tm_cudnn_description } = functions();
  const ask = (of: typeof tm_blas_description): string => textOf((text) => check(of(index, text, text.length)), 1024);
  return [`products: ${ask(tm_blas_description)}`, `convolutions: ${ask(tm_cudnn_description)}`];
}

function describeDevice(index: number): string {
  const { name, major, minor, multiProcessorCount } = deviceProperties(index), { free, total } = memoryInfo(index);
  const memory = `${(free / GIB).toFixed(1)} of ${(total / GIB).toFixed(1)} GiB free`;
  return `cuda:${index}: ${name}, compute capability ${major}.${minor}, ${multiProcessorCount} multiprocessors, ${memory}`;
}

/** The driver's own switch, which overrides what programs ask for. */
function override(): string[] {
  const variable = "NVIDIA_TF32_OVERRIDE", { state } = Deno.permissions.querySync({ name: "env", variable });
  const value = state === "granted" ? Deno.env.get(variable) : undefined;
  return value === undefined ? [] : [`${variable}=${value} decides on the precision of products and convolutions`];
}

/** Returns in words which GPUs there are, by which library, or why there are none. */
export function describe(): string {
  const { count, reason } = takeCensus();
  if (count === 0) return `no GPU: ${reason}`;
  const devices = Array.from({ length: count }, (_, index) => describeDevice(index));
  return [`library: ${libraryFile()}`, ...libraries(0), ...devices, ...override()].join("\n");
}
