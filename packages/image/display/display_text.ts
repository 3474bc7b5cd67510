import { describe } from "@taimatsu/tensor";
import { checkOptions } from "../check_options.ts";
import { type PaneOptions, placeOf } from "./pane.ts";
import { inNotebook, show, type Shown, shown } from "./shown.ts";

/** Options of {@linkcode displayText}. */
export interface DisplayTextOptions extends PaneOptions {
  /** Takes the text as HTML; false by default, which shows it letter by letter. Scripts in it do not run. */
  html?: boolean;
}

/**
 * Shows a text in a pane of the page, or in a notebook inline.
 *
 * @param text Plain text, or with `html` what stands in an element.
 * @param options Title, pane, and whether it is HTML.
 * @returns The pane.
 * @throws {TypeError} If `text` is no string.
 *
 * @example Usage
 * ```ts
 * import { displayServer, displayText } from "@taimatsu/image";
 *
 * const pane = await displayText("3 < 4", { title: "plain" });
 * await displayText("<b>4</b> &gt; 3", { win: pane.win, title: "bold", html: true });
 * await (await displayServer()).close();
 * ```
 */
export async function displayText(text: string, options: DisplayTextOptions = {}): Promise<Shown> {
  if (typeof text !== "string") {
    throw new TypeError(`Cannot run displayText: text must be a string but is ${describe(text)}`);
  }
  checkOptions("displayText", options, ["html"]);
  const { html = false } = options, place = placeOf("displayText", options), inPage = !inNotebook();
  if (inPage) await show("displayText", { ...place, kind: "text", text, html });
  return shown(place.win, inPage, () => html ? { "text/html": text } : { "text/plain": text });
}
