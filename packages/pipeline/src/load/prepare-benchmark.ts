import {
  type Benchmark,
  type BenchmarkDefinition,
  BLOCKS_PER_WINDOW,
  rememberCases,
  resolveBenchmark,
  select,
  type Selection,
  withControl,
} from "@sameseed/core";
import { withFiles } from "@sameseed/runner";
import { withoutKeysInCases } from "./cases-without-keys.ts";
import { modelFromId } from "./model-from-id.ts";

export interface PrepareOptions {
  readonly selection?: Selection;
  /** Runs the baseline twice: the A/A control. */
  readonly aa?: boolean | undefined;
  /** Base URL for `openai:` models without their own. */
  readonly baseUrl?: string | undefined;
}

/** The benchmark as it will run: models made, variants formed, narrowed to the selection. */
export async function prepareBenchmark(
  definition: BenchmarkDefinition,
  { selection = {}, aa = false, baseUrl }: PrepareOptions = {},
): Promise<Benchmark> {
  const prompts = definition.prompts?.map((prompt) => withFiles(prompt, "."));
  const located = { ...definition, ...(prompts && { prompts }) };
  const defaults = { ...(baseUrl !== undefined && { baseUrl }) };
  const resolved = await resolveBenchmark(located, (id, access) => modelFromId(id, defaults, access));
  const benchmark = select(resolved, selection);
  // The plan already holds a window of blocks: keeping that many cases takes no more memory.
  const given = isOnlyRecorded(benchmark) ? withoutKeysInCases(benchmark.cases) : benchmark.cases;
  const cases = rememberCases(given, Math.floor(BLOCKS_PER_WINDOW / benchmark.repeats));
  return aa ? withControl({ ...benchmark, cases }) : { ...benchmark, cases };
}

/** No request is sent: the cases are from a log, like the answers. */
function isOnlyRecorded({ variants }: Benchmark): boolean {
  return variants.every(({ model }) => model.identity?.["provider"] === "recorded");
}
