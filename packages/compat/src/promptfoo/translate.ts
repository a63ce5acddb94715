import { SameseedError } from "@sameseed/core";
import type { ForeignFile, ImportTools } from "../importer.ts";
import type { Translation } from "../translation.ts";

/** A promptfoo config in our words. */
export async function translatePromptfoo({ path }: ForeignFile, _tools: ImportTools): Promise<Translation> {
  throw new SameseedError("BAD_BENCHMARK", `${path} is a promptfoo config, which is not read yet.`);
}
