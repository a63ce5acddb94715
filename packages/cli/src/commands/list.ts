import { SameseedError } from "@sameseed/core";
import { runEntries } from "../view/run-entries.ts";
import { scoreTexts } from "./score-texts.ts";
import { isRunning, listRuns, readManifest, type RunFolder } from "@sameseed/runner";

/** `sameseed list`: one line a run, newest first. A damaged run is marked, with what is wrong. */
export async function listCommand({ out }: { out: string }): Promise<void> {
  const runs = await listRuns(out);
  if (runs.length === 0) console.log(`No runs in ${out}.`);
  const scores = scoreTexts(await runEntries(out));
  for (const folder of runs.toReversed()) {
    const score = scores.get(folder.id);
    const text = await line(folder).catch((error: unknown) => damagedLine(folder, error));
    console.log(score === undefined ? text : `${text}  ${score}`);
  }
}

async function line(folder: RunFolder): Promise<string> {
  const { state, counts, variants, cases, repeats, sequential } = await readManifest(folder);
  const { planned, failed, completed, truncated, refused } = counts;
  const shown = state === "running" && !(await isRunning(folder.path)) ? "interrupted" : state;
  const done = state === "running" ? `${planned}` : `${completed + truncated + refused + failed}/${planned}`;
  const failures = failed > 0 ? `, ${failed} failed` : "";
  const ended =
    sequential === undefined || sequential.stoppedAt === null
      ? ""
      : `, ended by its rule at ${sequential.stoppedAt} cases`;
  return `${folder.id}  ${shown}  ${done} trials (${cases.count} cases × ${variants.length} variants × ${repeats})${failures}${ended}`;
}

function damagedLine({ id }: RunFolder, error: unknown): string {
  if (!(error instanceof SameseedError)) throw error;
  return `${id}  damaged: ${error.message}`;
}
