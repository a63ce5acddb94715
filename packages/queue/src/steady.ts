import { SameseedError } from "@sameseed/core";
import { reasonOf, runRefusal } from "./refusals.ts";

const AGAIN_MS = 1000;
/** Refusals that pass: the server is full, loads its files, saves none, or is not the primary now. */
const PASSES = /^(OOM|LOADING|BUSY|MISCONF|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS)\b/;

export interface SteadyOptions {
  /** Called once when Redis begins to refuse, and once when it has taken every command that it refused. */
  readonly onWarning?: ((sentence: string) => void) | undefined;
  /** Once aborted, a refusal is thrown. */
  readonly giveUp?: AbortSignal;
  /** Also repeats commands after a permanent refusal, such as a missing permission: an answer is paid for. */
  readonly isPaid?: boolean;
}

/** Repeats a command every second until Redis takes it. */
export type Steady = <T>(command: () => Promise<T>) => Promise<T>;

/** The run's keys are missing from Redis although it has not ended: its coordinator restores them. */
export class KeysLost extends Error {
  override readonly name = "ReplyError";
  override readonly message = "the keys of this run are missing; waiting for the coordinator";
}

/**
 * A server that is full, loads its files or became a replica refuses commands for a while, which loses no
 * paid answer and no chunk. Errors: `BAD_ARGUMENT` for a permanent refusal.
 */
export function steadily({ onWarning, giveUp, isPaid = false }: SteadyOptions): Steady {
  // A full server accepts some commands and refuses others: a command that was never refused proves nothing.
  let refused = 0;
  return async (command) => {
    let isRefused = false;
    try {
      for (;;) {
        try {
          const result = await command();
          if (isRefused && refused === 1) onWarning?.("Redis accepts commands again.");
          return result;
        } catch (error) {
          if (!(error instanceof Error) || error instanceof SameseedError || giveUp?.aborted) throw error;
          if (!isPaid && !isCutOff(error)) {
            if (error.name !== "ReplyError") throw error;
            if (!PASSES.test(error.message)) throw runRefusal(error);
          }
          if (!isRefused && ++refused === 1)
            onWarning?.(`Redis rejects commands: ${reasonOf(error)}. Retrying every second.`);
          isRefused = true;
          await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
        }
      }
    } finally {
      if (isRefused) refused--;
    }
  };
}

/** Whether a command had no reply because its connection ended. */
function isCutOff(error: Error & { readonly code?: unknown }): boolean {
  return (
    error.name === "AbortError" || error.message.startsWith("Connection is closed") || typeof error.code === "string"
  );
}

/** The value of a promise, or null once the signal is aborted or the time is over. */
export async function unless<T>(
  work: Promise<T>,
  { signal, withinMs }: { readonly signal?: AbortSignal | undefined; readonly withinMs?: number },
): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  const onAbort = (): void => resolve(null);
  const timer = withinMs === undefined ? undefined : setTimeout(onAbort, withinMs);
  signal?.addEventListener("abort", onAbort);
  if (signal?.aborted) onAbort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    work.catch(() => {});
  }
}
