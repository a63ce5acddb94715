/** For scripts that are called before the first request, such as hooks; they may start servers and read much. */
const SCRIPT_TIMEOUT_MS = 300_000;

/**
 * The value of a promise of a user's script. A promise that never settles would hang the process if the
 * script has an open timer or server; otherwise the process becomes idle and reports that itself. Errors: an
 * `Error` with the time.
 */
export async function settledWithin<T>(given: T | Promise<T>, timeoutMs: number = SCRIPT_TIMEOUT_MS): Promise<T> {
  if (!(given instanceof Promise)) return given;
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`it has not finished after ${Math.round(timeoutMs / 1000)} s`)),
    timeoutMs,
  );
  // Open resources of the script keep a waiting process alive; this timer does not.
  if (typeof timer === "object") (timer as { unref?: () => void }).unref?.();
  try {
    return await Promise.race([given, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
