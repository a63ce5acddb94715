/** For scripts that are called before the first request, such as hooks; they may start servers and read much. */
const SCRIPT_TIMEOUT_MS = 300_000;

/**
 * What a promise of a user's script gives. One that never settles would hang the process for ever if a timer or a server of the
 * script is open; without one, the process becomes idle and says so itself. Errors: an `Error` with the time.
 */
export async function settledWithin<T>(given: T | Promise<T>, timeoutMs: number = SCRIPT_TIMEOUT_MS): Promise<T> {
  if (!(given instanceof Promise)) return given;
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`it has not finished after ${Math.round(timeoutMs / 1000)} s`)),
    timeoutMs,
  );
  // A waiting process stays alive for what the script has open, not for this clock.
  if (typeof timer === "object") (timer as { unref?: () => void }).unref?.();
  try {
    return await Promise.race([given, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
