// The board of a game, as the network saw it when it learned: −1 for O, 1 for X, 0 for nothing.

/** Who plays. */
export type Player = -1 | 1;

const LINES = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8], [0, 4, 8], [2, 4, 6]] as const;
const SIGNS = ["O", "·", "X"];

/** A game, from an empty board. */
export class Game {
  /** The nine fields, row by row. */
  readonly board: number[] = new Array(9).fill(0);

  /** Returns the fields that are free. */
  free(): number[] {
    return this.board.flatMap((sign, field) => sign === 0 ? [field] : []);
  }

  /**
   * Marks a field.
   *
   * @throws {RangeError} If there is none such, or it is not free.
   */
  play(player: Player, field: number): void {
    if (this.board[field] !== 0) throw new RangeError(`Cannot play: field ${field} must be one of ${this.free()}`);
    this.board[field] = player;
  }

  /** Returns who has won, 0 if it is a draw, `undefined` if the game goes on. */
  winner(): Player | 0 | undefined {
    for (const [a, b, c] of LINES) {
      const sum = this.board[a]! + this.board[b]! + this.board[c]!;
      if (Math.abs(sum) === 3) return Math.sign(sum) as Player;
    }
    return this.free().length === 0 ? 0 : undefined;
  }

  /** Returns the board as text. */
  toString(): string {
    const signs = this.board.map((sign) => SIGNS[sign + 1]!);
    return [0, 3, 6].map((row) => signs.slice(row, row + 3).join(" ")).join("\n");
  }
}
