import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { enter, newToken } from "./access.ts";

const door = { token: "secret", hostname: "192.168.0.7" };

Deno.test("enter() lets in who knows the token and the server's name", () => {
  for (const host of ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:9000", "192.168.0.7:8000"]) {
    assertEquals(enter("/secret/", { host }, door), "", host);
    assertEquals(enter("/secret/socket?x", { host, origin: `http://${host}` }, door), "socket", host);
  }
});

Deno.test("enter() refuses everybody else", () => {
  const host = "127.0.0.1:8000";
  for (const url of ["/", "/secret", "/Secret/", "/secre/", "/x/secret/", "/?secret/", "//secret/"]) {
    assertEquals(enter(url, { host }, door), null, url);
  }
  // a name that was bound to this machine's address
  for (const host of ["evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example:80", "", undefined]) {
    assertEquals(enter("/secret/", { host }, door), null, host);
  }
  for (const origin of ["http://evil.example", "null", "https://127.0.0.1:8000", "http://127.0.0.1:8001"]) {
    assertEquals(enter("/secret/socket", { host, origin }, door), null, origin);
  }
});

Deno.test("newToken() is 128 random bits", () => {
  assertMatch(newToken(), /^[0-9a-f]{32}$/);
  assertNotEquals(newToken(), newToken());
});
