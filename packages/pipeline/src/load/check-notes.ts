import { type Benchmark, type CaseSummary, leavesUnitInterval, plural, type Scorer } from "@sameseed/core";
import { SharedCases } from "./shared-cases.ts";

/**
 * The models' notes about the cases, such as cases without a record. The cases are read once for all models.
 * Errors: those of recordings.
 */
async function modelNotes({ variants, cases }: Pick<Benchmark, "variants" | "cases">): Promise<string[]> {
  const models = [...new Set(variants.map(({ model }) => model))];
  const shared = new SharedCases(() => cases.cases());
  try {
    return (await Promise.all(models.map((model) => model.notes?.(shared.cases()) ?? []))).flat();
  } finally {
    await shared.close();
  }
}

/** Notes of a check about cases, models and prompts before a run. Sends nothing. Errors: those of recordings. */
export async function checkNotes(benchmark: Benchmark, { samePrompts, ownScorers }: CaseSummary): Promise<string[]> {
  const models = await modelNotes(benchmark);
  // A model that reads the cases may send variables that the prompt leaves out.
  const sending = benchmark.variants.filter(({ model }) => model.notes === undefined);
  const same = samePrompts.filter((id) => sending.some(({ prompt }) => prompt.id === id));
  return [
    ...(benchmark.cases.notes?.() ?? []),
    ...models,
    ...benchmark.scorers.flatMap(outsideNote),
    ...(ownScorers > 0 && !benchmark.scorers.some(mayReadCase) ? [ignored(ownScorers)] : []),
    ...same.map((id) => `The prompt "${id}" is the same for all cases. Templates insert variables as {{name}}.`),
  ];
}

/** The note of a formula such as `a / b`, which only the rows decide. One that is certain to leave 0 to 1 is an error. */
function outsideNote({ name, identity = {} }: Scorer): string[] {
  const { type, of = "rows", value } = identity;
  if (type !== "derived" || of !== "rows" || typeof value !== "string" || !isOutside(value)) return [];
  return [
    `The derived metric ${name} can lie outside 0 to 1: "${value}". Rows outside have no score and count as unscored.`,
  ];
}

/** False for the text of a function, too. */
function isOutside(value: string): boolean {
  try {
    return leavesUnitInterval(value);
  } catch {
    return false;
  }
}

/** Whether a scorer applies the scorers of cases: `assert` does, and code of the user may. */
function mayReadCase({ identity }: Scorer): boolean {
  return identity === undefined || identity["type"] === "assert" || identity["type"] === "custom";
}

function ignored(cases: number): string {
  return `${plural(cases, "case")} ${cases === 1 ? "has" : "have"} scorers of their own that are ignored. Add the scorer assert to apply them.`;
}
