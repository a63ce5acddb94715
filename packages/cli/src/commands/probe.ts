import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { natural, positive, temperature } from "../flags/option-parsers.ts";
import { example, JSON_FLAG, MODEL_FLAGS } from "../flags/shared-flags.ts";

const FLAGS = {
  baseUrl: MODEL_FLAGS.baseUrl,
  benchmark: { flags: "--benchmark <file>", help: "take parameters, prompt and cases from it" },
  calls: {
    flags: "-k, --calls <n>",
    help: "calls of each case under one seed, and under other seeds",
    parse: positive,
    default: 5,
  },
  cases: { flags: "--cases <n>", help: "cases", parse: positive, default: 3 },
  temperature: { flags: "--temperature <t>", help: "used instead of the benchmark's", parse: temperature },
  seed: { flags: "--seed <n>", help: "root seed", parse: natural },
  maxConcurrency: {
    flags: "-j, --max-concurrency <n>",
    help: "maximum concurrent requests",
    parse: positive,
    default: 8,
  },
  maxRetries: { flags: "--max-retries <n>", help: "retries for transient errors", parse: natural, default: 4 },
  ...JSON_FLAG,
} as const satisfies FlagTable;

/** `sameseed probe`: how a model handles its seed. */
export function addProbe(sameseed: Command): void {
  const probe = sameseed.command("probe").description("measure whether a model honours its seed");
  addFlags(probe.argument("<model>", "provider:model, or a model's id in the benchmark"), FLAGS)
    .addHelpText("after", example("sameseed probe openai:gpt-4.1-mini -k 10 --temperature 1"))
    .action(probeModel);
}

async function probeModel(id: string, flags: FlagsOf<typeof FLAGS>): Promise<void> {
  const { embeddingDistance, probedModel } = await import("@sameseed/pipeline/probe");
  const { probe } = await import("@sameseed/runner");
  const { loadBenchmark } = await import("../terminal/load-benchmark.ts");
  const { probeTable } = await import("../terminal/probe-table.ts");
  const { baseUrl, benchmark, cases: count, calls, maxConcurrency, maxRetries } = flags;
  const definition = benchmark === undefined ? undefined : await loadBenchmark(benchmark);
  const probed = await probedModel(id, definition, { baseUrl, cases: count, seed: flags.seed });
  const { modelId, model, cases, seed, params } = probed;
  const { temperature = params.temperature } = flags;
  const distance = await embeddingDistance();
  try {
    await model.prepare?.();
    const sent = { ...params, ...(temperature !== undefined && { temperature }) };
    const entry = await probe(
      { modelId, model, params: sent },
      { cases, calls, seed, concurrency: maxConcurrency, maxRetries, distance },
    );
    console.log(flags.json ? JSON.stringify({ schemaVersion: 1, ...entry }, null, 2) : probeTable(entry));
  } finally {
    await distance?.close();
    await model.close?.();
  }
}
