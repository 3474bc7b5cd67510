import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { Progress, type ProgressOutput } from "./mod.ts";

/** A terminal of some lines that understands what moves the cursor and clears. */
class Screen implements ProgressOutput {
  readonly terminal = true;
  readonly #lines: string[] = [""];
  #row = 0;
  #column = 0;

  columns(): number {
    return 80;
  }

  write(text: string): void {
    // deno-lint-ignore no-control-regex
    for (const [, code, kind, plain] of text.matchAll(/\x1b\[(\d*)([AGKJ])|([\s\S])/g)) {
      const line = this.#lines[this.#row]!, n = Number(code);
      if (kind === "A") this.#row -= n;
      else if (kind === "G") this.#column = n - 1;
      else if (kind === "K") this.#lines[this.#row] = n === 2 ? "" : line.slice(0, this.#column);
      else if (kind === "J") {
        this.#lines[this.#row] = line.slice(0, this.#column);
        this.#lines.length = this.#row + 1;
      } else if (plain === "\n") {
        this.#row++;
        this.#column = 0;
        this.#lines[this.#row] ??= "";
      } else {this.#lines[this.#row] = line.slice(0, this.#column).padEnd(this.#column) + plain +
          line.slice(++this.#column);}
    }
    assert(this.#row >= 0, "the cursor left the screen");
  }

  get lines(): string[] {
    return this.#lines.filter((line) => line !== "");
  }
}

class Pipe implements ProgressOutput {
  readonly terminal = false;
  text = "";

  columns(): number {
    return 80;
  }

  write(text: string): void {
    this.text += text;
  }
}

function pause(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

Deno.test("Progress draws bars below each other on a terminal, also in loops that never wait", async () => {
  const screen = new Screen(), progress = await Progress.create({ output: screen });
  const epochs = progress.bar("epochs", 4);
  for (let epoch = 0; epoch < 2; epoch++) {
    const batches = progress.bar(`epoch ${epoch}`, 2);
    pause(110);
    batches.update(1, { loss: 0.123456, rule: "sgd" });
    const [outer, inner, ...more] = screen.lines;
    assertMatch(outer!, new RegExp(`^epochs \\[[=.]+\\] ${25 * epoch}%, ${epoch}/4`));
    assertMatch(
      inner!,
      new RegExp(`^epoch ${epoch} \\[=+\\.+\\] 50%, 1/2, [\\dms]+ left, [\\dms]+/step, loss 0.1235, rule sgd$`),
    );
    assertEquals(more, []);
    batches.stop();
    epochs.increment();
  }
  progress.log("a line above");
  assertEquals(screen.lines[0], "a line above");
  epochs.update(4);
  progress.stop();
  assertEquals(screen.lines.length, 2);
  assertMatch(screen.lines[1]!, /^epochs \[=+\] 100%, 4\/4, in [\dms]+$/);
});

Deno.test("Progress draws a bar of full length where all is done, and none beyond the line", async () => {
  const screen = new Screen(), progress = await Progress.create({ output: screen });
  const bar = progress.bar("a long label ".repeat(10), 0);
  pause(110);
  bar.update(0);
  progress.stop();
  assert(screen.lines.every((line) => line.length < 80));
  const next = progress.bar("next", 1); // a stopped Progress can go on
  next.increment();
  progress.stop();
  assertMatch(screen.lines.at(-1)!, /^next \[={40}\] 100%, 1\/1, in [\dms]+$/);
});

Deno.test("Progress writes plain lines into a pipe, and few", async () => {
  const pipe = new Pipe(), progress = await Progress.create({ output: pipe, interval: 0.3 });
  const outer = progress.bar("epochs", 2);
  for (let epoch = 0; epoch < 2; epoch++) {
    const inner = progress.bar("batches", 1000);
    for (let batch = 0; batch < 1000; batch++) {
      if (batch === 500) pause(310);
      inner.increment(1, { loss: 2 });
    }
    inner.stop();
    outer.increment();
  }
  progress.log("between");
  progress.stop();
  const lines = pipe.text.trimEnd().split("\n");
  assertEquals(lines.length, 4);
  for (const [epoch, line] of lines.slice(0, 2).entries()) {
    assertMatch(
      line,
      new RegExp(
        `^epochs: ${50 * epoch}%, ${epoch}/2.*; batches: 50%, 501/1000, [\\dms]+ left, [\\dms]+/step, loss 2$`,
      ),
    );
  }
  assertEquals(lines[2], "between");
  assertMatch(lines[3]!, /^epochs: 100%, 2\/2, in [\dms]+$/);
});

Deno.test("Progress estimates the time left from the last steps", async () => {
  const pipe = new Pipe(),
    progress = await Progress.create({ output: pipe, interval: 0 }),
    bar = progress.bar("", 1000);
  for (let k = 1; k <= 4; k++) {
    pause(10);
    bar.update(k);
  }
  progress.stop();
  const [, left, step] = /^0%, 4\/1000, (\d+)s\d*m?s? left, (\d+)ms\/step$/.exec(pipe.text.split("\n")[3]!)!;
  assert(Number(step) >= 10 && Number(step) < 30, step);
  assert(Number(left) >= 9 && Number(left) < 30, left);
});

Deno.test("ProgressBar.each() counts what it goes through, and ends when left early", async () => {
  const progress = await Progress.create({ quiet: true }), bar = progress.bar("a", 3), seen: number[] = [];
  for (const x of bar.each([5, 6, 7])) seen.push(x);
  assertEquals([seen, bar.value, bar.stopped], [[5, 6, 7], 3, true]);
  const left = progress.bar("b", 3);
  for (const x of left.each([5, 6, 7])) if (x === 6) break;
  assertEquals([left.value, left.stopped], [1, true]);
  const short = progress.bar("short", 1);
  assertEquals([[...short.each([1, 2, 3])], short.value], [[1, 2, 3], 1]);
  const waiting = progress.bar("c", 2);
  for await (const _ of waiting.eachAsync([1, 2])) await Promise.resolve();
  assertEquals([waiting.value, waiting.stopped], [2, true]);
  waiting.update(1); // stopped: nothing happens
  assertEquals(waiting.value, 2);
});

Deno.test("Progress prints nothing where it is quiet", async () => {
  const pipe = new Pipe();
  {
    using progress = await Progress.create({ output: pipe, quiet: true, interval: 0 });
    using bar = progress.bar("a", 2);
    bar.increment();
    progress.log("x");
  }
  assertEquals(pipe.text, "");
});

Deno.test("Progress says what is wrong", async () => {
  const progress = await Progress.create({ quiet: true }), bar = progress.bar("a", 2);
  assertThrows(() => bar.update(3), RangeError, "Cannot run ProgressBar.update: value must be from 0 to 2 but is 3");
  assertThrows(() => bar.update(0.5), RangeError, "value must be an integer but is 0.5");
  assertThrows(() => progress.bar("a", -1), RangeError, "Cannot run Progress.bar: total must be at least 0 but is -1");
  await assertRejects(
    () => Progress.create({ interval: -1 }),
    RangeError,
    "Cannot run Progress.create: interval must be",
  );
  assertEquals(bar.value, 0);
});

Deno.test("Progress tells the end of a bar once in a pipe", async () => {
  const pipe = new Pipe(),
    progress = await Progress.create({ output: pipe, interval: 0 }),
    bar = progress.bar("epoch", 2);
  bar.increment();
  bar.increment();
  bar.stop();
  assertEquals(pipe.text.trimEnd().split("\n").map((line) => line.replace(/,.*/, "")), ["epoch: 50%", "epoch: 100%"]);
});
