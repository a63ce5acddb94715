import type { Benchmark } from "@sameseed/core";

/** Sentences on parameters that did not reach a service, or have no effect there, for the report. */
export function parameterNotes({ variants }: Pick<Benchmark, "variants">): string[] {
  const models = new Map(variants.map(({ modelId, parameters = [] }) => [modelId, parameters]));
  return [...models].flatMap(([model, parameters]) =>
    parameters.flatMap(({ parameter, fate, reason = "" }) => {
      if (parameter === "seed" || fate === "sent" || fate === "default") return [];
      return fate === "ignored"
        ? [`${model}: ${parameter} has no effect. ${reason}`]
        : [`${model}: ${parameter} was omitted, as requested. ${reason}`];
    }),
  );
}
