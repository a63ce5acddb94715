import { type PromptEntry, type PromptInput, SameseedError } from "@sameseed/core";
import { nunjucksPrompt } from "./nunjucks-prompt.ts";
import { promptFiles } from "./prompt-files.ts";

/** The prompts that a benchmark file lists; paths are relative to `folder`. */
export async function promptsFromSpec(entries: readonly PromptEntry[], folder: string): Promise<PromptInput[]> {
  return (await Promise.all(entries.map((entry) => promptsOf(entry, folder)))).flat();
}

async function promptsOf(entry: PromptEntry, folder: string): Promise<PromptInput[]> {
  if (typeof entry === "string")
    return (await promptFiles(entry, { folder })).map(({ engine, ...prompt }) => withEngine(prompt, engine));
  const { engine, env, ...rest } = entry;
  if (env !== undefined && engine !== "nunjucks") {
    throw new SameseedError(
      "BAD_BENCHMARK",
      `The prompt "${rest.id ?? ""}" has env, which only engine: nunjucks reads.`,
      { hint: "Add engine: nunjucks." },
    );
  }
  if (!("file" in rest)) return [withEngine(rest, engine, env)];
  const loaded = await promptFiles(rest.file, { folder, id: rest.id });
  return loaded.map(({ engine: own, ...prompt }) => withEngine(prompt, engine ?? own, env));
}

function withEngine(
  prompt: Parameters<typeof nunjucksPrompt>[0],
  engine = "plain",
  env?: readonly string[],
): PromptInput {
  if (engine === "plain") return prompt;
  if (engine === "nunjucks") return nunjucksPrompt(prompt, { env });
  throw new SameseedError("BAD_BENCHMARK", `The prompt "${prompt.id}" has the engine "${engine}".`, {
    hint: "Known: plain, nunjucks.",
  });
}
