import { rand } from "./mod.ts";

const x = rand([10, 100]), line = rand([1000]), cube = rand([8, 9, 10]);
Deno.bench("select", () => void x.select(0, 3));
Deno.bench("narrow", () => void line.narrow(0, 3, 500));
Deno.bench("t", () => void x.t());
Deno.bench("transpose of three dimensions", () => void cube.transpose(0, 2));
Deno.bench("permute", () => void cube.permute(2, 0, 1));
Deno.bench("view", () => void x.view(100, 10));
Deno.bench("expand", () => void line.view(1, 1000).expand(5, 1000));
Deno.bench("at", () => void x.at([2, 8], null));
Deno.bench("get", { group: "element", baseline: true }, () => void line.get(3));
Deno.bench("get of two dimensions", { group: "element" }, () => void x.get(3, 4));
Deno.bench("set", { group: "element" }, () => void line.set(3, 1.5));
Deno.bench("set of two dimensions", { group: "element" }, () => void x.set(3, 4, 1.5));
