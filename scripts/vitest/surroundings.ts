/** Things that a test could change for the tests of other files. */
export function surroundings(): Record<string, unknown> {
  return {
    clock: [Date, performance.now, setTimeout, setInterval, setImmediate, queueMicrotask, process.nextTick],
    random: [Math.random, crypto.randomUUID],
    network: [fetch],
    console: [console.log, console.warn, console.error, process.stdout.write, process.stderr.write],
    folder: process.cwd(),
    arguments: [...process.argv],
    exit: [process.exit, process.exitCode],
    environment: { ...process.env },
    // zod has a registry for all its copies, which it makes when the first is loaded.
    globals: Object.getOwnPropertyNames(globalThis)
      .filter((name) => !name.startsWith("__zod_"))
      .toSorted(),
  };
}
