import { assertEquals } from "@std/assert";
import { ABI, cacheDirectory, cachedLibrariesAbove, cachedLibrary, libraryName, VERSION } from "./library_path.ts";

const folder = `taimatsu/${VERSION}-abi${ABI}`;
const environment = (variables: Record<string, string>) => (name: string) => variables[name];

Deno.test("libraryName() follows the system", () => {
  assertEquals(libraryName("linux"), "libtaimatsu.so");
  assertEquals(libraryName("darwin"), "libtaimatsu.dylib");
  assertEquals(libraryName("linux", "libtaimatsu_image"), "libtaimatsu_image.so");
});

Deno.test("cacheDirectory() prefers XDG_CACHE_HOME, then the system's place below HOME", () => {
  const home = { HOME: "/home/ada" };
  assertEquals(cacheDirectory("linux", environment({ ...home, XDG_CACHE_HOME: "/tmp/c" })), `/tmp/c/${folder}`);
  assertEquals(cacheDirectory("linux", environment(home)), `/home/ada/.cache/${folder}`);
  assertEquals(cacheDirectory("darwin", environment(home)), `/home/ada/Library/Caches/${folder}`);
});

Deno.test("cacheDirectory() ignores a relative XDG_CACHE_HOME and needs a home", () => {
  assertEquals(cacheDirectory("linux", environment({ XDG_CACHE_HOME: "c", HOME: "/h" })), `/h/.cache/${folder}`);
  assertEquals(cacheDirectory("linux", environment({})), undefined);
});

Deno.test("cachedLibrary() names the library in that folder", () => {
  assertEquals(cachedLibrary("linux", environment({ HOME: "/h" })), `/h/.cache/${folder}/libtaimatsu.so`);
  assertEquals(cachedLibrary("linux", environment({ HOME: "/h" }), "x"), `/h/.cache/${folder}/x.so`);
  assertEquals(cachedLibrary("linux", environment({})), undefined);
});

Deno.test("cachedLibrariesAbove() tries the folders above a module", () => {
  const below = `.cache/${folder}/libtaimatsu.so`;
  assertEquals(cachedLibrariesAbove("file:///home/ada%20l/main.ts", "linux"), [
    `/home/ada l/${below}`,
    `/home/${below}`,
    `/${below}`,
  ]);
  assertEquals(cachedLibrariesAbove("https://example.com/main.ts", "linux"), []);
});
