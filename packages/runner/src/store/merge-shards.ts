import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { isInShard, type Manifest, SameseedError, option } from "@sameseed/core";
import { wholeLines } from "./row-index.ts";
import { createRunFolder, removeRunFolder, type RunFolder, writeManifest } from "./run-folder.ts";
import type { ShardSet, StoredShard } from "./shard-set.ts";

/** How every stored row begins. */
const PREFIX = /^\{"trial":\{"index":(\d+),"order":(\d+),/;
const PREFIX_BYTES = 80;
const NEWLINE = 10;

/**
 * Writes the shards of a plan as one run. Rows are copied unchanged: all results are the same as in a run
 * without shards. Streams: one bit per trial and one piece of a file in memory. Errors: `BAD_RUN` naming the
 * shard that is unfinished, lacks rows, or contains a row of another shard.
 */
export async function mergeShards(
  results: string,
  { shards, missing }: ShardSet,
  { isPartial = false }: { readonly isPartial?: boolean } = {},
): Promise<{ readonly folder: RunFolder; readonly manifest: Manifest }> {
  const { manifest: first } = shards[0]!;
  if (!isPartial) refuseIncomplete({ shards, missing });
  const folder = await createRunFolder(results, first.name);
  try {
    const draft = `${folder.rowsFile}.part`;
    const counts: { -readonly [State in keyof Manifest["counts"]]: number } = {
      planned: first.counts.planned,
      completed: 0,
      truncated: 0,
      refused: 0,
      failed: 0,
    };
    const taken = new Uint8Array(Math.ceil(first.counts.planned / 8));
    async function* copied(): AsyncGenerator<Buffer> {
      for (const shard of shards) {
        const { completed, truncated, refused, failed } = shard.manifest.counts;
        const counted = completed + truncated + refused + failed;
        const rows = yield* copiedRows(shard, taken);
        if (rows !== counted && !isPartial) throw lacksRows(shard, rows, counted);
        counts.completed += completed;
        counts.truncated += truncated;
        counts.refused += refused;
        counts.failed += failed;
      }
    }
    await pipeline(copied, createWriteStream(draft));
    await rename(draft, folder.rowsFile);
    const isWhole = missing.length === 0 && shards.every(({ manifest }) => manifest.state === "complete");
    const manifest = mergedManifest(folder.id, shards, { counts, state: isWhole ? "complete" : "stopped" });
    await writeManifest(folder, manifest);
    return { folder, manifest };
  } catch (error) {
    await removeRunFolder(folder);
    throw error;
  }
}

function refuseIncomplete({ shards, missing }: ShardSet): void {
  const of = shards[0]!.manifest.shard.of;
  if (missing.length > 0) {
    const names = missing.slice(0, 10).join(", ") + (missing.length > 10 ? `… (${missing.length} in all)` : "");
    throw new SameseedError(
      "BAD_RUN",
      `Of ${of} shards ${missing.length === 1 ? "one is" : "some are"} missing: ${names}.`,
      {
        hint: `Run them (${option("shard")} ${missing[0]!}/${of}), or merge the existing shards with ${option("isPartial")}.`,
      },
    );
  }
  const open = shards.find(({ manifest }) => manifest.state !== "complete");
  if (open === undefined) return;
  const { index } = open.manifest.shard;
  throw new SameseedError(
    "BAD_RUN",
    `Shard ${index}/${of} is not complete: ${open.folder.id} is ${open.manifest.state}.`,
    {
      hint: `Continue it with ${option("shard")} ${index}/${of} and ${option("resume")}, or merge the existing shards with ${option("isPartial")}.`,
    },
  );
}

function lacksRows({ folder }: StoredShard, rows: number, counted: number): SameseedError {
  return new SameseedError("BAD_RUN", `${folder.rowsFile} has ${rows} rows; its manifest counts ${counted}.`, {
    hint: "The file was changed or copied in part; copy the shard's folder again.",
  });
}

/**
 * The rows of a shard as stored; at the end, the number of trials with a row. `taken` has a bit for each
 * trial of the shards before: a chain may begin at any position of the plan, so that only this tells which
 * shard its rows belong to.
 */
async function* copiedRows({ folder, manifest }: StoredShard, taken: Uint8Array): AsyncGenerator<Buffer, number> {
  const { shard, counts, variants } = manifest;
  const hasChains = manifest.cases.chains !== undefined;
  const seen = new Uint8Array(Math.ceil(counts.planned / 8));
  let rows = 0;
  let line = 0;
  for await (const piece of wholeLines(folder.rowsFile)) {
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, start)) {
      line++;
      const match = PREFIX.exec(piece.toString("latin1", start, Math.min(end, start + PREFIX_BYTES)));
      const index = Number(match?.[1] ?? Number.NaN);
      const block = Math.floor(Number(match?.[2] ?? Number.NaN) / variants.length);
      const bit = 1 << (index % 8);
      const place = Math.floor(index / 8);
      const isHere = hasChains ? (taken[place]! & bit) === 0 : isInShard(shard, block);
      if (!(index < counts.planned) || !isHere) {
        throw new SameseedError(
          "BAD_RUN",
          `${folder.rowsFile}:${line}: this is not a row of shard ${shard.index}/${shard.of}.`,
          {
            hint: "The file was changed by another program; run the shard again.",
          },
        );
      }
      if ((seen[place]! & bit) === 0) rows++;
      seen[place]! |= bit;
      start = end + 1;
    }
    yield Buffer.from(piece); // the piece's memory is used again for the next one
  }
  if (hasChains) for (let place = 0; place < seen.length; place++) taken[place]! |= seen[place]!;
  return rows;
}

function mergedManifest(
  runId: string,
  shards: readonly StoredShard[],
  { counts, state }: Pick<Manifest, "counts" | "state">,
): Manifest {
  const manifests = shards.map(({ manifest }) => manifest);
  const { shard: _, ...first } = manifests[0]!;
  const ends = manifests.flatMap(({ endedAt }) => endedAt ?? []).toSorted();
  return {
    ...first,
    runId,
    state,
    startedAt: manifests.map(({ startedAt }) => startedAt).toSorted()[0]!,
    endedAt: ends.at(-1) ?? null,
    counts,
    notes: [...new Set(manifests.flatMap(({ notes }) => notes))],
    mergedFrom: shards.map(({ folder }) => folder.id),
    ...(first.judges !== undefined && {
      judges: first.judges.map((judge, place) => {
        const calls = manifests.flatMap(({ judges = [] }) => judges[place]?.calls ?? []);
        return calls.length === 0 ? judge : { ...judge, calls };
      }),
    }),
  };
}
