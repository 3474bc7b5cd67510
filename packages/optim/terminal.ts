/** Where a {@linkcode Progress} writes. */
export interface ProgressOutput {
  /** Whether lines can be drawn again in place. */
  readonly terminal: boolean;
  /** Number of characters in a line. */
  columns(): number;
  /** Writes, at once. */
  write(text: string): void;
}

/** A terminal as cli-progress takes it, which writes at once, so that bars move in loops that never wait. */
export class Terminal {
  #dy = 0;

  constructor(readonly output: ProgressOutput) {}

  cursorSave(): void {
    this.output.write("\x1b7");
  }

  cursorRestore(): void {
    this.output.write("\x1b8");
  }

  cursor(enabled: boolean): void {
    this.output.write(enabled ? "\x1b[?25h" : "\x1b[?25l");
  }

  cursorTo(x: number | null = null): void {
    if (x !== null) this.output.write(`\x1b[${x + 1}G`);
  }

  cursorRelativeReset(): void {
    this.output.write((this.#dy > 0 ? `\x1b[${this.#dy}A` : "") + "\x1b[1G");
    this.#dy = 0;
  }

  clearRight(): void {
    this.output.write("\x1b[0K");
  }

  clearLine(): void {
    this.output.write("\x1b[2K");
  }

  clearBottom(): void {
    this.output.write("\x1b[0J");
  }

  newline(): void {
    this.output.write("\n");
    this.#dy++;
  }

  write(text: string): void {
    this.output.write(text);
  }

  lineWrapping(enabled: boolean): void {
    this.output.write(enabled ? "\x1b[?7h" : "\x1b[?7l");
  }

  isTTY(): boolean {
    return true;
  }

  getWidth(): number {
    return this.output.columns();
  }
}
