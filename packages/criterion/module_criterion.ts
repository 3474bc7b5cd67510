import { describe } from "@taimatsu/tensor";
import type { Activity } from "./activity.ts";
import { type AnyCriterion, Criterion } from "./criterion.ts";
import { criterionFrom } from "./criterion_container.ts";
import { type CriterionModule, runBackward, runForward } from "./criterion_module.ts";
import { checkSavable, flag } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { checkFlag } from "./refusal.ts";

/**
 * A criterion of what modules make of the input, the target or both.
 *
 * Input and target are what the modules take; without a module they go to the criterion as they are. The input's module
 * must have no parameters, since nobody would train them. `type()` and `clone()` reach the modules.
 *
 * Torch7: `nn.ModuleCriterion` of dpnn.
 *
 * @example Usage
 * ```ts
 * import { ModuleCriterion, MSECriterion } from "@taimatsu/criterion";
 * import { mul, type Tensor, tensor } from "@taimatsu/tensor";
 * import { assertClose, type Comparable } from "@taimatsu/tensor/testing";
 *
 * // Any module of @taimatsu/nn would do.
 * const twice = { forward: (x: Tensor) => mul(x, 2), backward: (_: Tensor, gradOutput: Tensor) => mul(gradOutput, 2) };
 * const criterion = new ModuleCriterion(new MSECriterion(), twice);
 * assertClose(criterion.forward(tensor([1]), tensor([5])), 9);
 * assertClose(criterion.backward(tensor([1]), tensor([5])) as Comparable, [-12]);
 * ```
 */
export class ModuleCriterion extends Criterion<Activity, unknown> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    inside: ["criterion", "inputModule", "targetModule"],
    make: ({ criterion, targetModule }) =>
      new ModuleCriterion(criterion as AnyCriterion, null, targetModule as CriterionModule),
    fields: ["criterion", "inputModule", "targetModule", flag("castTarget")],
    derive: ({ inputModule, targetModule }: ModuleCriterion) => {
      checkSavable("ModuleCriterion", "inputModule", inputModule);
      checkSavable("ModuleCriterion", "targetModule", targetModule);
      return {};
    },
    missing: { castTarget: true },
  };

  /** What compares the modules' outputs. */
  criterion: AnyCriterion;
  /** What the input goes through. */
  inputModule: CriterionModule | undefined;
  /** What the target goes through. */
  targetModule: CriterionModule | undefined;
  /** Whether `type()` converts the target's module too. */
  castTarget: boolean;
  /** What the input's module gave last. */
  protected lastInput: Activity | undefined;
  /** What the target's module gave last. */
  protected lastTarget: Activity | undefined;

  /**
   * Creates the criterion.
   *
   * @param criterion What compares the modules' outputs.
   * @param inputModule What the input goes through, without parameters.
   * @param targetModule What the target goes through.
   * @param castTarget Whether `type()` converts the target's module too.
   * @throws {TypeError} If an argument is something else, or the input's module has parameters.
   */
  constructor(
    criterion: AnyCriterion,
    inputModule?: CriterionModule | null,
    targetModule?: CriterionModule | null,
    castTarget: boolean = true,
  ) {
    super();
    this.criterion = criterionFrom("ModuleCriterion", criterion);
    this.inputModule = moduleFrom("inputModule", inputModule);
    this.targetModule = moduleFrom("targetModule", targetModule);
    checkFlag("ModuleCriterion", "castTarget", castTarget);
    this.castTarget = castTarget;
    const parameters = this.inputModule?.parameters?.()[0] ?? [];
    if (parameters.length > 0) {
      throw new TypeError(
        `Cannot run ModuleCriterion: inputModule must have no parameters but has ${parameters.length}`,
      );
    }
  }

  /** Returns the loss of what the modules make of the arguments. */
  override updateOutput(input: Activity, target: unknown): number {
    const { inputModule, targetModule } = this;
    const x = this.lastInput = inputModule === undefined ? undefined : runForward(inputModule, input);
    const y = this.lastTarget = targetModule === undefined ? undefined : runForward(targetModule, target);
    return this.criterion.forward(x ?? input, y ?? target);
  }

  /**
   * Computes the gradient with respect to the input, through its module. The modules do not run again.
   *
   * @throws {TypeError} If `forward` did not run before.
   */
  override updateGradInput(input: Activity, target: unknown): Activity {
    const { criterion, inputModule, targetModule, lastInput, lastTarget } = this;
    if (
      (inputModule !== undefined && lastInput === undefined) || (targetModule !== undefined && lastTarget === undefined)
    ) {
      throw new TypeError("Cannot run ModuleCriterion.backward: forward must run before it but has not");
    }
    const g = criterion.backward(lastInput ?? input, lastTarget ?? target);
    return inputModule === undefined ? g : runBackward(inputModule, input, g);
  }

  /** Names of fields that `type` leaves alone: the target's module without `castTarget`. */
  override foreign(by: "clone" | "type"): readonly string[] {
    return by === "type" && !this.castTarget ? ["targetModule"] : [];
  }

  /** Returns the name and what is inside. */
  override toString(): string {
    const { criterion, inputModule, targetModule } = this;
    return `ModuleCriterion(${[criterion, inputModule, targetModule].filter((x) => x !== undefined).join(", ")})`;
  }
}

function moduleFrom(name: string, module: CriterionModule | null | undefined): CriterionModule | undefined {
  if (module === undefined || module === null) return undefined;
  if (typeof module.forward !== "function" || typeof module.backward !== "function") {
    throw new TypeError(
      `Cannot run ModuleCriterion: ${name} must have the methods forward and backward but is ${describe(module)}`,
    );
  }
  return module;
}
