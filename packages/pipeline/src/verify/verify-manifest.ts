import { trialsToRun, benchmarkHash, contentHash, type Manifest } from "@sameseed/core";
import type { Tell } from "./difference.ts";

/** Checks every hash of the manifest against its content. */
export function verifyManifest(manifest: Manifest, tell: Tell): void {
  const { prompts, variants, scorers, cases, repeats, counts, hash, sequential } = manifest;
  const check = (where: string, stored: unknown, recomputed: unknown): void => {
    if (stored !== recomputed) tell({ file: "manifest.json", where, stored, recomputed });
  };
  for (const { id, source, hash: stored } of prompts) check(`hash of prompt ${id}`, stored, contentHash(source));
  for (const { name, identity, hash: stored } of scorers)
    check(`hash of scorer ${name}`, stored, contentHash({ name, identity }));
  for (const { id, prompt, identity, params, reasoning, hash: stored } of variants) {
    const source = prompts.find((one) => one.id === prompt)?.source;
    check(
      `hash of variant ${id}`,
      stored,
      contentHash({ prompt: source, identity, params, ...(reasoning && { reasoning }) }),
    );
  }
  check("hash", hash, benchmarkHash(manifest));
  check("counts.planned", counts.planned, cases.count * repeats * variants.length);
  const done = counts.completed + counts.truncated + counts.refused + counts.failed;
  const isDone = done === trialsToRun(manifest) || (sequential?.stoppedAt ?? null) !== null;
  if (manifest.state !== "running") check("state", manifest.state, isDone ? "complete" : "stopped");
}
