import { isRunning, listRuns, readManifest, type RunFolder } from "@sameseed/runner";

/** `sameseed list`: one line a run, newest first. */
export async function listCommand({ out }: { out: string }): Promise<void> {
  const runs = await listRuns(out);
  if (runs.length === 0) console.log(`No runs in ${out}.`);
  for (const folder of runs.toReversed()) console.log(await line(folder));
}

async function line(folder: RunFolder): Promise<string> {
  const { state, counts, variants, cases, repeats } = await readManifest(folder);
  const { planned, failed, completed, truncated, refused } = counts;
  const shown = state === "running" && !(await isRunning(folder.path)) ? "interrupted" : state;
  const done = state === "running" ? `${planned}` : `${completed + truncated + refused + failed}/${planned}`;
  const failures = failed > 0 ? `, ${failed} failed` : "";
  return `${folder.id}  ${shown}  ${done} trials (${cases.count} cases × ${variants.length} variants × ${repeats})${failures}`;
}
