import type { Command } from "commander";
import { natural, positive, temperature } from "./option-parsers.ts";
import { BASE_URL, example } from "./shared-options.ts";

export function addProbe(sameseed: Command): void {
  sameseed
    .command("probe")
    .description("measure whether a model honours its seed")
    .argument("<model>", "provider:model, or a model's id in the benchmark")
    .option("--base-url <url>", BASE_URL)
    .option("--benchmark <file>", "take parameters, prompt and cases from it")
    .option("-k, --calls <n>", "calls of each case under one seed, and under other seeds", positive, 5)
    .option("--cases <n>", "cases", positive, 3)
    .option("--temperature <t>", "sent in place of the benchmark's", temperature)
    .option("--seed <n>", "root seed", natural)
    .option("-j, --max-concurrency <n>", "requests in flight at most", positive, 8)
    .option("--max-retries <n>", "tries after the first for errors that may pass", natural, 4)
    .option("--json", "print JSON")
    .addHelpText("after", example("sameseed probe openai:gpt-4.1-mini -k 10 --temperature 1"))
    .action(async (model: string, options) => (await import("../commands/probe.ts")).probeCommand(model, options));
}

export function addModels(sameseed: Command): void {
  sameseed
    .command("models")
    .description("list providers, their keys (names only) and running local servers")
    .option("--no-local", "do not look for local servers on their default ports")
    .option("--json", "print JSON")
    .addHelpText("after", example("sameseed models"))
    .action(async (options) => (await import("../commands/models.ts")).modelsCommand(options));
}

export function addServeTiny(sameseed: Command): void {
  sameseed
    .command("serve-tiny")
    .description("serve the embedded models on 127.0.0.1 in the OpenAI chat format")
    .option("-p, --port <n>", "port; 0 takes a free one", natural, 8123)
    .addHelpText("after", example("sameseed serve-tiny --port 8123"))
    .action(async (options) => (await import("../commands/serve-tiny.ts")).serveTinyCommand(options));
}
