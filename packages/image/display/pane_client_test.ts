import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { display } from "./display.ts";
import { displayServer } from "./display_server.ts";
import { displayText } from "./display_text.ts";
import { PaneServer } from "./pane_server.ts";
import { open } from "../testing_display.ts";

const TOKEN = "a-token-of-its-own";

Deno.test("displayServer() shows in the page of another's server", async () => {
  const server = await PaneServer.start("127.0.0.1", 0, TOKEN), { next, close } = await open(server.url);
  assert(server.url.endsWith(`/${TOKEN}/`));
  const client = await displayServer({ url: server.url.slice(0, -1) }); // the last slash may be missing
  assertEquals(client.url, server.url);
  const pane = await displayText("from afar");
  assertMatch(pane.win, /^[0-9a-f]{8}-\d+$/); // as no other program calls its panes
  assertEquals((await next()).text, "from afar");
  await display(tensor([[0, 1]], { dtype: "float64" }), { win: "mine" });
  const { win, bytes } = await next();
  assertEquals([win, (bytes as number[]).length], ["mine", 3 * 2 + 8 * 2]);
  await pane.close();
  assertEquals(await next(), { win: pane.win, kind: "closed", bytes: [] });
  client.ref();
  client.unref();
  await client.close();
  await close();
  const later = await open(server.url); // the server is still there
  assertEquals((await later.next()).win, "mine");
  await later.close();
  await server.close();
});

Deno.test("displayServer() says what is wrong with another's server", async () => {
  const server = await PaneServer.start("127.0.0.1", 0, TOKEN), { origin } = new URL(server.url);
  const wrong: [unknown, string][] = [
    [{ url: 3 }, "Cannot run displayServer: url must be a display server's address but is 3"],
    [{ url: "here" }, 'url must be a display server\'s address but is "here"'],
    [{ url: "file:///etc" }, "url must be a display server's address"],
    [{ url: server.url, port: 0 }, "Cannot run displayServer: port must be left out beside url but is 0"],
    [{ url: server.url, token: TOKEN }, "token must be left out beside url"],
    [{ url: `${origin}/another-token-here/` }, `${origin} must be a display server but refuses this address`],
    [{ url: `${server.url}x/` }, `${origin} must be a display server but answers 404`],
  ];
  for (const [options, text] of wrong) await assertRejects(() => displayServer(options as never), Error, text);
  const client = await displayServer({ url: server.url });
  await server.close();
  const gone = `Cannot run displayText: ${origin} must be a display server but cannot be reached`;
  await assertRejects(() => displayText("x"), Error, gone);
  await client.close();
});
