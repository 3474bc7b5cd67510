import { type Pane, paneMessage } from "./pane.ts";

/** Shows panes in the page of another program's server. */
export class PaneClient {
  private constructor(readonly url: string) {}

  /** Finds a server at the address that it printed. */
  static async connect(caller: string, url: string): Promise<PaneClient> {
    const result = new PaneClient(url);
    await result.#ask(caller, "", { method: "GET" });
    return result;
  }

  /** Shows a pane; returns when the server has it, so that a program that shows fast waits for a slow one. */
  async show(_win: string, message: Uint8Array<ArrayBuffer>, caller: string): Promise<void> {
    await this.#ask(caller, "show", { method: "POST", body: message });
  }

  /** Closes a pane. */
  async remove(win: string): Promise<void> {
    const closed: Pane = { win, kind: "closed" };
    await this.show(win, paneMessage(closed), "close");
  }

  /** Does nothing: the server runs as long as its own program. */
  ref(): void {}

  /** Does nothing. */
  unref(): void {}

  /** Lets the server be; what it shows stays. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #ask(caller: string, path: string, init: RequestInit): Promise<void> {
    const { origin } = new URL(this.url), wanted = `Cannot run ${caller}: ${origin} must be a display server`;
    const response = await fetch(this.url + path, init).catch((cause) => {
      throw new Error(`${wanted} but cannot be reached`, { cause });
    });
    await response.body?.cancel();
    if (response.ok) return;
    const found = response.status === 403 ? "refuses this address, with its token" : `answers ${response.status}`;
    throw new Error(`${wanted} but ${found}`);
  }
}
