import { frame, result } from "@taimatsu/tensor/native";
import { deviceAt } from "./current_device.ts";
import { check, functions } from "./functions.ts";
import { Numbered } from "./numbered.ts";

function newEvent(index: number): number {
  check(functions().tm_event_new(index, frame));
  return result();
}

/**
 * A point in a stream's work (Torch7's `cutorch.Event`): `new cuda.Event()`. It happens when the work that was on the stream when
 * it was recorded is done.
 */
export class Event extends Numbered {
  /**
   * Makes an event.
   *
   * @param index The GPU; the current one unless given.
   */
  constructor(index?: number) {
    super(newEvent(deviceAt(index).index), "tm_event_free");
  }

  /** Marks where the current stream is now. */
  record(): this {
    check(functions().tm_event_record(this.number));
    return this;
  }

  /** Lets what comes on the current stream wait for the event (Torch7's `waitOn`). */
  wait(): void {
    check(functions().tm_event_wait(this.number));
  }

  /** Waits for the event on the CPU. */
  synchronize(): void {
    check(functions().tm_event_synchronize(this.number));
  }

  /** Returns whether the event has happened. */
  query(): boolean {
    check(functions().tm_event_query(this.number, frame));
    return result() === 1;
  }

  /**
   * Returns the milliseconds from this event to a later one.
   *
   * @throws {NativeError} If one of them has not happened.
   */
  elapsedTime(later: Event): number {
    check(functions().tm_event_elapsed(this.number, later.number, frame));
    return result();
  }
}
