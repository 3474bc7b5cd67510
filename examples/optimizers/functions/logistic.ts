import { abs, clamp, csub, exp, Generator, log1p, mul, mv, randn, sigmoid, type Tensor } from "@taimatsu/tensor";
import { type TestFunction, vector } from "./test_function.ts";

const EXAMPLES = 60, WEIGHTS = [2, -1, 0.5, -4, 8], SCALES = [1, 1, 2, 0.5, 0.2];

interface Data {
  /** Features, [examples, weights]. */
  input: Tensor;
  /** The probability of each example. */
  target: Tensor;
  /** Mean entropy of these probabilities, below which no loss can be. */
  least: number;
}

/** Mean cross-entropy of logits and probabilities: ln(1 + eᶻ) − p z, with the logarithm as max(z, 0) + ln(1 + e^−|z|). */
function loss(logits: Tensor, target: Tensor): number {
  const rest = log1p(exp(mul(abs(logits), -1)));
  return (clamp(logits, 0, Infinity).sum() + rest.sum() - target.dot(logits)) / EXAMPLES;
}

/** Draws features of different size; the probabilities are those of a model that is known. */
function makeData(): Data {
  const input = randn([EXAMPLES, WEIGHTS.length], { dtype: "float64", generator: new Generator(1) });
  input.cmul(vector(SCALES).view(1, -1).expandAs(input));
  const logits = mv(input, vector(WEIGHTS)), target = sigmoid(logits);
  return { input, target, least: loss(logits, target) };
}

let data: Data | undefined;

/** Logistic regression: how much the loss of a model is above that of the model which made the data. */
export const logistic: TestFunction = {
  name: "logistic regression",
  start: Array(WEIGHTS.length).fill(0),
  minimum: WEIGHTS,
  evaluate(x) {
    const { input, target, least } = data ??= makeData(), logits = mv(input, x);
    const errors = csub(sigmoid(logits), target);
    return [loss(logits, target) - least, mul(mv(input.t(), errors), 1 / EXAMPLES)];
  },
};
