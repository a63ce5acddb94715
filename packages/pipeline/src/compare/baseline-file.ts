import { readFile } from "node:fs/promises";
import { type Answered, contentHash, isCounted, Manifest, recordOf, type Row, SameseedError } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { irregularity } from "@sameseed/runner";

/** One variant's trials of a case, by repeat; null for a missing trial. No answer, no prompt text. */
const SavedVariant = z.whenUsed(() =>
  z.strictObject({
    scores: z.record(z.string(), z.array(z.number().min(0).max(1).nullable())),
    /** `completed`, `failed`…, with ` cached` and ` retried`; left out where all completed at the first try. */
    status: z.array(z.string().nullable()).optional(),
    seeds: z.array(z.int().nullable()),
    /** Positions in `fingerprints`; left out where none is known. */
    fingerprints: z.array(z.int().nullable()).optional(),
  }),
);
type SavedVariant = z.infer<typeof SavedVariant>;

/** A run's scores as a small file to commit, for comparison with later runs. */
export const BaselineFile = z.whenUsed(() =>
  z.strictObject({
    schemaVersion: z.literal(1),
    kind: z.literal("sameseed-baseline"),
    run: z.strictObject({
      runId: z.string(),
      name: z.string(),
      hash: z.string(),
      startedAt: z.string(),
      gitCommit: z.string().nullable(),
    }),
    seed: z.int(),
    seedPolicy: Manifest.shape.seedPolicy,
    repeats: z.int().min(1),
    baseline: z.string(),
    margin: z.number().nullable(),
    scorers: z.array(z.strictObject({ name: z.string(), hash: z.string() })),
    variants: Manifest.shape.variants,
    fingerprints: z.array(z.string()),
    /** Cost and time of each variant, by id; absent in files of older versions. */
    measures: z
      .record(
        z.string(),
        z.strictObject({
          costPerThousandUsd: z.number().nullable(),
          latencyMsP50: z.number().nullable(),
          latencyMsP95: z.number().nullable(),
        }),
      )
      .optional(),
    /** By case id: a hash of its content, and the variants in the order of `variants`. */
    cases: recordOf(z.strictObject({ hash: z.string(), arms: z.array(SavedVariant) })),
  }),
);
export type BaselineFile = Readonly<z.infer<typeof BaselineFile>>;

const HASH_LENGTH = 16;

/** Equal for equal content of a case; as in the manifest. */
export function caseHash(testCase: Row["trial"]["case"]): string {
  return contentHash(testCase).slice(0, HASH_LENGTH);
}

/** The contents of a baseline file from a run. The A/A control is left out. */
export async function baselineOf(manifest: Manifest, rows: AsyncIterable<Row>, only?: string): Promise<BaselineFile> {
  const variants = manifest.variants.filter(
    ({ id, control }) => control !== true && (only === undefined || id === only),
  );
  const places = new Map(variants.map(({ id }, place) => [id, place]));
  const fingerprints = new Map<string, number>();
  // Without a prototype, which would have a case of the id "constructor" already.
  const cases = Object.create(null) as Record<string, { hash: string; arms: SavedVariant[] }>;
  for await (const row of rows) {
    const place = places.get(row.trial.variant);
    if (place === undefined || !isCounted(manifest, row)) continue;
    const { case: testCase } = row.trial;
    const saved = (cases[testCase.id] ??= {
      hash: caseHash(testCase),
      arms: variants.map(() => emptyVariant(manifest)),
    });
    keep(saved.arms[place]!, row, fingerprints);
  }
  for (const { arms } of Object.values(cases)) for (const variant of arms) compact(variant);
  const { runId, name, hash, startedAt, gitCommit, seed, seedPolicy, repeats, margin, scorers } = manifest;
  return {
    schemaVersion: 1,
    kind: "sameseed-baseline",
    run: { runId, name, hash, startedAt, gitCommit },
    seed,
    seedPolicy,
    repeats,
    baseline: only ?? manifest.baseline,
    margin,
    scorers: scorers.map((scorer) => ({ name: scorer.name, hash: scorer.hash })),
    variants,
    fingerprints: [...fingerprints.keys()],
    cases,
  };
}

/** JSON with one line per case: a change of one case is a change of one line. */
export function baselineJson({ cases, ...head }: BaselineFile): string {
  const lines = Object.entries(cases).map(([id, saved]) => `    ${JSON.stringify(id)}: ${JSON.stringify(saved)}`);
  const text = JSON.stringify(head, null, 2).replace(/\n\}$/, "");
  return `${text},\n  "cases": {\n${lines.join(",\n")}\n  }\n}\n`;
}

export async function readBaseline(file: string): Promise<BaselineFile> {
  const kind = irregularity(file);
  if (kind !== null)
    throw new SameseedError("BAD_RUN", `${file} is ${kind}, not a baseline file.`, {
      hint: "Name a file that sameseed baseline save has written.",
    });
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new SameseedError("NOT_FOUND", `There is no baseline file ${file}.`, {
      hint: "Write one with: sameseed baseline save <run>.",
      cause,
    });
  });
  const refuse = (why: string, cause?: unknown): never => {
    throw new SameseedError("BAD_RUN", `${file} is not a baseline file that this version reads${why}.`, {
      hint: "Write it again with: sameseed baseline save <run>.",
      cause,
    });
  };
  let parsed: BaselineFile;
  try {
    parsed = BaselineFile.parse(JSON.parse(text));
  } catch (cause) {
    return refuse("", cause);
  }
  const { cases, variants } = parsed;
  const odd = Object.entries(cases).find(([, { arms }]) => arms.length !== variants.length);
  if (odd !== undefined) refuse(`: case "${odd[0]}" has ${odd[1].arms.length} of ${variants.length} variants`);
  if (new Set(variants.map(({ id }) => id)).size < variants.length) refuse(": two variants have the same id");
  return parsed;
}

/** The saved trials as rows without answers. `cases` gives the case of an id where the other run has it with the same content. */
export function* baselineRows(file: BaselineFile, cases: ReadonlyMap<string, Row["trial"]["case"]>): Generator<Row> {
  for (const [id, saved] of Object.entries(file.cases)) {
    const testCase = cases.get(id);
    if (testCase === undefined || caseHash(testCase) !== saved.hash) continue;
    for (const [place, variant] of file.variants.entries()) {
      const kept = saved.arms[place]!;
      for (const [repeat, seed] of kept.seeds.entries()) {
        const status = kept.status === undefined ? "completed" : kept.status[repeat];
        if (status === null || status === undefined) continue;
        const trial = {
          index: 0,
          order: 0,
          case: testCase,
          repeat,
          variant: variant.id,
          prompt: variant.prompt,
          model: variant.model,
          seed,
        };
        const scores = Object.entries(kept.scores).map(
          ([name, values]) => [name, { value: values[repeat] ?? null }] as const,
        );
        yield {
          trial,
          outcome: outcomeOf(status, fingerprintOf(file, kept, repeat)),
          scores: Object.fromEntries(scores),
        };
      }
    }
  }
}

function emptyVariant({ scorers, repeats }: Manifest): SavedVariant {
  const column = (): null[] => Array.from({ length: repeats }, () => null);
  return {
    scores: Object.fromEntries(scorers.map(({ name }) => [name, column()])),
    status: column(),
    seeds: column(),
    fingerprints: column(),
  };
}

function keep(variant: SavedVariant, { trial, outcome, scores }: Row, fingerprints: Map<string, number>): void {
  const { repeat, seed } = trial;
  const isCached = outcome.status !== "failed" && outcome.cached;
  variant.seeds[repeat] = seed;
  variant.status![repeat] = `${outcome.status}${isCached ? " cached" : ""}${outcome.attempts > 1 ? " retried" : ""}`;
  for (const [name, values] of Object.entries(variant.scores)) values[repeat] = scores[name]?.value ?? null;
  const fingerprint = outcome.status === "failed" ? null : outcome.systemFingerprint;
  if (fingerprint === null) return;
  if (!fingerprints.has(fingerprint)) fingerprints.set(fingerprint, fingerprints.size);
  variant.fingerprints![repeat] = fingerprints.get(fingerprint)!;
}

/** Removes members without information. */
function compact(variant: SavedVariant): void {
  if (variant.status!.every((status) => status === "completed")) delete variant.status;
  if (variant.fingerprints!.every((place) => place === null)) delete variant.fingerprints;
}

function fingerprintOf({ fingerprints }: BaselineFile, variant: SavedVariant, repeat: number): string | null {
  const place = variant.fingerprints?.[repeat] ?? null;
  return place === null ? null : (fingerprints[place] ?? null);
}

function outcomeOf(text: string, systemFingerprint: string | null): Row["outcome"] {
  const [status = "", ...marks] = text.split(" ");
  const timing = { latencyMs: null, attempts: marks.includes("retried") ? 2 : 1, startedAt: "" };
  if (status === "failed") return { status, error: { kind: "other", message: "" }, ...timing };
  return {
    status: status as Answered["status"],
    text: null,
    finishReason: null,
    systemFingerprint,
    modelVersion: null,
    usage: null,
    costUsd: null,
    ttftMs: null,
    cached: marks.includes("cached"),
    ...timing,
  };
}
