/** Fields with parameters and their gradients, where a module has them. */
export const PARAMETERS = ["weight", "bias", "gradWeight", "gradBias"] as const;
