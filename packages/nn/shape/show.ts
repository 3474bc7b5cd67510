// Views that a module keeps: the same objects show other memory with each call.
import { sameSize, type Storage, type Tensor } from "@taimatsu/tensor";
import { relayout, stridesOf } from "@taimatsu/tensor/native";

/** Makes `view` show the elements of a contiguous `x` in the sizes `shape`; lists and flags are made only when they change. */
export function show(view: Tensor, x: Tensor, shape: readonly number[]): Tensor {
  if (!sameSize(view.shape, shape)) relayout(view, x.store, shape, stridesOf(shape), x.offset);
  else {
    const layout = view as { store: Storage; offset: number };
    layout.store = x.store;
    layout.offset = x.offset;
  }
  return view;
}

/** Makes `view` show the elements of `x` with other sizes and strides, from its first element on unless told. */
export function showStrided(
  view: Tensor,
  x: Tensor,
  shape: readonly number[],
  strides: readonly number[],
  offset: number = x.offset,
): Tensor {
  relayout(view, x.store, shape, strides, offset);
  return view;
}
