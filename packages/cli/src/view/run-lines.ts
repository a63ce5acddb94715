import { trialsToRun, excludedPairs, NO_NOTE, plural, SameseedError } from "@sameseed/core";
import { isRunning, listRuns, readManifest, readRunNote, type RunFolder } from "@sameseed/runner";
import { noteText } from "./note-text.ts";
import { runEntries } from "./run-entries.ts";
import { scoreTexts } from "./score-texts.ts";

/** One line per run, newest first. A damaged run is marked with the problem. */
export async function runLines(results: string): Promise<string[]> {
  const runs = await listRuns(results);
  if (runs.length === 0) return [];
  const scores = scoreTexts(await runEntries(results));
  return Promise.all(
    runs.toReversed().map(async (folder) => {
      const score = scores.get(folder.id);
      const text = await lineOf(folder).catch((error: unknown) => damagedLine(folder, error));
      const note = noteText(await readRunNote(folder.path).catch(() => NO_NOTE));
      return [text, score, note].filter((part) => part !== undefined && part !== "").join("  ");
    }),
  );
}

async function lineOf(folder: RunFolder): Promise<string> {
  const manifest = await readManifest(folder);
  const { state, counts, variants, cases, repeats, sequential } = manifest;
  const { failed, completed, truncated, refused } = counts;
  const planned = trialsToRun(manifest);
  const shown = state === "running" && !(await isRunning(folder.path)) ? "interrupted" : state;
  const done = state === "running" ? `${planned}` : `${completed + truncated + refused + failed}/${planned}`;
  const failures = failed > 0 ? `, ${failed} failed` : "";
  const ended =
    sequential === undefined || sequential.stoppedAt === null
      ? ""
      : `, ended by its rule at ${sequential.stoppedAt} cases`;
  return `${folder.id}  ${shown}  ${done} trials (${plural(cases.count, "case")} × ${plural(variants.length, "variant")} × ${repeats}${excludedText(excludedPairs(cases.excluded))})${failures}${ended}`;
}

function excludedText(pairs: number): string {
  return pairs === 0 ? "" : `, ${plural(pairs, "pair")} of case and variant excluded`;
}

function damagedLine({ id }: RunFolder, error: unknown): string {
  if (!(error instanceof SameseedError)) throw error;
  return `${id}  damaged: ${error.message}`;
}
