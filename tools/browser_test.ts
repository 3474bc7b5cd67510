// The page of @taimatsu/image's display in a real Chromium: the one that CHROMIUM names, or Debian's.
import { tests, withPage } from "./browser/page.ts";
import "./browser/images.ts";
import "./browser/panes.ts";
import "./browser/media.ts";
import "./browser/programs.ts";

console.error = () => {}; // the page's address, which nobody but the test needs

const CHROMIUM = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";

/** The text of a file, or nothing. */
function read(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

/** Whether the browser is there. */
function found(): boolean {
  try {
    return Deno.statSync(CHROMIUM).isFile;
  } catch {
    return false;
  }
}

// Where setup.sh installs the browser, as it does for CI on Debian, it may not be missing unseen.
const needed = Deno.env.get("CI") === "true" && read("/etc/os-release").split("\n").includes("ID=debian");

if (found() || needed) {
  Deno.test("the page of display in Chromium", async (t) => {
    const { chromium } = await import("playwright-core");
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    for (const [name, act] of tests) await t.step(name, () => withPage(browser, act));
    await browser.close();
  });
} else console.log(`The page was not tested: there is no ${CHROMIUM}; CHROMIUM may name one that is elsewhere`);
