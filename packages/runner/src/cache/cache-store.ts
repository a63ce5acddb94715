import { existsSync } from "node:fs";
import { access, constants, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DatabaseSync } from "node:sqlite";
import { type Completion, SameseedError, option } from "@sameseed/core";
import { type CacheParts, keyOf } from "./cache-key.ts";
import { makeFolder } from "../files/make-folder.ts";

const FILE = "answers.sqlite";
const VERSION = 1;
/** How long a process waits for another one's commit. */
const BUSY_MS = 10_000;
/** Entries of equal messages that are looked at for the nearest one. */
const CANDIDATES = 1000;

/** A stored answer. */
export interface CacheEntry extends CacheParts {
  readonly key: string;
  /** When the answer came, in milliseconds since 1970. */
  readonly createdAt: number;
  readonly completion: Completion;
}

export interface PutOptions {
  /** Replaces an answer that is still valid; otherwise the first one stays, and all readers get the same. */
  readonly replace?: boolean;
}

/** On a damaged file, `get` and `put` do not throw, because a run continues without them. `peek`, `nearest`, `summary` and `clear` throw a `SameseedError`. */
export interface CacheStore {
  readonly file: string;
  /** The valid entry of these parts; undefined also where the file cannot be read. See `problem`. */
  get(parts: CacheParts): CacheEntry | undefined;
  /** The entry of these parts even if it is too old. */
  peek(parts: CacheParts): CacheEntry | undefined;
  isExpired(entry: Pick<CacheEntry, "createdAt">): boolean;
  /** An answer that cannot be kept is still an answer. See `problem`. */
  put(parts: CacheParts, completion: Completion, options?: PutOptions): void;
  /** Why answers are not served or kept any more, e.g. a full disk or a damaged file; null when they are. */
  problem(): string | null;
  /** The entry that differs from these parts in the fewest; undefined without a similar one. */
  nearest(parts: CacheParts): CacheEntry | undefined;
  /** Entries, oldest time and newest time by identity. */
  summary(): readonly CacheSummary[];
  /** Deletes all entries, or those older than `olderThanMs`. Returns how many. */
  clear(options?: { readonly olderThanMs?: number | undefined }): number;
  close(): void;
}

export interface CacheSummary {
  readonly identity: string;
  readonly entries: number;
  readonly expired: number;
  readonly bytes: number;
  readonly oldest: number;
  readonly newest: number;
}

export interface CacheOptions {
  /** Age from which an entry is not served any more, in milliseconds. Default: never. */
  readonly ttlMs?: number | undefined;
  /** Whether only answers that are already there are needed: then a folder that may not be written is fine. */
  readonly isReadOnly?: boolean;
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Answers by content address in one SQLite file (WAL), shared by any number of processes of one machine. A file
 * for each entry was measured as well: 2-3 times the CPU and 3 times the disk (docs/decisions/0050-cache.md).
 */
export async function openCache(
  folder: string,
  { ttlMs = Infinity, now = Date.now, isReadOnly = false }: CacheOptions = {},
): Promise<CacheStore> {
  const file = join(folder, FILE);
  const database =
    isReadOnly && existsSync(file) && !(await isWritable(folder))
      ? await openUnchanged(folder, file)
      : await openDatabase(folder, file);
  /** An error of the database means a damaged or locked file. The `SameseedError` has the remedy. */
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw unusable(folder, cause as Error);
    }
  };
  const { byKey, byMessages, byIdentity, write, summary, deletion } = guarded(() => statements(database));
  let failure: string | null = null;
  const expiry = (): number => now() - ttlMs;
  const isExpired = ({ createdAt }: Pick<CacheEntry, "createdAt">): boolean => createdAt <= expiry();
  const peek = (parts: CacheParts): CacheEntry | undefined => entryOf(byKey.get(keyOf(parts)));

  return {
    file,
    get(parts) {
      try {
        const entry = peek(parts);
        return entry === undefined || isExpired(entry) ? undefined : entry;
      } catch (error) {
        failure = (error as Error).message;
        return undefined;
      }
    },
    peek: (parts) => guarded(() => peek(parts)),
    isExpired,
    put(parts, completion, { replace = false } = {}) {
      if (failure !== null) return;
      const { identity, messages, params, seed, repeat, replicate } = parts;
      const replaced = replace ? Number.MAX_SAFE_INTEGER : Math.max(0, expiry() + 1);
      try {
        write.run(
          keyOf(parts),
          now(),
          identity,
          messages,
          params,
          seed,
          repeat,
          replicate,
          JSON.stringify(completion),
          replaced,
        );
      } catch (error) {
        failure = (error as Error).message;
      }
    },
    problem: () => failure,
    nearest: (parts) =>
      guarded(() => {
        const alike = byMessages.all(parts.messages).flatMap((row) => entryOf(row) ?? []);
        const [best] = alike.toSorted(
          (left, right) => differingParts(parts, left).length - differingParts(parts, right).length,
        );
        return best ?? entryOf(byIdentity.get(parts.identity, parts.params, parts.seed, parts.repeat));
      }),
    summary: () => guarded(() => summary.all(Math.max(0, expiry())) as unknown as CacheSummary[]),
    clear: ({ olderThanMs } = {}) =>
      guarded(() => {
        const { changes } = deletion.run(olderThanMs === undefined ? Number.MAX_SAFE_INTEGER : now() - olderThanMs);
        database.exec("vacuum");
        return Number(changes);
      }),
    close: () => database.close(),
  };
}

/** Whether there is a cache in the folder: to open one makes it. */
export function hasCache(folder: string): boolean {
  return existsSync(join(folder, FILE));
}

/** Removes the cache's file, even if it is unreadable. */
export async function removeCache(folder: string): Promise<void> {
  await Promise.all(["", "-wal", "-shm"].map((suffix) => rm(join(folder, FILE + suffix), { force: true })));
}

/** The parts that differ from an entry's. */
export function differingParts(parts: CacheParts, entry: CacheParts): (keyof CacheParts)[] {
  return (["identity", "messages", "params", "seed", "repeat", "replicate"] as const).filter(
    (name) => parts[name] !== entry[name],
  );
}

function statements(database: DatabaseSync) {
  const columns = "key, created_at as createdAt, identity, messages, params, seed, repeat, replicate, completion";
  return {
    byKey: database.prepare(`select ${columns} from entries where key = ?`),
    byMessages: database.prepare(`select ${columns} from entries where messages = ? limit ${CANDIDATES}`),
    byIdentity: database.prepare(
      `select ${columns} from entries where identity = ? order by (params = ?) + (seed is ?) + (repeat = ?) desc limit 1`,
    ),
    write: database.prepare(
      `insert into entries (key, created_at, identity, messages, params, seed, repeat, replicate, completion) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (key) do update set created_at = excluded.created_at, completion = excluded.completion where entries.created_at < ?`,
    ),
    summary: database.prepare(
      `select identity, count(*) as entries, sum(created_at <= ?) as expired, sum(length(completion)) as bytes,
         min(created_at) as oldest, max(created_at) as newest from entries group by identity order by identity`,
    ),
    deletion: database.prepare("delete from entries where created_at <= ?"),
  };
}

async function openDatabase(folder: string, file: string): Promise<DatabaseSync> {
  try {
    await makeFolder(folder);
    await writeFile(join(folder, ".gitignore"), "*\n"); // answers do not belong into a repository
    // Loaded with the first cache only: older Node versions warn when it is.
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(file, { timeout: BUSY_MS });
    database.exec("pragma journal_mode = wal; pragma synchronous = normal");
    checkVersion(database);
    database.exec(
      `create table if not exists entries (key text primary key, created_at integer not null, identity text not null, messages text not null,
         params text not null, seed integer, repeat integer not null, replicate integer not null, completion text not null);
       create index if not exists entries_by_messages on entries (messages);
       pragma user_version = ${VERSION}`,
    );
    return database;
  } catch (cause) {
    throw unusable(folder, cause as Error);
  }
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Without a lock or a second file, which SQLite would write beside it: nobody can change it there. */
async function openUnchanged(folder: string, file: string): Promise<DatabaseSync> {
  try {
    const { DatabaseSync } = await import("node:sqlite");
    const url = pathToFileURL(file);
    url.searchParams.set("immutable", "1");
    const database = new DatabaseSync(url, { readOnly: true });
    checkVersion(database);
    return database;
  } catch (cause) {
    throw unusable(folder, cause as Error);
  }
}

function checkVersion(database: DatabaseSync): void {
  const { user_version: version } = database.prepare("pragma user_version").get() as { user_version: number };
  if (version !== 0 && version !== VERSION)
    throw new Error(`it is of format ${version}, this version reads format ${VERSION}`);
}

function unusable(folder: string, cause: Error): SameseedError {
  return new SameseedError("BAD_ARGUMENT", `Cannot use the cache in ${folder}: ${cause.message}.`, {
    hint: `Choose another folder with ${option("cacheDir")}, delete it by sameseed cache clear with ${option("force")}, or run without ${option("cache")}.`,
    cause,
  });
}

function entryOf(row: Record<string, unknown> | undefined): CacheEntry | undefined {
  if (row === undefined) return undefined;
  return { ...(row as unknown as CacheEntry), completion: JSON.parse(row["completion"] as string) as Completion };
}
