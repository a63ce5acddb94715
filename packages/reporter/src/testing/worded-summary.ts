import { summarize } from "@sameseed/analysis";
import type { WordedReport } from "@sameseed/core";
import { inWords } from "../words/in-words.ts";

/** The report of rows, with its sentences. */
export async function wordedSummary(...source: Parameters<typeof summarize>): Promise<WordedReport> {
  return inWords(await summarize(...source));
}
