import { frame, result } from "@taimatsu/tensor/native";
import { check, functions } from "./functions.ts";
import { collectGarbage } from "./garbage.ts";

/** Part of a GPU's memory, and of what is free of it, by which the tensors may grow before unreachable ones are looked for. */
const SHARE = 1 / 8, FREE_SHARE = 1 / 2;

/** Looks for unreachable tensors when those of a GPU take more and more memory: the engine does not see it. */
export class MemoryPressure {
  /** Bytes that were reserved since the memory was looked at. */
  #reserved = 0;
  /** The least that the tensors held since unreachable ones were looked for. */
  #least = Infinity;
  /** By how much they may grow; set by the first look. */
  #room = 0;

  /** Names the GPU. */
  constructor(readonly index: number) {}

  /** Notes that memory was reserved. */
  note(bytes: number): void {
    this.#reserved += bytes;
    if (this.#reserved > this.#room) this.#look();
  }

  #look(): void {
    this.#reserved = 0;
    check(functions().tm_memory_info(this.index, frame));
    const free = result(0), used = result(2);
    this.#least = Math.min(this.#least, used);
    if (used - this.#least > this.#room) {
      collectGarbage();
      this.#least = used;
    }
    this.#room = Math.min(SHARE * result(1), FREE_SHARE * free);
  }
}
