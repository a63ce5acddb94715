import { type Benchmark, type Model, SameseedError } from "@sameseed/core";

/** The models that are asked, those of variants and those of judges, each once. */
export function modelsOf({ variants, judges }: Benchmark): Model[] {
  return [...new Set([...variants, ...judges].map(({ model }) => model))];
}

/** Why models of services could not send a request now, such as a key that is not set. Sends nothing. */
export async function unreadyModels(benchmark: Benchmark): Promise<readonly SameseedError[]> {
  const ofServices = modelsOf(benchmark).filter(({ quota }) => quota !== undefined);
  const problems = await Promise.all(ofServices.map((model) => model.prepare?.().then(undefined, asProblem)));
  return problems.filter((problem) => problem !== undefined);
}

function asProblem(error: unknown): SameseedError {
  if (error instanceof SameseedError) return error;
  throw error;
}
