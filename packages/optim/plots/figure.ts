import { describe } from "@taimatsu/tensor";
import { escapeXml } from "../confusion_svg.ts";
import { writeFile } from "../files.ts";
import { withTitles } from "./hover.ts";

/** Settings of a {@linkcode Figure}. */
export interface FigureOptions {
  /** Shows the description of each mark at the pointer; false by default. */
  hover?: boolean;
}

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
  readonly #hover: boolean;

  /**
   * Keeps the description.
   *
   * @param spec A description for Vega-Lite. More can be said about the drawing in it.
   * @param options `hover`.
   */
  constructor(readonly spec: Record<string, unknown>, { hover = false }: FigureOptions = {}) {
    this.#hover = hover;
  }

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
      const svg = await view.toSVG();
      return this.#hover ? withTitles(svg) : svg;
    } finally {
      view.finalize();
    }
  }

  /**
   * Draws into a page for browsers, which needs nothing else: no program, no network.
   *
   * @returns The text of an HTML file.
   * @throws {Error} If `vega` or `vega-lite` cannot be loaded.
   */
  async toHtml(): Promise<string> {
    const { title } = this.spec, name = typeof title === "string" && title !== "" ? title : "Figure";
    const head = `<meta charset="utf-8"><title>${escapeXml(name)}</title>`;
    return `<!DOCTYPE html>\n<html lang="en">\n<head>${head}</head>\n<body>\n${await this.toSvg()}\n</body>\n</html>\n`;
  }

  /**
   * Draws into a file. Folders that are missing are made.
   *
   * @param path A name that ends with `.svg` or `.html`.
   * @throws {TypeError} If it ends otherwise.
   * @throws {Deno.errors.NotCapable} If the file may not be written.
   */
  async save(path: string): Promise<void> {
    const [suffix] = typeof path === "string" ? /\.(?:svg|html)$/i.exec(path) ?? [] : [];
    if (suffix === undefined) {
      throw new TypeError(`Cannot run Figure.save: path must end with .svg or .html but is ${describe(path)}`);
    }
    const text = await (suffix.toLowerCase() === ".svg" ? this.toSvg() : this.toHtml());
    writeFile("Figure.save", path, text);
  }

  /** What notebooks show. */
  async [Symbol.for("Jupyter.display")](): Promise<Record<string, string>> {
    const svg = await this.toSvg();
    // Notebooks show SVG as a picture, in which nothing happens at the pointer; as a part of the page it does.
    return { ...(this.#hover ? { "text/html": svg } : {}), "image/svg+xml": svg, "text/plain": "Figure" };
  }
}
