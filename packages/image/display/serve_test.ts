import { assertEquals, assertMatch } from "@std/assert";

const SERVE = new URL("./serve.ts", import.meta.url).pathname;

const command = (...args: string[]) =>
  new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-check", "--allow-net=127.0.0.1", SERVE, ...args],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });

Deno.test("serve keeps a server running at the port, host and token that it is given", async () => {
  const process = command("0", "127.0.0.1", "a-token-of-its-own").spawn(), errors = process.stderr.cancel();
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader(), { value = "" } = await reader.read();
  assertMatch(
    value,
    /^Programs show there after: await displayServer\(\{ url: "http:.*\/a-token-of-its-own\/" \}\)\n$/,
  );
  const response = await fetch(/"(.*)"/.exec(value)![1]!);
  assertEquals([response.status, (await response.text()).slice(0, 15)], [200, "<!doctype html>"]);
  process.kill();
  await Promise.all([process.status, reader.cancel(), errors]);
});

Deno.test("serve says what is wrong", async () => {
  const wrong: [string[], string][] = [
    [["x"], 'Cannot run serve: port must be a number but is "x"\n'],
    [["70000"], "Cannot run displayServer: port must be from 0 to 65535 but is 70000\n"],
    [["0", "127.0.0.1", "short"], 'token must be 16 or more letters, digits, - or _ but is "short"\n'],
    [["0", "0.0.0.0"], "0.0.0.0 may not be listened on, which --allow-net=0.0.0.0 permits\n"],
  ];
  for (const [args, text] of wrong) {
    const { code, stderr } = await command(...args).output(), found = new TextDecoder().decode(stderr);
    assertEquals([code, found.slice(-text.length)], [1, text]);
  }
});
