import { assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { checkImage } from "./check_image.ts";

Deno.test("checkImage says what an image must be", () => {
  for (const shape of [[2, 3], [5, 2, 3], [4, 3, 2, 3]]) checkImage("scale", "src", zeros(shape));
  checkImage("rgb2y", "src", zeros([3, 2, 2], { dtype: "uint8" }), [3]);
  const wrong: [unknown, string, number[]?][] = [
    [3, "Cannot run scale: src must be a tensor but is 3"],
    [
      zeros([2]),
      "src must be [height, width] or [channels, height, width] or [batch, channels, height, width] but is [2]",
    ],
    [zeros([3, 0, 2]), "but is [3, 0, 2]"],
    [zeros([2, 2], { dtype: "int64" }), "src must be uint8, float32 or float64 but is int64"],
    [zeros([2, 2]), "src must be [3, height, width] or [batch, 3, height, width] but is [2, 2]", [3]],
    [zeros([4, 2, 2]), "src must be [1 or 3, height, width] or", [1, 3]],
  ];
  for (const [x, text, channels] of wrong) assertThrows(() => checkImage("scale", "src", x, channels), TypeError, text);
});
