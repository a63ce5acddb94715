import { answeringVariants } from "./answering-variants.ts";
import { option } from "../option-name.ts";
import type { Benchmark, Variant } from "./benchmark.ts";
import { contentHash } from "../content-hash.ts";
import { SameseedError } from "../error.ts";
import type { Prompt } from "../prompt/prompt.ts";
import { RESERVED_NAME } from "./benchmark-mistakes.ts";
import { checkJudges } from "./resolve-judges.ts";
import { sha256Hex } from "@sameseed/stats";
import { SliceCheck } from "./check-slices.ts";
import { ChainPreview } from "../case/chain.ts";
import { SameMessages } from "./same-messages.ts";
import { ChainCheck } from "./check-chains.ts";
import { IdSet } from "../case/id-set.ts";
import { TestCase } from "../case/test-case.ts";
import { isUsualCase } from "../case/usual-case.ts";

/** Up to this many cases, the manifest lists the hash of every case. Above it, one digest covers all cases. */
const LISTED_CASES = 10_000;

export interface CaseSummary {
  readonly count: number;
  /** SHA-256 over the hashes of all cases in order. */
  readonly hash: string;
  /** Hash of each case by id; null above 10,000 cases. */
  readonly hashes: Readonly<Record<string, string>> | null;
  /** Every name that any case's vars have, by first appearance: the `vars.…` columns of the reports. */
  readonly varNames: readonly string[];
  /** Every name that any case's metadata has: the `metadata.…` columns; absent where none has any. */
  readonly metadataNames?: readonly string[];
  /** By variant: how many cases are not for it; absent where every variant answers every case. */
  readonly excluded?: Readonly<Record<string, number>>;
  /** How many chains the cases form; absent for none. */
  readonly chains?: number;
  /** By prompt: SHA-256 over the local files, such as images, of its messages for all cases; prompts without files are not in it. */
  readonly promptFiles: Readonly<Record<string, string>>;
  /** Ids of prompts that render the same messages for all cases although the cases' vars differ. */
  readonly samePrompts: readonly string[];
  /** Number of cases with their own scorers. */
  readonly ownScorers: number;
  /** Why scorers would not work on this machine, such as a key that is not set; absent where all would. */
  readonly unready?: readonly SameseedError[];
  /** Reasons why prompts fail for single cases. The trials of those cases fail. */
  readonly problems: readonly string[];
}

/**
 * Reads every case once before the first request, so that a mistake in row 900 costs nothing. Checks that ids
 * are unique, every prompt renders and every scorer has its inputs. Errors name the case and the variable.
 * Throws the reason of `stop` when it is aborted, since millions of cases take minutes.
 */
export async function checkBenchmark(
  { cases, variants, scorers, judges, slices }: Benchmark,
  { stop }: { readonly stop?: AbortSignal | undefined } = {},
): Promise<CaseSummary> {
  const seen = new IdSet();
  const hashes: [string, string][] = [];
  const varNames = new Set<string>();
  const metadataNames = new Set<string>();
  const sliceCheck = new SliceCheck(slices ?? []);
  const promptFiles = Object.create(null) as Record<string, string>; // a prompt may be called "constructor"
  const failures = new Map<Prompt, SameseedError[]>();
  const unready = new Map<string, SameseedError>();
  const report = (problem: SameseedError): void => void unready.set(problem.message, problem);
  let [digest, ownScorers] = ["", 0];
  const same = new SameMessages();
  const chains = new ChainCheck(cases.id);
  const preview = new ChainPreview();
  const excluded = Object.create(null) as Record<string, number>;
  for await (const testCase of cases.cases()) {
    stop?.throwIfAborted();
    checkCase(cases.id, testCase, seen);
    const answering = variantsOf(cases.id, testCase, variants);
    const ids = testCase.chain === undefined ? [] : answering.map(({ id }) => id);
    chains.add(testCase, ids);
    const shown = preview.of(testCase, answering === variants ? undefined : ids);
    for (const name of Object.keys(testCase.vars)) varNames.add(name);
    for (const name of Object.keys(testCase.metadata ?? {})) metadataNames.add(name);
    sliceCheck.add(testCase);
    if (testCase.scorers !== undefined) ownScorers++;
    if (answering !== variants)
      for (const { id } of variants.filter((variant) => !answering.includes(variant)))
        excluded[id] = (excluded[id] ?? 0) + 1;
    for (const prompt of new Set(answering.map((variant) => variant.prompt))) {
      const rendered = renderCase(prompt, shown, same);
      const files = rendered instanceof Promise ? await rendered : rendered; // most prompts need no preparation
      if (files instanceof SameseedError) failures.set(prompt, [...(failures.get(prompt) ?? []), files]);
      else if (files !== null) promptFiles[prompt.id] = sha256Hex(`${promptFiles[prompt.id] ?? ""}${files}`);
    }
    if (preview.isUneven)
      // a prompt may read an answer that its variant does not have
      for (const { id, prompt } of answering) await renderCase(prompt, preview.ofVariant(testCase, id));
    for (const scorer of scorers) scorer.check?.(shown, report);
    const hash = contentHash(testCase);
    if (hashes.length < LISTED_CASES) hashes.push([testCase.id, hash.slice(0, 16)]);
    digest = sha256Hex(`${digest}${hash}`);
  }
  checkJudges({ scorers, judges });
  if (seen.size === 0) {
    throw new SameseedError("EMPTY_DATASET", `${cases.id} has no cases.`, {
      hint: `Check the file, and what ${option("limit")} and the filters leave of it.`,
    });
  }
  for (const [first, ...others] of failures.values()) if (others.length + 1 === seen.size) throw first!;
  sliceCheck.finish();
  return {
    samePrompts: same.ids(),
    ownScorers,
    problems: [...failures.values()].flat().map(({ message }) => message),
    count: seen.size,
    hash: digest,
    hashes: seen.size <= LISTED_CASES ? Object.fromEntries(hashes) : null,
    varNames: [...varNames],
    ...(metadataNames.size > 0 && { metadataNames: [...metadataNames] }),
    ...(Object.keys(excluded).length > 0 && { excluded }),
    ...(chains.count > 0 && { chains: chains.count }),
    ...(unready.size > 0 && { unready: [...unready.values()] }),
    promptFiles,
  };
}

/** The variants that answer a case. Errors: `BAD_DATASET` where none does. */
function variantsOf(dataset: string, testCase: TestCase, variants: readonly Variant[]): readonly Variant[] {
  const answering = answeringVariants(variants, testCase);
  if (answering.length > 0) return answering;
  throw new SameseedError("BAD_DATASET", `${dataset}, case ${JSON.stringify(testCase.id)}: no variant answers it.`, {
    hint: `Its prompts and models must name at least one variant: ${variants.map(({ id }) => id).join(", ")}.`,
  });
}

/** Checks a case and adds its id to the known ids. Errors: `BAD_DATASET` for a malformed case, `DUPLICATE_ID`. */
function checkCase(dataset: string, testCase: TestCase, seen: Pick<IdSet, "add" | "size">): void {
  const problem = isUsualCase(testCase) ? undefined : TestCase.safeParse(testCase).error;
  if (problem !== undefined) throw badCase(dataset, testCase, problem.issues[0]!);
  for (const [name, values] of [
    ["vars", testCase.vars],
    ["metadata", testCase.metadata],
  ] as const)
    if (values !== undefined && Object.hasOwn(values, RESERVED_NAME))
      throw badCase(dataset, testCase, { path: [name], message: `"${RESERVED_NAME}" cannot be a name` });
  if (seen.add(testCase.id)) return;
  throw new SameseedError(
    "DUPLICATE_ID",
    `${dataset}: two cases have the id "${testCase.id}" (the second is case ${seen.size + 1}).`,
    { hint: "Every case needs a unique id: correct the data, or map `id` to a unique field." },
  );
}

type Checked = string | null | SameseedError;

/**
 * Renders a prompt to find its mistakes before the run. Returns the digest of the files that it reads for the
 * case, or the reason why it fails for this case alone.
 */
function renderCase(prompt: Prompt, testCase: TestCase, same?: SameMessages): Checked | Promise<Checked> {
  const render = (): Checked => {
    try {
      const messages = prompt.messages(testCase);
      same?.add(prompt, messages, testCase);
      return prompt.filesHash?.(testCase) ?? null;
    } catch (error) {
      return failureOf(error);
    }
  };
  try {
    const prepared = prompt.prepare?.(testCase);
    return prepared === undefined ? render() : prepared.then(render).catch(failureOf);
  } catch (error) {
    return failureOf(error);
  }
}

/** Errors: rethrows a mistake that affects all cases of the prompt. */
function failureOf(error: unknown): SameseedError {
  if (error instanceof SameseedError && error.code === "PROMPT") return error;
  throw error;
}

function badCase(dataset: string, testCase: unknown, issue: { path: PropertyKey[]; message: string }): SameseedError {
  const id = (testCase as { id?: unknown } | null)?.id;
  const where = issue.path.map(String).join(".");
  return new SameseedError(
    "BAD_DATASET",
    `${dataset}, case ${JSON.stringify(id)}: ${where === "" ? "" : `${where}: `}${issue.message}.`,
    {
      hint: "A case is {id, vars, expected?, cluster?, metadata?} with JSON values.",
    },
  );
}
