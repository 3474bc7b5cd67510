import { assertEquals, assertThrows } from "@std/assert";
import { readOptions, UsageError } from "./options.ts";

Deno.test("readOptions() has defaults, and others with --quick", () => {
  const { suites, threads, budget, minRuns, retries, quietWait } = readOptions([])!;
  assertEquals([suites.join(""), threads, budget, minRuns, retries, quietWait], ["ABCDEFGHIT", 1, 0.5, 5, 1, 3]);
  const quick = readOptions(["--quick", "--suite", "A,B", "--case=^add/", "--threads", "2"])!;
  assertEquals([quick.suites, quick.pattern.source, quick.threads], [["A", "B"], "^add\\/", 2]);
  assertEquals([quick.budget, quick.minRuns, quick.retries, quick.quietWait], [0.05, 3, 0, 0]);
});

Deno.test("readOptions() says what is wrong", () => {
  const cases: [string[], string][] = [
    [["--threads", "0"], '--threads must be an integer from 1 but is "0"'],
    [["--budget", "x"], '--budget must be a number from 0 but is "x"'],
    [["--case", "("], '--case must be a regular expression but is "("'],
    [["--device", "gpu"], '--device must be cpu or cuda:0 … but is "gpu"'],
    [["--fast"], "Unknown option '--fast'; --help lists the options"],
  ];
  for (const [args, message] of cases) assertThrows(() => readOptions(args), UsageError, message);
});
