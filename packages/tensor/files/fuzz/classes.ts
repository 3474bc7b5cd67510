// Classes whose objects are made of what files hold, as packages have them.
import { Tensor } from "../../tensor.ts";
import { counted, fieldsOf, readFields, renamed, sizes } from "../t7/fields.ts";
import type { Namespace } from "../t7/torch_class.ts";
import type { UnknownObject } from "../t7/unknown_object.ts";

class Linear {
  constructor(readonly weight: Tensor, readonly bias: Tensor | undefined) {}

  static fromTorch(object: UnknownObject): Linear {
    const [weight, bias] = readFields(["weight", "bias"], fieldsOf(object.fields));
    if (!(weight instanceof Tensor) || weight.dim() !== 2) throw new TypeError("weight must be a matrix");
    if (bias !== undefined && !(bias instanceof Tensor)) throw new TypeError("bias must be a tensor");
    return new Linear(weight, bias);
  }
}

class Sequential {
  constructor(readonly modules: readonly unknown[]) {}

  static fromTorch(object: UnknownObject): Sequential {
    const [modules] = readFields([renamed("layers", "modules")], fieldsOf(object.fields));
    if (!Array.isArray(modules)) throw new TypeError("modules must be a list");
    return new Sequential(modules);
  }
}

class View {
  constructor(readonly size: unknown, readonly dimension: unknown) {}

  static fromTorch(object: UnknownObject): View | undefined {
    const [size, dimension] = readFields([sizes("size"), counted("dimension")], fieldsOf(object.fields));
    return size === undefined ? undefined : new View(size, dimension);
  }
}

/** What files are loaded with. */
export const CLASSES: readonly Namespace[] = [{ Linear, Sequential, View, torchNames: { "nn.Reshape": "View" } }];
