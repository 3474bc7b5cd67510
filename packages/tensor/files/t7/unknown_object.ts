/**
 * An object of a class that nobody knows, as a Torch7 file holds it: to look at, and to write again.
 *
 * @example Usage
 * ```ts
 * import { deserialize, serialize, UnknownObject } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const hot = new UnknownObject("OneHot", { outputSize: 65 });
 * assertEquals(deserialize(serialize(hot)), hot);
 * ```
 */
export class UnknownObject {
  /**
   * Makes an object.
   *
   * @param className Torch7's name of the class: `nn.Linear`.
   * @param fields What the class wrote: a table as a rule.
   * @param version The class's version; `null` in files from before classes had any.
   */
  constructor(
    readonly className: string,
    public fields: unknown = {},
    readonly version: number | null = 1,
  ) {}

  /** Returns a field of the table that the class wrote; `undefined` if there is none. */
  get(name: string): unknown {
    const { fields } = this;
    if (fields instanceof Map) return fields.get(name);
    return typeof fields === "object" && fields !== null && Object.hasOwn(fields, name)
      ? (fields as Record<string, unknown>)[name]
      : undefined;
  }
}
