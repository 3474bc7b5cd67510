import { rand, randn } from "@taimatsu/tensor";
import { ClassNLLCriterion, CrossEntropyCriterion, MSECriterion } from "./mod.ts";

for (const [batch, classes] of [[4, 1], [64, 10], [1024, 1000]] as const) {
  const group = `[${batch}, ${classes}]`, input = randn([batch, classes]), target = randn([batch, classes]);
  const labels = rand([batch]).mul(classes).floor().to("int64");
  const mse = new MSECriterion(), nll = new ClassNLLCriterion(), entropy = new CrossEntropyCriterion();
  Deno.bench(`MSECriterion ${group}`, { group, baseline: true }, () => {
    mse.call(input, target);
  });
  Deno.bench(`ClassNLLCriterion ${group}`, { group }, () => {
    nll.call(input, labels);
  });
  Deno.bench(`CrossEntropyCriterion ${group}`, { group }, () => {
    entropy.call(input, labels);
  });
}
