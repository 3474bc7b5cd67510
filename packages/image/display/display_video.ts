import { checkOptions } from "../check_options.ts";
import { mediaElement, mediaFile } from "./media_file.ts";
import { type PaneOptions, placeOf } from "./pane.ts";
import { inNotebook, show, type Shown, shown } from "./shown.ts";

/**
 * Shows a film: in a pane of the page, or in a notebook inline. What the browser can play is its own matter.
 *
 * @param path The name or address of an MP4, WebM or Ogg file.
 * @param options Title and pane.
 * @returns The pane.
 * @throws {TypeError} If the file is of another kind.
 * @throws {RangeError} If the file has more than 2^28 bytes.
 *
 * @example Usage
 * ```ts
 * import { displayVideo } from "@taimatsu/image";
 * import { assertRejects } from "@std/assert";
 *
 * await assertRejects(() => displayVideo("missing.mp4"), Deno.errors.NotFound);
 * ```
 */
export async function displayVideo(path: string | URL, options: PaneOptions = {}): Promise<Shown> {
  checkOptions("displayVideo", options);
  const place = placeOf("displayVideo", options), inPage = !inNotebook();
  const film = await mediaFile("displayVideo", "video", path), { type, bytes } = film;
  if (inPage) await show("displayVideo", { ...place, kind: "video", type }, [bytes]);
  return shown(place.win, inPage, () => ({ "text/html": mediaElement(film), "text/plain": "film" }));
}
