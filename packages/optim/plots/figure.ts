import { describe } from "@taimatsu/tensor";
import { writeFile } from "../files.ts";

/**
 * A drawing: a description in the language of Vega-Lite, which becomes SVG when it is asked for. Notebooks show it.
 *
 * The packages `vega` and `vega-lite` are loaded with the first drawing, so that nobody waits for them who does not draw.
 *
 * @example Usage
 * ```ts
 * import { plot } from "@taimatsu/optim";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const figure = plot([3, 1, 2], { title: "loss" });
 * assertStringIncludes(await figure.toSvg(), "<svg");
 * ```
 */
export class Figure {
  /**
   * Keeps the description.
   *
   * @param spec A description for Vega-Lite. More can be said about the drawing in it.
   */
  constructor(readonly spec: Record<string, unknown>) {}

  /**
   * Draws.
   *
   * @returns The text of an SVG file.
   * @throws {Error} If `vega` or `vega-lite` cannot be loaded.
   */
  async toSvg(): Promise<string> {
    const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]).catch((cause) => {
      throw new Error("Cannot draw: the npm packages vega and vega-lite could not be loaded", { cause });
    });
    const view = new vega.View(vega.parse(compile(this.spec as never).spec), {
      renderer: "none",
      logLevel: vega.Error,
    });
    try {
      return await view.toSVG();
    } finally {
      view.finalize();
    }
  }

  /**
   * Draws into a file. Folders that are missing are made.
   *
   * @param path A name that ends with `.svg`.
   * @throws {TypeError} If it ends otherwise.
   * @throws {Deno.errors.NotCapable} If the file may not be written.
   */
  async save(path: string): Promise<void> {
    if (typeof path !== "string" || !path.toLowerCase().endsWith(".svg")) {
      throw new TypeError(`Cannot run Figure.save: path must end with .svg but is ${describe(path)}`);
    }
    const svg = await this.toSvg();
    writeFile("Figure.save", path, svg);
  }

  /** What notebooks show. */
  async [Symbol.for("Jupyter.display")](): Promise<Record<string, string>> {
    return { "image/svg+xml": await this.toSvg(), "text/plain": "Figure" };
  }
}
