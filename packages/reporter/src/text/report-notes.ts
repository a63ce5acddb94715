import {
  askedTrials,
  type BackendSpan,
  count,
  type Manifest,
  plural,
  type WordedReport,
  type SeedReportEntry,
  type SeedPolicy,
  type SeedVerdict,
  type SequentialRun,
  type VariantSummary,
} from "@sameseed/core";
import { countOrNull, listed, LISTED_VARIANTS, MOST_LISTED_VARIANTS } from "./listed-variants.ts";
import { unscoredNotes } from "./unscored-notes.ts";
import { workerNotes } from "./worker-notes.ts";
import { zeroNotes } from "./zero-notes.ts";

const LISTED_BACKENDS = 4;

/** Notes that a reader needs to interpret the figures, in sentences. Empty for a clean run. */
export function reportNotes(report: WordedReport): readonly string[] {
  const { manifest, variants } = report;
  return [
    ...stateNotes(report),
    ...heldOutNotes(manifest),
    ...exclusionNotes(report),
    ...zeroNotes(report),
    ...failureNotes(report),
    ...listed("Answers cut off at the token limit are scored as they are", variants, ({ truncated }) =>
      countOrNull(truncated),
    ),
    ...listed("Answers refused by the service", variants, ({ refused }) => countOrNull(refused)),
    ...reasoningNotes(variants),
    ...unscoredNotes(report),
    ...listed("Answers from the cache are left out of latency", variants, ({ cached }) => countOrNull(cached)),
    ...backendNotes(variants),
    ...seedNotes(report),
    ...workerNotes(report.manifest),
    ...manifest.notes,
  ];
}

/** Cases may be for some variants only: then means are of different cases. */
function exclusionNotes({ manifest: { cases }, variants }: WordedReport): string[] {
  const { count: all, excluded = {} } = cases;
  return listed("Some cases are not for all variants", variants, ({ variant }) =>
    excluded[variant] === undefined ? null : `answers ${count(all - excluded[variant])} of ${plural(all, "case")}`,
  ).map(
    (sentence) =>
      `${sentence} Each mean is over the cases that the variant answers; comparisons use only the cases that both variants answer.`,
  );
}

/** How failed trials count, which is not the same in means and differences, and why they failed. */
function failureNotes({ variants, comparisons }: WordedReport): string[] {
  const rule =
    comparisons.length > 0
      ? "Failed trials are left out of the means and count as 0 in the differences"
      : "Failed trials are left out of the means, not scored 0";
  const sentences = listed(rule, variants, ({ failed, trials }) =>
    failed > 0 ? `${count(failed)} of ${count(trials)}` : null,
  );
  if (sentences.length === 0) return [];
  const kinds = new Map<string, number>();
  for (const { failures = {} } of variants)
    for (const [kind, number] of Object.entries(failures)) kinds.set(kind, (kinds.get(kind) ?? 0) + number);
  const why = [...kinds]
    .toSorted(([, left], [, right]) => right - left)
    .map(([kind, number]) => `${kind} × ${count(number)}`);
  return [`${sentences[0]} Reasons: ${why.join(", ")}; see the column error in rows.csv.`];
}

/** Held-out cases are unseen only once: a choice made with their results fits them better than new cases. */
function heldOutNotes({ heldOut }: WordedReport["manifest"]): string[] {
  if (heldOut === undefined) return [];
  const { look } = heldOut;
  if (look === 1) return ["Held-out cases: this is the first look at them."];
  return [
    `Held-out cases: this is look ${look}. Prompts changed after an earlier look may fit these cases better than new ones.`,
  ];
}

function stateNotes({ manifest, variants }: WordedReport): string[] {
  const trials = variants.reduce((sum, variant) => sum + variant.trials, 0);
  const { sequential } = manifest;
  if (sequential !== undefined && sequential.stoppedAt !== null)
    return [...sequentialNotes(manifest, sequential), ...pruneNotes(sequential)];
  const asked = askedTrials(manifest);
  const { shard } = manifest;
  if (shard !== undefined && manifest.state === "complete" && trials === shard.planned)
    return [shardNote(shard, asked)];
  if (manifest.state === "complete" && trials === asked)
    return [...(sequential === undefined ? [] : [UNDECIDED]), ...lateNotes(manifest)];
  return [
    `The run is not complete: it has ${count(trials)} of ${plural(asked, "planned trial")}.`,
    ...missingNotes(manifest, variants),
    ...(sequential === undefined ? [] : pruneNotes(sequential)),
  ];
}

function shardNote({ index, of, planned }: NonNullable<Manifest["shard"]>, asked: number): string {
  const name = `This run is shard ${index} of ${of}`;
  if (planned === 0) return `${name}. It has no trials, because the plan has fewer parts than shards.`;
  return `${name}. It has ${count(planned)} of the plan's ${plural(asked, "trial")}.`;
}

/** The trials that are missing because their model's service was unusable, and the effect on comparisons. */
function missingNotes(manifest: Manifest, variants: readonly VariantSummary[]): string[] {
  const { stoppedModels = [], cases, repeats } = manifest;
  const plannedOf = (variant: string): number => (cases.count - (cases.excluded?.[variant] ?? 0)) * repeats;
  const notes = [...Map.groupBy(stoppedModels, ({ model }) => model)].flatMap(([model, stops]) => {
    const parts = variants
      .filter(({ variant, ...one }) => one.model === model && one.trials < plannedOf(variant))
      .map(({ variant, trials }) => {
        const planned = plannedOf(variant);
        return `${count(planned - trials)} of ${count(planned)} trials of ${variant}`;
      });
    if (parts.length === 0) return [];
    const more = parts.length > MOST_LISTED_VARIANTS ? [`and of ${count(parts.length - LISTED_VARIANTS)} more`] : [];
    const listed = more.length > 0 ? parts.slice(0, LISTED_VARIANTS) : parts;
    return [
      `${model} stopped because its service could not be used (${stops.at(-1)!.message}). Missing: ${[...listed, ...more].join(", ")}.`,
    ];
  });
  return notes.length === 0
    ? []
    : [
        ...notes,
        "Comparisons use the cases that both variants answered. The order is random, so the missing cases are a random part of all cases.",
      ];
}

/** A resumed run's note about models that stopped before: their trials are not interleaved with the others'. */
function lateNotes({ stoppedModels = [] }: Manifest): string[] {
  const models = [...new Set(stoppedModels.map(({ model }) => model))];
  if (models.length === 0) return [];
  return [
    `The service of ${models.join(", ")} could not be used for a while. Those trials ran later than the other variants' trials of the same cases, so a change of the service in between may be part of a difference.`,
  ];
}

const UNDECIDED =
  "Sequential: the rule did not end the run early. All intervals are confidence sequences and are valid at every look.";

function sequentialNotes(
  { counts, repeats, variants }: Manifest,
  { stoppedAt, plannedCases, endedBy, detect, pruned = [] }: SequentialRun,
): string[] {
  const casesOf = (id: string): number => pruned.find(({ variant }) => variant === id)?.at ?? stoppedAt!;
  const counted = variants.reduce((sum, { id }) => sum + casesOf(id) * repeats, 0);
  const late = counts.completed + counts.truncated + counts.refused + counts.failed - counted;
  return [
    `Sequential: the rule ended the run after ${count(stoppedAt!)} of ${plural(plannedCases, "case")}${endingText({ endedBy, detect })}. All intervals are confidence sequences and are valid at every look.`,
    ...(late > 0
      ? [
          `${plural(late, "answer")} that arrived after the deciding case ${late === 1 ? "is" : "are"} stored in rows.jsonl but not counted.`,
        ]
      : []),
  ];
}

function endingText({ endedBy, detect }: Pick<SequentialRun, "endedBy" | "detect">): string {
  if (endedBy === "futility")
    return `: a difference of ${Number((100 * detect!).toPrecision(3))} points is ruled out for each variant without a verdict`;
  return endedBy === "one variant left" ? ": one variant is left" : "";
}

/** The dropped variants, with time and reason, in the order of dropping. */
function pruneNotes({ pruned = [], plannedCases }: SequentialRun): string[] {
  if (pruned.length === 0) return [];
  const parts = pruned.map(({ variant, at, by }) => `${variant} after ${plural(at, "case")} (worse than ${by})`);
  const shown = parts.slice(0, MOST_LISTED_VARIANTS).join(", ");
  const more = parts.length > MOST_LISTED_VARIANTS ? `, and ${count(parts.length - MOST_LISTED_VARIANTS)} more` : "";
  return [
    `Dropped before the last of ${plural(plannedCases, "case")}: ${shown}${more}. The best variant is among the others with 95 % confidence, over all looks together. Means of dropped variants are based on fewer cases and tend to be too low.`,
  ];
}

/** The reasoning that was moved out of answers, and answers of which nothing remains. */
function reasoningNotes(variants: readonly VariantSummary[]): string[] {
  const empty = variants.flatMap(({ variant, onlyReasoning }) => {
    if (onlyReasoning === undefined) return [];
    const { answers, truncated } = onlyReasoning;
    const [were, cut] = [answers === 1 ? "was" : "were", truncated > 0 ? `, ${count(truncated)} cut off (length)` : ""];
    return [`${plural(answers, "answer")} of ${variant} ${were} empty${cut}`];
  });
  const more = empty.length > MOST_LISTED_VARIANTS ? ", and of more variants" : "";
  return [
    ...listed("Reasoning inside answers was moved to the column reasoning before scoring", variants, (variant) => {
      const tags = Object.entries(variant.reasoningTags ?? {});
      return tags.length === 0 ? null : tags.map(([tag, answers]) => `${count(answers)} × ${tag}`).join(" ");
    }).map((sentence) => `${sentence} To keep it in the answer, set reasoning: keep.`),
    ...(empty.length === 0
      ? []
      : [
          `${empty.slice(0, MOST_LISTED_VARIANTS).join("; ")}${more}: the model sent only reasoning. Raise maxTokens or lower reasoningEffort.`,
        ]),
  ];
}

function backendNotes(variants: readonly VariantSummary[]): string[] {
  const within = [
    ...changes("The system fingerprint of the backend changed during the run", variants, ({ fingerprints }) =>
      Object.entries(fingerprints),
    ),
    ...changes("The model version reported by the service changed during the run", variants, ({ backends }) =>
      answersBy(backends, "modelVersion"),
    ),
    ...changes("Answers came from several regions", variants, ({ backends }) => answersBy(backends, "region")),
  ];
  const between = [...Map.groupBy(variants, ({ model }) => model)].flatMap(([model, group]) => {
    const sets = group
      .map(({ fingerprints }) => Object.keys(fingerprints).toSorted().join("\n"))
      .filter((set) => set !== "");
    if (new Set(sets).size < 2) return [];
    return [
      `The variants of ${model} have different system fingerprints: part of their difference may come from the backend.`,
    ];
  });
  return [...within, ...between];
}

/** One sentence on the variants that met more than one of something: what, and how many answers of each. */
function changes(
  sentence: string,
  variants: readonly VariantSummary[],
  countsOf: (variant: VariantSummary) => readonly (readonly [name: string, answers: number])[],
): string[] {
  return listed(sentence, variants, (variant) => {
    const seen = countsOf(variant);
    if (seen.length < 2) return null;
    const parts = seen.slice(0, LISTED_BACKENDS).map(([name, answers]) => `${name} × ${count(answers)}`);
    const more = seen.length > LISTED_BACKENDS ? [`${count(seen.length - LISTED_BACKENDS)} more`] : [];
    return `(${[...parts, ...more].join(", ")})`;
  });
}

function answersBy(backends: readonly BackendSpan[], key: "modelVersion" | "region"): [string, number][] {
  const counts = new Map<string, number>();
  for (const { [key]: name, answers } of backends)
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + answers);
  return [...counts];
}

function seedNotes({ manifest: { seedPolicy, repeats, seedLedger = [] }, variants }: WordedReport): string[] {
  return [
    ...policyNotes(seedPolicy, repeats),
    ...(seedPolicy === "derived" ? samplingNotes(variants) : []),
    ...(seedPolicy === "none" ? [] : seedLedger.flatMap(seedReportNotes)),
  ];
}

/** Repeats without variation: the service ignores the seed, or does not sample. */
function samplingNotes(variants: readonly VariantSummary[]): string[] {
  return listed(
    "No sampling observed: all repeats of a case have the same text although their seeds differ, so the repeats are not independent (the service may ignore the seed or the temperature; check with sameseed probe)",
    variants,
    ({ unsampled }) =>
      unsampled === undefined ? null : `${count(unsampled.answers)} answers to ${plural(unsampled.cases, "case")}`,
  );
}

/** The result of a probe, unless the seed is honoured. */
function seedReportNotes({ model, verdict, conclusion }: SeedReportEntry): string[] {
  const found: Readonly<Record<SeedVerdict, string | null>> = {
    honoured: null,
    partly: "honours the seed only partly",
    ignored: "ignores the seed",
    unsupported: "has no seed",
    undecided: "was probed, but the probe could not tell whether it uses the seed",
  };
  return found[verdict] === null ? [] : [`${model} ${found[verdict]}. ${conclusion}`];
}

function policyNotes(seedPolicy: SeedPolicy, repeats: number): string[] {
  if (seedPolicy === "fixed" && repeats > 1) {
    return ["The seed is fixed: the repeats of a case share it, so they are not independent."];
  }
  return seedPolicy === "none" ? ["No seed was sent: this run is a control."] : [];
}
