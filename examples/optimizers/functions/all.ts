import { beale } from "./beale.ts";
import { logistic } from "./logistic.ts";
import { quadratic } from "./quadratic.ts";
import { rastrigin } from "./rastrigin.ts";
import { rosenbrock } from "./rosenbrock.ts";
import type { TestFunction } from "./test_function.ts";

/** All functions of the race. */
export const FUNCTIONS: readonly TestFunction[] = [quadratic, logistic, rosenbrock, beale, rastrigin];
