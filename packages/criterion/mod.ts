/**
 * Criterions (loss functions) as in Torch7's `nn`.
 *
 * @module
 */
export type { Activity } from "./activity.ts";
export type { TorchFields, TorchForm } from "./files/torch_form.ts";
export * from "./criterion.ts";
export * from "./reduced_criterion.ts";
export * from "./pointwise_criterion.ts";
export * from "./mse_criterion.ts";
export * from "./abs_criterion.ts";
export * from "./smooth_l1_criterion.ts";
export * from "./huber_criterion.ts";
export * from "./l1_cost.ts";
export * from "./weighted_mse_criterion.ts";
export * from "./spatial_auto_crop_mse_criterion.ts";
export * from "./dist_kl_div_criterion.ts";
export * from "./bce_criterion.ts";
export * from "./bce_with_logits_criterion.ts";
export * from "./multi_label_soft_margin_criterion.ts";
export * from "./soft_margin_criterion.ts";
export * from "./margin_criterion.ts";
export * from "./binary_logistic_regression.ts";
export * from "./spatial_binary_logistic_regression.ts";
export * from "./focal_criterion.ts";
export type { LabelBuffers } from "./labels.ts";
export type { SignBuffers } from "./signs.ts";
export * from "./labelled_criterion.ts";
export * from "./likelihood_criterion.ts";
export * from "./class_nll_criterion.ts";
export * from "./spatial_class_nll_criterion.ts";
export * from "./cross_entropy_criterion.ts";
export * from "./multi_margin_criterion.ts";
export * from "./multi_label_margin_criterion.ts";
export * from "./class_simplex_criterion.ts";
export * from "./ctc_criterion.ts";
export * from "./hinge_embedding_criterion.ts";
export * from "./l1_hinge_embedding_criterion.ts";
export * from "./cosine_embedding_criterion.ts";
export * from "./difference_criterion.ts";
export * from "./margin_ranking_criterion.ts";
export * from "./distance_ratio_criterion.ts";
export * from "./triplet_margin_criterion.ts";
export * from "./nce_criterion.ts";
export { CriterionContainer } from "./criterion_container.ts";
export * from "./multi_criterion.ts";
export * from "./parallel_criterion.ts";
export type { CriterionModule, ReinforcedModule } from "./criterion_module.ts";
export * from "./module_criterion.ts";
export * from "./criterion_table.ts";
export { StepwiseCriterion } from "./stepwise_criterion.ts";
export * from "./sequencer_criterion.ts";
export * from "./repeater_criterion.ts";
export * from "./mask_zero_criterion.ts";
export * from "./reward_criterion.ts";
export * from "./vr_class_reward.ts";
export * from "./binary_class_reward.ts";
