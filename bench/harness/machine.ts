// What other programs do meanwhile, and how much memory a process took. Both are read from /proc, which needs `-A`.
import process from "node:process";

/** Nanoseconds of a clock that only goes forward. */
export function now(): number {
  return performance.now() * 1e6;
}

function read(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}

/** Processor seconds that all programs have used. */
function busy(): number | undefined {
  const line = read("/proc/stat")?.split("\n", 1)[0];
  if (line === undefined) return undefined;
  const [user, nice, system, , , irq, softIrq, steal] = line.trim().split(/\s+/).slice(1).map(Number) as number[];
  return (user! + nice! + system! + irq! + softIrq! + steal!) / 100;
}

/** Processor seconds that this process has used. */
function own(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Returns a function that tells how many processors other programs kept busy since; `undefined` where that is unknown. */
export function watchOthers(): () => number | undefined {
  const start = now(), before = busy(), mine = own();
  return () => {
    const after = busy();
    if (before === undefined || after === undefined) return undefined;
    return Math.max(0, (after - before - (own() - mine)) / Math.max((now() - start) / 1e9, 1e-3));
  };
}

/** Waits at most `seconds` until other programs keep no more than `limit` processors busy. */
export async function waitForQuiet(seconds: number, limit: number): Promise<void> {
  const end = now() + seconds * 1e9;
  while (now() < end) {
    const others = watchOthers();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const found = others();
    if (found === undefined || found <= limit) return;
  }
}

/** Peak resident memory of a running process, in MiB; `undefined` where the system does not tell. */
export function peakMemory(pid: number): number | undefined {
  const line = /^VmHWM:\s*(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? "");
  return line === null ? undefined : Number(line[1]) / 1024;
}

/** What figures depend on: processor, memory, system. */
export function describeMachine(): Record<string, string | number> {
  const processor = /^model name\s*:\s*(.*)$/m.exec(read("/proc/cpuinfo") ?? "");
  const memory = /^MemTotal:\s*(\d+) kB$/m.exec(read("/proc/meminfo") ?? "");
  return {
    processor: processor?.[1] ?? Deno.build.arch,
    processors: navigator.hardwareConcurrency,
    ...(memory === null ? {} : { memoryMiB: Math.round(Number(memory[1]) / 1024) }),
    system: `${Deno.build.os} ${Deno.osRelease()}`,
    deno: Deno.version.deno,
    date: new Date().toISOString().slice(0, 10),
  };
}
