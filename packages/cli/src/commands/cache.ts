import {
  compilePrompt,
  type Manifest,
  type ModelParams,
  type Prompt,
  type PromptSpec,
  type Row,
  SameseedError,
  unknownId,
} from "@sameseed/core";
import {
  type CacheExplanation,
  type CacheParts,
  explainCache,
  hasCache,
  identityPart,
  openCache,
  partsOf,
  readManifest,
  readRows,
  removeCache,
} from "@sameseed/runner";
import { loadBenchmark } from "../terminal/load-benchmark.ts";
import { CACHE_FOLDER, CACHE_TTL_MS, countReplicates } from "@sameseed/pipeline/run";
import { prepareBenchmark } from "@sameseed/pipeline/load";
import { namedRun } from "../view/named-run.ts";

export interface CacheFlags {
  readonly cacheDir?: string;
  readonly cacheTtl?: number;
}

/** `sameseed cache ls`: what is stored, by model. */
export async function cacheListCommand({
  cacheDir = CACHE_FOLDER,
  cacheTtl = CACHE_TTL_MS,
}: CacheFlags): Promise<void> {
  if (!hasCache(cacheDir)) return sayEmpty(cacheDir);
  const store = await openCache(cacheDir, { ttlMs: cacheTtl });
  const models = store.census();
  store.close();
  if (models.length === 0) return sayEmpty(cacheDir);
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

export interface CacheClearFlags extends CacheFlags {
  readonly olderThan?: number;
  readonly force?: boolean;
}

/** `sameseed cache clear`: with --force also a file that cannot be read. */
export async function cacheClearCommand({
  cacheDir = CACHE_FOLDER,
  olderThan,
  force = false,
}: CacheClearFlags): Promise<void> {
  if (force) {
    await removeCache(cacheDir);
    console.log(`Removed the cache in ${cacheDir}.`);
    return;
  }
  if (!hasCache(cacheDir)) return sayEmpty(cacheDir);
  const store = await openCache(cacheDir);
  const deleted = store.clear({ olderThanMs: olderThan });
  store.close();
  console.log(`Deleted ${plural(deleted, "answer")} from ${cacheDir}.`);
}

export interface CacheExplainFlags extends CacheFlags {
  readonly run: string;
  readonly benchmark?: string;
  readonly out: string;
}

/** `sameseed cache explain`: of which parts a row's key is made, and whether the cache would serve it. */
export async function cacheExplainCommand(reference: string, flags: CacheExplainFlags): Promise<void> {
  const { cacheDir = CACHE_FOLDER, cacheTtl = CACHE_TTL_MS } = flags;
  const folder = await namedRun(flags.out, flags.run);
  const manifest = await readManifest(folder);
  const rows = await findRows(readRows(folder.rowsFile, manifest.counts.planned), reference);
  if (rows.length === 0) {
    throw new SameseedError("NOT_FOUND", `${folder.id} has no row ${reference}.`, {
      hint: "Give the number of a line of rows.csv (1 is the first row), or <case>/<repeat>/<variant>.",
    });
  }
  const prompts = await promptsOf(manifest, flags.benchmark);
  const replicates = countReplicates(
    manifest.variants.map(({ prompt, identity, params }) => ({ prompt: sourceOf(manifest, prompt), identity, params })),
  );
  const store = await openCache(cacheDir, { ttlMs: cacheTtl });
  try {
    for (const { trial } of rows) {
      const place = manifest.variants.findIndex(({ id }) => id === trial.variant);
      const variant = manifest.variants[place];
      const prompt = prompts.get(trial.prompt);
      if (variant === undefined || prompt === undefined)
        throw unknownId(
          "variant",
          trial.variant,
          manifest.variants.map(({ id }) => id),
        );
      const { id, ...identity } = variant.identity as { id: string };
      const parts = partsOf(identityPart(id, identity), {
        messages: prompt.messages(trial.case),
        params: variant.params as ModelParams,
        seed: trial.seed,
        repeat: trial.repeat,
        replicate: replicates[place]!,
      });
      console.log(
        explanationText(`${trial.case.id}, repeat ${trial.repeat}, ${trial.variant}`, explainCache(store, parts)),
      );
    }
  } finally {
    store.close();
  }
}

async function findRows(rows: AsyncIterable<Row>, reference: string): Promise<Row[]> {
  const found: Row[] = [];
  let line = 0;
  for await (const row of rows) {
    line++;
    const { case: testCase, repeat, variant } = row.trial;
    const names = [String(line), testCase.id, `${testCase.id}/${repeat}`, `${testCase.id}/${repeat}/${variant}`];
    if (names.includes(reference)) found.push(row);
  }
  return found;
}

function sourceOf({ prompts }: Manifest, id: string): unknown {
  return prompts.find((prompt) => prompt.id === id)?.source;
}

/** A template stands in the manifest; a prompt that is a function is in the benchmark file only. */
async function promptsOf({ prompts, runId }: Manifest, file: string | undefined): Promise<Map<string, Prompt>> {
  if (file !== undefined) {
    const { variants } = await prepareBenchmark(await loadBenchmark(file));
    return new Map(variants.map(({ prompt }) => [prompt.id, prompt]));
  }
  return new Map(
    prompts.map(({ id, source, files }) => {
      if (Array.isArray(source) && files === undefined)
        return [id, compilePrompt({ id, messages: source } as PromptSpec)];
      throw new SameseedError(
        "BAD_ARGUMENT",
        `Prompt "${id}" of ${runId} ${files === undefined ? "is a function" : "reads files"}: its messages are not in the run.`,
        { hint: "Name the benchmark file with --benchmark." },
      );
    }),
  );
}

function explanationText(row: string, { status, key, parts, entry, nearest }: CacheExplanation): string {
  const lines = [
    `${row}: ${status}`,
    `  key        ${key}`,
    ...Object.entries(parts).map(
      ([name, value]) => `  ${name.padEnd(10)} ${name === "messages" ? `sha256 ${String(value)}` : String(value)}`,
    ),
  ];
  if (entry !== null)
    return [
      ...lines,
      `  stored ${new Date(entry.createdAt).toISOString()}${status === "expired" ? ": too old to be served" : ""}`,
    ].join("\n");
  if (nearest === null)
    return [
      ...lines,
      "  nothing in the cache is alike; failed and cut-off answers are not stored, nor those of embedded, simulated and recorded models",
    ].join("\n");
  const differing = nearest.differing.map((name) => `${name} (${shownPart(name, nearest.entry)} there)`);
  return [
    ...lines,
    `  the nearest entry differs in ${differing.join(", ")}; it was stored ${new Date(nearest.entry.createdAt).toISOString()}`,
  ].join("\n");
}

function shownPart(name: keyof CacheParts, parts: CacheParts): string {
  return name === "messages" ? "other messages" : String(parts[name]);
}

function shownIdentity(identity: string): string {
  const { id, baseUrl, query } = JSON.parse(identity) as { id: string; baseUrl?: string; query?: string };
  const queried = query === undefined ? "" : `?… (digest ${query})`;
  return baseUrl === undefined || baseUrl === "default" ? id : `${id} at ${baseUrl}${queried}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
