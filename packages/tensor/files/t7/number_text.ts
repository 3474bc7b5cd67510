// Numbers as C prints them.

/**
 * Returns |x| rounded to so many digits, as digits and exponent: half-way cases to the even digit as in C, where JavaScript goes up.
 */
function digitsOf(x: number, precision: number): { digits: string; exponent: number } {
  const parse = (text: string): { digits: string; exponent: number } => {
    const [mantissa, exponent] = text.split("e") as [string, string];
    return { digits: mantissa.replace(".", ""), exponent: Number(exponent) };
  };
  const rounded = parse(x.toExponential(precision - 1)), exact = parse(x.toExponential(precision + 3));
  if (!exact.digits.endsWith("5000")) return rounded;
  const tail = parse(x.toExponential(100)).digits.slice(precision);
  if (!/^50*$/.test(tail)) return rounded;
  const down = exact.digits.slice(0, precision);
  return Number(down.at(-1)) % 2 === 0 ? { digits: down, exponent: exact.exponent } : rounded;
}

/**
 * Returns a number as C's `printf` writes it with `%.*g`.
 *
 * @param x The number.
 * @param precision Digits that count.
 * @param negative Whether the sign is set: NaN has one that its number does not tell.
 */
export function numberText(x: number, precision: number, negative: boolean = x < 0 || Object.is(x, -0)): string {
  const sign = negative ? "-" : "";
  if (Number.isNaN(x)) return `${sign}nan`;
  if (!Number.isFinite(x)) return `${sign}inf`;
  if (Number.isInteger(x) && Math.abs(x) < 1e9) return sign + Math.abs(x);
  const { digits, exponent } = digitsOf(Math.abs(x), precision), kept = digits.replace(/0+$/, "");
  if (exponent < -4 || exponent >= precision) {
    const fraction = kept.length > 1 ? `.${kept.slice(1)}` : "", size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${kept[0]}${fraction}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${kept}`;
  const whole = digits.slice(0, exponent + 1), fraction = digits.slice(exponent + 1).replace(/0+$/, "");
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
