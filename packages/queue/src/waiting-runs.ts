import { addressOf, connectRedis, queueLibraries } from "./connection.ts";
import { readNotice, RunNotice } from "./notices.ts";
import { RUNS_KEY } from "./queue-keys.ts";
import { atStart } from "./refusals.ts";

/** The runs that take workers. Errors: `BAD_ARGUMENT` for a Redis that cannot be used. */
export async function waitingRuns(url: string): Promise<readonly RunNotice[]> {
  const { redis } = await connectRedis(url, await queueLibraries());
  try {
    const texts = Object.values(await atStart(addressOf(url), () => redis.hgetall(RUNS_KEY)));
    return texts.flatMap((text) => readNotice(RunNotice, text) ?? []);
  } finally {
    redis.disconnect();
  }
}
