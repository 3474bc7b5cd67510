/** What became of a test: it may also wait for a function that its device lacks, or not be meant for the device. */
export type Outcome = "passed" | "failed" | "ignored" | "waiting" | "excluded";

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

/** Tests that a device is not held to: "file: name" with * for any text, and why. */
export type Exclusions = Readonly<Record<string, string>>;

/** Returns a regular expression for a text in which * stands for any text. */
function patternOf(text: string): RegExp {
  return new RegExp(`^${text.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^]*")}$`);
}

/** Marks the tests that are excluded, and returns the exclusions by which none was that failed. */
export function exclude(cases: readonly TestCase[], exclusions: Exclusions): string[] {
  return Object.keys(exclusions).filter((text) => {
    const pattern = patternOf(text), own = cases.filter(({ file, name }) => pattern.test(`${file}: ${name}`));
    const failed = own.some(({ outcome }) => outcome === "failed" || outcome === "waiting" || outcome === "excluded");
    for (const test of own) test.outcome = "excluded";
    return !failed;
  });
}

/** Says how many tests ended how. */
export function tally(cases: readonly TestCase[]): string {
  const parts = (["passed", "failed", "waiting", "ignored", "excluded"] as const).map((outcome) => {
    const count = cases.filter((test) => test.outcome === outcome).length;
    return count > 0 || outcome === "passed" ? `${count} ${outcome}` : "";
  });
  return parts.filter((part) => part !== "").join(", ");
}
