import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { duration } from "../flags/option-parsers.ts";
import { example, OUT_FLAG, RUN } from "../flags/shared-flags.ts";

const FOLDER_FLAG = {
  cacheDir: { flags: "--cache-dir <folder>", help: "folder of the cache (default .sameseed/cache)" },
} as const satisfies FlagTable;
const CLEAR_FLAGS = {
  ...FOLDER_FLAG,
  olderThan: {
    flags: "--older-than <duration>",
    help: "only those that are older, e.g. 14d",
    parse: duration,
  },
  force: { flags: "--force", help: "remove the file, also one that cannot be read" },
} as const satisfies FlagTable;
const EXPLAIN_FLAGS = {
  ...FOLDER_FLAG,
  cacheTtl: {
    flags: "--cache-ttl <duration>",
    help: "age from which an answer is not served (default 14d)",
    parse: duration,
  },
  run: { flags: "--run <run>", help: RUN, default: "latest" as string },
  benchmark: { flags: "--benchmark <file>", help: "for prompts that are functions" },
  ...OUT_FLAG,
} as const satisfies FlagTable;

/** `sameseed cache`: lists entries, deletes them, and explains hits and misses. */
export function addCache(sameseed: Command): void {
  const cache = sameseed.command("cache").description("manage the response cache");
  addFlags(cache.command("ls").description("list cached responses by model"), FOLDER_FLAG).action(listCache);
  addFlags(cache.command("clear").description("delete cached responses"), CLEAR_FLAGS).action(clearCache);
  const explain = cache
    .command("explain")
    .description("show the cache key of a row and whether it is a hit")
    .argument("<row>", "number of a line of rows.csv (1 is the first row), or <case>/<repeat>/<variant>");
  addFlags(explain, EXPLAIN_FLAGS)
    .addHelpText("after", example("sameseed cache explain 1 --run latest"))
    .action(explainCache);
}

/** The stored entries, by model. */
async function listCache({ cacheDir }: FlagsOf<typeof FOLDER_FLAG>): Promise<void> {
  const { plural } = await import("@sameseed/core");
  const { CACHE_FOLDER, CACHE_TTL_MS } = await import("@sameseed/pipeline/run");
  const { hasCache, openCache } = await import("@sameseed/runner");
  const folder = cacheDir ?? CACHE_FOLDER;
  if (!hasCache(folder)) return sayEmpty(folder);
  const store = await openCache(folder, { ttlMs: CACHE_TTL_MS, isReadOnly: true });
  const models = store.summary();
  store.close();
  if (models.length === 0) return sayEmpty(folder);
  for (const { identity, entries, expired, bytes, oldest, newest } of models) {
    const old = expired > 0 ? ` (${expired} too old to be served)` : "";
    console.log(
      `${shownIdentity(identity)}  ${plural(entries, "answer")}${old}, ${kilobytes(bytes)}, ${day(oldest)} to ${day(newest)}`,
    );
  }
  const total = models.reduce((sum, { entries }) => sum + entries, 0);
  console.log(`${plural(total, "answer")} in ${store.file}`);
}

function sayEmpty(cacheDir: string): void {
  console.log(`No answers in ${cacheDir}.`);
}

/** With --force also a file that cannot be read. */
async function clearCache({ cacheDir, olderThan, force = false }: FlagsOf<typeof CLEAR_FLAGS>): Promise<void> {
  const { plural } = await import("@sameseed/core");
  const { CACHE_FOLDER } = await import("@sameseed/pipeline/run");
  const { hasCache, openCache, removeCache } = await import("@sameseed/runner");
  const folder = cacheDir ?? CACHE_FOLDER;
  if (force) {
    await removeCache(folder);
    console.log(`Removed the cache in ${folder}.`);
    return;
  }
  if (!hasCache(folder)) return sayEmpty(folder);
  const store = await openCache(folder);
  const deleted = store.clear({ olderThanMs: olderThan });
  store.close();
  console.log(`Deleted ${plural(deleted, "answer")} from ${folder}.`);
}

async function explainCache(reference: string, flags: FlagsOf<typeof EXPLAIN_FLAGS>): Promise<void> {
  const { explainedRows } = await import("../view/cache-explanation.ts");
  for (const text of await explainedRows(reference, flags)) console.log(text);
}

function shownIdentity(identity: string): string {
  const { id, baseUrl, query } = JSON.parse(identity) as { id: string; baseUrl?: string; query?: string };
  const queried = query === undefined ? "" : `?… (digest ${query})`;
  return baseUrl === undefined || baseUrl === "default" ? id : `${id} at ${baseUrl}${queried}`;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
