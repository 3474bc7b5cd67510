/** What became of a test: it may also wait for a function that its device lacks. */
export type Outcome = "passed" | "failed" | "ignored" | "waiting";

/** A test that was run. */
export interface TestCase {
  file: string;
  name: string;
  outcome: Outcome;
  /** What went wrong. */
  message: string;
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const plain = (text: string): string =>
  text.replace(
    /&(?:#(\d+)|(\w+));/g,
    (all, code, name) => code ? String.fromCodePoint(Number(code)) : ENTITIES[name] ?? all,
  );

const LACKING = /Cannot run (\w+): not implemented on cuda/;

/** Reads the report that `deno test --junit-path` writes. */
export function readReport(xml: string): TestCase[] {
  const cases: TestCase[] = [];
  for (const [, file, suite] of xml.matchAll(/<testsuite name="([^"]*)"[^>]*>([^]*?)<\/testsuite>/g)) {
    for (const [, name, body] of suite!.matchAll(/<testcase name="([^"]*)"[^>]*?(?:\/>|>([^]*?)<\/testcase>)/g)) {
      const failure = /<(?:failure|error)\b[^]*/.exec(body ?? "")?.[0], message = plain(failure ?? "");
      const outcome = failure !== undefined
        ? LACKING.test(message) ? "waiting" : "failed"
        : /<skipped/.test(body ?? "")
        ? "ignored"
        : "passed";
      cases.push({ file: plain(file!).replace(/^\.\//, ""), name: plain(name!), outcome, message });
    }
  }
  return cases;
}

/** Counts the functions that tests wait for, the most wanted first. */
export function wantedFunctions(cases: readonly TestCase[]): [string, number][] {
  const wanted = new Map<string, number>();
  for (const { outcome, message } of cases) {
    if (outcome !== "waiting") continue;
    const name = LACKING.exec(message)![1]!;
    wanted.set(name, (wanted.get(name) ?? 0) + 1);
  }
  return [...wanted].sort(([, a], [, b]) => b - a);
}

/** Returns the files in which no test failed or waits. */
export function passingFiles(cases: readonly TestCase[]): string[] {
  const files = new Set(cases.map(({ file }) => file));
  for (const { file, outcome } of cases) if (outcome === "failed" || outcome === "waiting") files.delete(file);
  return [...files].filter((file) => file.endsWith("_test.ts")).sort();
}

/** Says how many tests ended how. */
export function tally(cases: readonly TestCase[]): string {
  const parts = (["passed", "failed", "waiting", "ignored"] as const).map((outcome) => {
    const count = cases.filter((test) => test.outcome === outcome).length;
    return count > 0 || outcome === "passed" ? `${count} ${outcome}` : "";
  });
  return parts.filter((part) => part !== "").join(", ");
}
