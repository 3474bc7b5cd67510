import { adadelta, adagrad, adam, adamW, type Method, nag, rmsprop, sgd } from "@taimatsu/optim";

/** How a method trains the convnet: its settings were found by trying. */
export interface Training {
  /** The method. */
  method: Method;
  /** Its settings; the learning rate is the one to begin with. */
  settings: { learningRate: number } & Record<string, number>;
}

/** The methods that train the convnet. */
export const TRAININGS: Readonly<Record<string, Training>> = {
  sgd: { method: sgd, settings: { learningRate: 0.05, momentum: 0.9, dampening: 0 } },
  nag: { method: nag, settings: { learningRate: 0.05, momentum: 0.9 } },
  adam: { method: adam, settings: { learningRate: 0.002, weightDecay: 1e-4 } },
  adamW: { method: adamW, settings: { learningRate: 0.002, weightDecay: 0.1 } },
  rmsprop: { method: rmsprop, settings: { learningRate: 0.001, alpha: 0.99 } },
  adagrad: { method: adagrad, settings: { learningRate: 0.02, weightDecay: 2e-4 } },
  adadelta: { method: adadelta, settings: { learningRate: 1, rho: 0.95 } },
};
