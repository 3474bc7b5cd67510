// Pages of programs that end and start again, and of servers of their own.
import { assertEquals } from "@std/assert";
import { displayServer, displayText } from "@taimatsu/image";
import { browserTest, titled, view } from "./page.ts";

browserTest("a page finds a program again that starts again with its token", async (page, server) => {
  await server.close();
  const token = "a-token-of-my-own", first = await displayServer({ token }), port = Number(new URL(first.url).port);
  await page.goto(first.url);
  const { win } = await displayText("first run", { title: "text" });
  await titled(page, win, "text");
  await first.close();
  await page.getByText("the program has ended").waitFor();
  const second = await displayServer({ token, port });
  assertEquals(second.url, first.url);
  await displayText("second run", { win, title: "again" });
  await titled(page, win, "again");
  assertEquals(await page.locator(".view").allInnerTexts(), ["second run"]);
  await page.getByText("connected", { exact: true }).waitFor();
  await second.close();
});

browserTest("a program shows in the page of another's server, which stays", async (page, server) => {
  await server.close();
  const serve = new URL("../../packages/image/display/serve.ts", import.meta.url).pathname;
  const other = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-net=127.0.0.1", serve, "0"],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  try {
    let text = "";
    for await (const part of other.stdout.pipeThrough(new TextDecoderStream())) {
      text += part;
      if (text.includes("\n")) break;
    }
    const url = /url: "(.*)"/.exec(text)![1]!, client = await displayServer({ url });
    await page.goto(url);
    const pane = await displayText("from afar", { title: "text" });
    await titled(page, pane.win, "text");
    assertEquals(await view(page, pane.win).innerText(), "from afar");
    await pane.close();
    await view(page, pane.win).waitFor({ state: "detached" });
    await displayText("stays", { win: "mine", title: "text" });
    await client.close();
    await page.reload();
    await titled(page, "mine", "text");
  } finally {
    other.kill();
    await other.status;
  }
});
