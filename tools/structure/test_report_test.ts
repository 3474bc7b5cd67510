import { assertEquals } from "@std/assert";
import { exclude, readReport, tally, wantedFunctions } from "./test_report.ts";

const XML = `<?xml version="1.0"?>
<testsuites name="deno test" tests="4">
    <testsuite name="./packages/a_test.ts" tests="2">
        <testcase name="one &amp; all" classname="a" time="0.1" line="3">
        </testcase>
        <testcase name="two" time="0.1"/>
    </testsuite>
    <testsuite name="./packages/b_test.ts" tests="3">
        <testcase name="three" time="0.1">
            <failure message="Uncaught Error: Cannot run topk: not implemented on cuda">at b_test.ts</failure>
        </testcase>
        <testcase name="four" time="0.1"><failure message="Error: &quot;x&quot; is not 1">…</failure></testcase>
        <testcase name="five" time="0.1"><skipped/></testcase>
    </testsuite>
</testsuites>`;

Deno.test("readReport() tells what failed from what waits for a function", () => {
  assertEquals(
    readReport(XML).map(({ file, name, outcome }) => [file, name, outcome]),
    [
      ["packages/a_test.ts", "one & all", "passed"],
      ["packages/a_test.ts", "two", "passed"],
      ["packages/b_test.ts", "three", "waiting"],
      ["packages/b_test.ts", "four", "failed"],
      ["packages/b_test.ts", "five", "ignored"],
    ],
  );
});

Deno.test("a report is summed up by outcomes, functions and files", () => {
  const cases = readReport(XML);
  assertEquals(tally(cases), "2 passed, 1 failed, 1 waiting, 1 ignored");
  assertEquals(tally([]), "0 passed");
  assertEquals(wantedFunctions(cases), [["topk", 1]]);
});

Deno.test("exclude() takes tests out, and tells of exclusions that nothing needs", () => {
  const cases = readReport(XML);
  assertEquals(exclude(cases, { "packages/b_test.ts: f*r": "why", "packages/a_test.ts: one*": "why", "c": "why" }), [
    "packages/a_test.ts: one*",
    "c",
  ]);
  assertEquals(tally(cases), "1 passed, 1 waiting, 1 ignored, 2 excluded");
});
