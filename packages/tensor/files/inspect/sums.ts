import type { Tensor } from "../../tensor.ts";
import { reportNumber, type ReportSums } from "./report.ts";
import { statisticsOf } from "./statistics.ts";

/** Returns what a report says of a tensor's elements; nothing if they overlap too often to be added up. */
export function sumsOf(x: Tensor): ReportSums {
  const statistics = statisticsOf(x);
  if (statistics === undefined) return {};
  const { sum, min, max, nans } = statistics, sums: ReportSums = { sum: reportNumber(sum) };
  if (min !== undefined && max !== undefined) Object.assign(sums, { min: reportNumber(min), max: reportNumber(max) });
  if (nans > 0) sums.nans = nans;
  return sums;
}
