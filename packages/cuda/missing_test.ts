import { assertThrows } from "@std/assert";
import { opNames } from "@taimatsu/tensor/native";
import { missing } from "./missing.ts";

Deno.test("a function that is not there says so under the name that users know", () => {
  assertThrows(() => missing("tm_topk")(null), Error, "Cannot run topk: not implemented on cuda");
  assertThrows(() => missing("tm_max_pool2d")(null), Error, "Cannot run maxPool2d: not implemented on cuda");
  assertThrows(() => missing("tm_addmm_n")(5), Error, "Cannot run addmm: not implemented on cuda");
});

Deno.test("a family that is not there says which op was called", () => {
  const row = opNames("unary").indexOf("addScalar");
  assertThrows(() => missing("tm_unary_n")(row), Error, "Cannot run add: not implemented on cuda");
  assertThrows(
    () => missing("tm_reduce_all")(opNames("reduce").indexOf("prod")),
    Error,
    "Cannot run prod: not implemented on cuda",
  );
});
