import { assertEquals, assertThrows } from "@std/assert";
import { empty, randn, type Tensor, tensor, zeros } from "./mod.ts";
import { logSoftMaxGradInto, logSoftMaxInto, softMaxGradInto, softMaxInto } from "./native.ts";
import { assertClose, assertGradient } from "./testing.ts";

const draw = (...shape: number[]): Tensor => randn(shape, { dtype: "float64" });
const like = (x: Tensor): Tensor => empty(x.size(), { dtype: x.dtype });
const SIZES = [[5], [1], [3, 4], [4, 2, 3], [2, 3, 2, 2]];

for (
  const [name, into, gradInto, log] of [
    ["softMaxInto()", softMaxInto, softMaxGradInto, false],
    ["logSoftMaxInto()", logSoftMaxInto, logSoftMaxGradInto, true],
  ] as const
) {
  Deno.test(`${name} works along the classes of every layout`, () => {
    for (const size of SIZES) {
      const x = draw(...size), dim = size.length % 2 === 1 ? 0 : 1, sums = x.clone().exp().sum(dim).expandAs(x);
      const expected = x.clone().exp().cdiv(sums), y = into("test", like(x), x);
      assertClose(y, log ? expected.log() : expected, { relative: 1e-12 });
    }
  });

  Deno.test(`${name} has the gradient of finite differences`, () => {
    for (const size of SIZES) {
      const x = draw(...size), weight = draw(...size), y = like(x);
      const loss = () => into("test", y, x).dot(weight);
      loss();
      assertGradient(gradInto("test", like(x), weight, y.clone()), x, loss);
    }
  });

  Deno.test(`${name} stands inputs that are far apart`, () => {
    const y = into("test", zeros([3]), tensor([1e4, 0, -1e4]));
    assertEquals(y.toArray(), log ? [0, -1e4, -2e4] : [1, 0, 0]);
  });

  Deno.test(`${name} says what does not fit`, () => {
    const x = zeros([2, 3]);
    const wrong: [Tensor, Tensor, string][] = [
      [x, tensor([]), "input must have 1 to 4 dimensions but is []"],
      [x, zeros([1, 1, 1, 1, 1]), "input must have 1 to 4 dimensions but is [1, 1, 1, 1, 1]"],
      [x, zeros([2, 3], { dtype: "int32" }), "input must be float32 or float64 but is int32"],
      [
        zeros([3]),
        x,
        "the tensors must be contiguous, of one dtype and as large as float32 [2, 3] but one is float32 [3]",
      ],
      [
        zeros([3, 2]).t(),
        x,
        "the tensors must be contiguous, of one dtype and as large as float32 [2, 3] but one is not contiguous, float32 [2, 3]",
      ],
    ];
    for (const [y, input, text] of wrong) {
      assertThrows(() => into("Test.forward", y, input), TypeError, `Cannot run Test.forward: ${text}`);
    }
  });
}
