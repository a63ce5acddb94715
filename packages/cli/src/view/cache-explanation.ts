import {
  compilePrompt,
  type Manifest,
  type ModelParams,
  type Prompt,
  promptedCase,
  type PromptSpec,
  type Row,
  SameseedError,
  unknownId,
} from "@sameseed/core";
import { prepareBenchmark } from "@sameseed/pipeline/load";
import { CACHE_FOLDER, CACHE_TTL_MS, countReplicates } from "@sameseed/pipeline/run";
import {
  type CacheExplanation,
  type CacheParts,
  explainCache,
  identityPart,
  openCache,
  partsOf,
  readManifest,
  readRows,
} from "@sameseed/runner";
import { loadBenchmark } from "../terminal/load-benchmark.ts";
import { namedRun } from "./named-run.ts";

/** The rows of a run to explain, and the cache. */
export interface ExplainedRows {
  readonly run: string;
  readonly out: string;
  /** For prompts that are functions. */
  readonly benchmark?: string;
  readonly cacheDir?: string;
  readonly cacheTtl?: number;
}

/**
 * The parts of a row's cache key, and whether the cache would serve it: one text per row of the reference.
 * Errors: `NOT_FOUND` for a reference without a row.
 */
export async function explainedRows(reference: string, flags: ExplainedRows): Promise<string[]> {
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
  const store = await openCache(cacheDir, { ttlMs: cacheTtl, isReadOnly: true });
  try {
    return rows.map(({ trial }) => {
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
        messages: prompt.messages(promptedCase(trial)),
        params: variant.params as ModelParams,
        seed: trial.seed,
        repeat: trial.repeat,
        replicate: replicates[place]!,
      });
      return explanationText(`${trial.case.id}, repeat ${trial.repeat}, ${trial.variant}`, explainCache(store, parts));
    });
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

/** A template is in the manifest; a prompt that is a function is in the benchmark file only. */
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
