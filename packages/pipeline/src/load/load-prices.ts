import { readFile } from "node:fs/promises";
import { type Prices, SameseedError, utf8Text } from "@sameseed/core";
import { requireRegularFile } from "@sameseed/runner";

/** Reads a price file: `{"gpt-6-luna": {"input": 0.15, "output": 0.6}}`, US dollars for a million tokens. It is checked where it is used. */
export async function loadPrices(file: string): Promise<Prices> {
  requireRegularFile(file, `The price file ${file}`);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new SameseedError("NOT_FOUND", `There is no price file ${file}.`, { cause });
  });
  const text = utf8Text(bytes, file);
  try {
    return JSON.parse(text) as Prices;
  } catch (cause) {
    throw new SameseedError("BAD_BENCHMARK", `${file} is not JSON: ${(cause as Error).message}.`, { cause });
  }
}
