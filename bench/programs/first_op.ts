// The least that uses the library: prints a sum and ends when standard input does.
import { add, ones } from "@taimatsu/tensor";

console.log(add(ones([3]), ones([3])).sum());
Deno.stdin.readSync(new Uint8Array(1));
