import { type Case, nameOf, type Workloads } from "../harness/case.ts";
import { compareWithGoals, GOALS, MAIN_PEER } from "./goals.ts";
import type { CompareOptions } from "./options.ts";
import { format, geometricMean, type Pair, pairs, rate } from "./ratio.ts";
import type { Side } from "./side.ts";

function titleOf(side: Side): string {
  return side.name ?? side.label;
}

/** The name of the implementation, for goals; another build of the main peer counts as it. */
function implOf(side: Side): string {
  const impl = titleOf(side).split(" ")[0]!;
  return GOALS.some(({ peer }) => peer === impl) ? impl : MAIN_PEER;
}

function suiteTable(suites: Workloads["suites"], list: readonly Pair[]): string[] {
  const line = (label: string, some: readonly Pair[]) => {
    const ratios = some.map(({ ratio }) => ratio);
    return `| ${label} | ${some.length} | ${geometricMean(some).toFixed(2)} | ${Math.min(...ratios).toFixed(2)} | ` +
      `${Math.max(...ratios).toFixed(2)} |`;
  };
  const rows = Object.entries(suites).flatMap(([suite, title]) => {
    const some = list.filter(({ c }) => c.suite === suite);
    return some.length === 0 ? [] : [line(`${suite} ${title}`, some)];
  });
  return [
    "| suite | cases | geometric mean | worst | best |",
    "|---|---|---|---|---|",
    ...rows,
    line("**all**", list),
  ];
}

function caseTable(peer: string, list: readonly Pair[]): string[] {
  const rows = list.map(({ c, ours, peer, ratio, spread, foreign }) =>
    `| ${nameOf(c)} | ${c.unit} | ${format(ours)} | ${format(peer)} | ${ratio.toFixed(2)} | ${rate(c, ours)} | ` +
    `${spread > 1.0005 ? spread.toFixed(2) : ""} | ${foreign > 0.15 ? foreign.toFixed(2) : ""} |`
  );
  return [
    `| case | unit | ours | ${peer} | ratio | ours, rate | spread | others |`,
    "|---|---|---|---|---|---|---|---|",
    ...rows,
  ];
}

function goalTable(list: readonly Pair[], peer: string): string[] {
  const rows = compareWithGoals(list, peer).map(({ goal, mean, worst, short, reached }) => {
    const wanted = `${goal.mean === undefined ? "" : `mean ${goal.mean}, `}each ${goal.each}`;
    const missed = short.map(({ c, ratio }) => `${c.case} ${ratio.toFixed(2)}`).join(", ");
    return `| ${goal.suite} ${goal.name} | ${wanted} | ${mean.toFixed(2)} | ${worst.ratio.toFixed(2)} | ` +
      `${reached ? "yes" : "**no**"} | ${missed} |`;
  });
  return ["| goal | wanted | mean | worst | reached | below |", "|---|---|---|---|---|---|", ...rows];
}

/** Names the cases that only one side has a figure for, with the other side's reason. */
function alone(cases: readonly Case[], has: Side, lacks: Side): Case[] {
  return cases.filter((c) => has.value(nameOf(c)) !== undefined && lacks.value(nameOf(c)) === undefined);
}

function aloneLine(who: string, some: readonly Case[], lacks: Side): string[] {
  if (some.length === 0) return [];
  const names = some.map((c) => {
    const note = lacks.notes.get(nameOf(c));
    return note === undefined ? nameOf(c) : `${nameOf(c)} (${note})`;
  });
  return ["", `Only ${who} ran ${some.length}: ${names.join("; ")}.`];
}

/** What the limits on the command line say against a comparison. */
function shortcomings(
  options: CompareOptions,
  peer: string,
  list: readonly Pair[],
  missing: readonly Case[],
): string[] {
  const { minGeomean, minCase, allow } = options, short: string[] = [];
  const mean = geometricMean(list), counts = (c: Case) => !allow?.test(nameOf(c));
  if (minGeomean !== undefined && mean < minGeomean) {
    short.push(`the geometric mean ${mean.toFixed(2)} is below ${minGeomean}`);
  }
  if (minCase !== undefined) {
    const low = list.filter(({ c, ratio }) => ratio < minCase && counts(c));
    const below = low.map(({ c, ratio }) => `${nameOf(c)} ${ratio.toFixed(2)}`).join(", ");
    if (low.length > 0) short.push(`below ${minCase}: ${below}`);
    const absent = missing.filter(counts).map(nameOf).join(", ");
    if (absent !== "") short.push(`without a figure of ours: ${absent}`);
  }
  if (options.goals) {
    for (const { goal, reached } of compareWithGoals(list, peer)) {
      if (!reached) short.push(`the goal for ${goal.name} is not reached`);
    }
  }
  return short;
}

/** Writes the comparison as Markdown; `short` tells whether something fell short of what the command line asks for. */
export function report(
  { suites, cases }: Workloads,
  ours: Side,
  peers: readonly Side[],
  options: CompareOptions,
): { text: string; short: boolean } {
  const lines = [
    `# ${titleOf(ours)}, ${options.threads} thread${options.threads === 1 ? "" : "s"}`,
    "",
    "Ratio: the peer's time or memory over ours, our throughput over the peer's; above 1 ours is better.",
    "Spread: how much the visits of a case disagree. Others: processors that other programs kept busy.",
  ];
  let short = false;
  for (const peer of peers) {
    const list = pairs(cases, ours, peer), missing = alone(cases, peer, ours);
    lines.push("", `## Against ${titleOf(peer)}`, "");
    if (list.length === 0) {
      lines.push("No case in common.", ...aloneLine("the peer", missing, ours));
      short ||= options.minGeomean !== undefined || options.minCase !== undefined || options.goals;
      continue;
    }
    const worst = list.toSorted((a, b) => a.ratio - b.ratio).slice(0, 5);
    lines.push(
      ...suiteTable(suites, list),
      "",
      `Worst five: ${worst.map(({ c, ratio }) => `${nameOf(c)} ${ratio.toFixed(2)}`).join(", ")}.`,
      "",
      ...(options.goals ? [...goalTable(list, implOf(peer)), ""] : []),
      ...caseTable(titleOf(peer), list),
      ...aloneLine("the peer", missing, ours),
      ...aloneLine("ours", alone(cases, ours, peer), peer),
    );
    for (const what of shortcomings(options, implOf(peer), list, missing)) {
      lines.push("", `**Short**: ${what}.`);
      short = true;
    }
  }
  return { text: lines.join("\n") + "\n", short };
}
