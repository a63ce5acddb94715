import { type Benchmark, type CaseSummary, type Model, SameseedError } from "@sameseed/core";

/** The models of variants and judges, without duplicates. */
export function modelsOf({ variants, judges }: Benchmark): Model[] {
  return [...new Set([...variants, ...judges].map(({ model }) => model))];
}

const ON_THIS_MACHINE: readonly unknown[] = ["recorded", "tiny", "echo", "simulated", "fake"];

/** Whether a model answers without a request to a service or a program: recorded and embedded ones do. */
export function isAnsweredHere({ identity }: Model): boolean {
  return ON_THIS_MACHINE.includes(identity?.["provider"]);
}

/** Why models of services and scorers would not work now, such as a key that is not set. Sends no request. */
export async function unreadyParts(
  benchmark: Benchmark,
  { unready = [] }: Pick<CaseSummary, "unready">,
): Promise<readonly SameseedError[]> {
  const ofServices = modelsOf(benchmark).filter(({ quota }) => quota !== undefined);
  const problems = await Promise.all(ofServices.map((model) => model.prepare?.().then(undefined, asProblem)));
  const all = [...problems.filter((problem) => problem !== undefined), ...unready];
  return [...new Map(all.map((problem) => [problem.message, problem])).values()]; // a model may be a judge as well
}

function asProblem(error: unknown): SameseedError {
  if (error instanceof SameseedError) return error;
  throw error;
}
