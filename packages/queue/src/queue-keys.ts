/** Trials that share one bitmap: 128 KiB of Redis memory for each million. */
export const TRIALS_PER_BITMAP = 1 << 20;

/** The prefix of all of sameseed's keys: an ACL user may be limited to `~{sameseed:*`. */
const ROOT = "sameseed:";

/** The registry of running coordinators: token → JSON of `RunNotice`. */
export const RUNS_KEY = `{${ROOT}runs}`;

/** The name of the queue of chunks; BullMQ puts the prefix before it. */
export const CHUNK_QUEUE = "chunks";

/** The keys that BullMQ makes for a queue. */
const BULLMQ_TYPES: Readonly<Record<string, string>> = {
  meta: "hash",
  id: "string",
  wait: "list",
  active: "list",
  delayed: "zset",
  prioritized: "zset",
  failed: "zset",
  completed: "zset",
  marker: "zset",
  stalled: "set",
  events: "stream",
};

/**
 * The keys of one run in Redis. All share one hash tag: one transaction may use them on a cluster. `token` is
 * random and stored in the run's folder, which lets a resumed run find its keys.
 */
export interface QueueKeys {
  /** BullMQ's prefix. */
  readonly prefix: string;
  /** Stream: rows on their way from the workers to the coordinator. */
  readonly answers: string;
  /** Exists as long as the run accepts rows; a later row is dropped. */
  readonly alive: string;
  /** Set once the run is to end; workers then start no request. */
  readonly stop: string;
  /** Which coordinator reads the stream: JSON with its process, for some seconds. */
  readonly coordinator: string;
  /** Hash: worker id → JSON of `WorkerNotice`. */
  readonly workers: string;
  /** Hash: trial index → JSON of an answer that waits for its scores. */
  readonly pending: string;
  /** Hash: the judge calls for the whole run, by request. */
  readonly calls: string;
  /** Publish/subscribe channel: stop and holds. */
  readonly control: string;
  /** Pattern of a shared limit's key; the name is an HMAC, since it identifies a provider and a key. */
  quota(name: string): string;
  /** A bitmap of `TRIALS_PER_BITMAP` trials: 1 once a trial's row is in the stream. */
  answered(bitmap: number): string;
}

export function queueKeys(token: string): QueueKeys {
  const base = `{${ROOT}${token}}`;
  return {
    prefix: base,
    answers: `${base}:answers`,
    alive: `${base}:alive`,
    stop: `${base}:stop`,
    coordinator: `${base}:coordinator`,
    workers: `${base}:workers`,
    pending: `${base}:pending`,
    calls: `${base}:calls`,
    control: `${base}:control`,
    quota: (name) => `${base}:quota:${name}`,
    answered: (bitmap) => `${base}:answered:${bitmap}`,
  };
}

/** All bitmaps of a plan, to delete them with the run. */
export function bitmapKeys(token: string, trials: number): string[] {
  const { answered } = queueKeys(token);
  return Array.from({ length: Math.max(1, Math.ceil(trials / TRIALS_PER_BITMAP)) }, (_, bitmap) => answered(bitmap));
}

/** The type of each key of a run that is read or written, by its name, with those of BullMQ. */
export function keyTypes(token: string, trials: number): Readonly<Record<string, string>> {
  const { answers, pending, workers, calls, coordinator, prefix } = queueKeys(token);
  const chunks = Object.entries(BULLMQ_TYPES).map(([name, type]) => [`${prefix}:${CHUNK_QUEUE}:${name}`, type]);
  const bitmaps = bitmapKeys(token, trials).map((key) => [key, "string"]);
  const own = {
    [coordinator]: "string",
    [RUNS_KEY]: "hash",
    [answers]: "stream",
    [pending]: "hash",
    [workers]: "hash",
    [calls]: "hash",
  };
  return { ...own, ...Object.fromEntries([...chunks, ...bitmaps]) };
}

/** The bitmap of a trial. */
export function bitmapOf(index: number): number {
  return Math.floor(index / TRIALS_PER_BITMAP);
}
