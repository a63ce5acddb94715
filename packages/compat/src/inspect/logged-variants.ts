import { canonicalJson, type Variant } from "@sameseed/core";
import { generateParams } from "./generate-config.ts";
import type { InspectLog } from "./read-log.ts";

/** A variant for each log: its task and solver as the prompt, its model. */
export function loggedVariants(logs: readonly InspectLog[]): Variant[] {
  const prompts = new Map<string, string>();
  const taken = new Set<string>();
  return logs.map(({ header }) => {
    const { eval: evaluation, plan } = header;
    const source = {
      inspect: { task: evaluation.task, args: evaluation.task_args ?? {}, solver: plan?.steps ?? [] },
    };
    const key = canonicalJson(source);
    const promptId = prompts.get(key) ?? unused(evaluation.task.replaceAll("/", "_"), new Set(prompts.values()));
    prompts.set(key, promptId);
    const modelId = unusedModel(promptId, evaluation.model, taken);
    const id = `${promptId}/${modelId}`;
    taken.add(id);
    const baseUrl = evaluation.model_base_url;
    return {
      id,
      modelId,
      prompt: { id: promptId, source, messages: () => [] },
      model: {
        id: evaluation.model,
        identity: { provider: "inspect", ...(typeof baseUrl === "string" && { baseUrl }) },
        complete: () => Promise.reject(new Error("This model is a log.")),
      },
      params: generateParams(header),
    };
  });
}

/** The name, or the name with the first number that makes it new. */
function unused(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}

function unusedModel(promptId: string, model: string, taken: ReadonlySet<string>): string {
  const full = unused(`${promptId}/${model}`, taken);
  return full.slice(promptId.length + 1);
}
