import { assertEquals, assertThrows } from "@std/assert";
import { Game } from "./tic_tac_toe.ts";

Deno.test("a game ends with three in a line, or without free fields", () => {
  const game = new Game();
  for (const [field, player] of [[0, -1], [1, 1], [4, -1], [8, 1], [3, -1], [5, 1]] as const) {
    game.play(player, field);
    assertEquals(game.winner(), undefined);
  }
  assertEquals([game.free(), String(game)], [[2, 6, 7], "O X ·\nO O X\n· · X"]);
  assertThrows(() => game.play(1, 4), RangeError, "field 4 must be one of 2,6,7");
  game.play(-1, 6);
  assertEquals(game.winner(), -1);

  const draw = new Game();
  [-1, 1, -1, -1, 1, 1, 1, -1, -1].forEach((player, field) => draw.play(player as 1, field));
  assertEquals([draw.winner(), draw.free()], [0, []]);
});
