// Locks that tell of the end of a thread: Deno lets go of them when the thread that holds them ends, however it ends.

/** The part of Web Locks in use; Deno's types do not have them yet. */
interface Locks {
  request(name: string, fn: () => unknown): Promise<unknown>;
}

function locks(): Locks {
  const { locks } = navigator as unknown as { locks?: Locks };
  if (locks === undefined) {
    throw new Error("Workers of a DataLoader need navigator.locks, which this version of Deno has not");
  }
  return locks;
}

/** Takes a lock for as long as this thread lives. */
export function holdLock(name: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  locks().request(name, () => {
    resolve();
    return new Promise(() => {});
  }).catch(reject);
  return promise;
}

/** Waits until nobody holds a lock. */
export async function waitForLock(name: string): Promise<void> {
  await locks().request(name, () => {});
}
