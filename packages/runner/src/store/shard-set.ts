import { resolve } from "node:path";
import { type Manifest, SameseedError, option } from "@sameseed/core";
import { readManifest, type RunFolder } from "./run-folder.ts";

/** A run that is one part of a plan. */
export interface StoredShard {
  readonly folder: RunFolder;
  readonly manifest: Manifest & { readonly shard: NonNullable<Manifest["shard"]> };
}

/** The shards of one plan, in their order. */
export interface ShardSet {
  readonly shards: readonly StoredShard[];
  /** Numbers of the shards that are not there. */
  readonly missing: readonly number[];
}

/**
 * Reads the manifests of runs to merge. Errors: `BAD_RUN` with the run's name for one that is not a shard, a
 * repeated shard, and shards of different plans or versions.
 */
export async function readShards(folders: readonly RunFolder[]): Promise<ShardSet> {
  const shards: StoredShard[] = [];
  for (const folder of folders) {
    const manifest = await readManifest(folder);
    if (!isShard(manifest)) {
      throw new SameseedError("BAD_RUN", `${folder.id} is not a shard: it runs the whole plan.`, {
        hint: `Merge runs that were started with ${option("shard")}; sameseed compare compares whole runs.`,
      });
    }
    shards.push({ folder, manifest });
  }
  const first = shards[0];
  if (first === undefined) {
    throw new SameseedError("BAD_ARGUMENT", "There is no shard to merge.", {
      hint: "Name the folders of the shards: sameseed merge results/*.",
    });
  }
  for (const shard of shards) refuseForeign(first, shard);
  const byNumber = new Map<number, StoredShard>();
  for (const shard of shards) {
    const { index, of } = shard.manifest.shard;
    const other = byNumber.get(index);
    if (other !== undefined) throw twice(`Shard ${index}/${of}`, other.folder, shard.folder);
    byNumber.set(index, shard);
  }
  const { of } = first.manifest.shard;
  const numbers = Array.from({ length: of }, (_, place) => place + 1);
  return {
    shards: numbers.flatMap((number) => byNumber.get(number) ?? []),
    missing: numbers.filter((number) => !byNumber.has(number)),
  };
}

function isShard(manifest: Manifest): manifest is StoredShard["manifest"] {
  return manifest.shard !== undefined;
}

function refuseForeign(first: StoredShard, { folder, manifest }: StoredShard): void {
  const { shard, hash, tool, name } = first.manifest;
  if (manifest.hash !== hash) {
    throw new SameseedError("BAD_RUN", `${folder.id} is a shard of another plan than ${first.folder.id} (${name}).`, {
      hint: "All shards need the same benchmark, cases, prompts, models, scorers, seed and selection.",
    });
  }
  if (manifest.shard.of !== shard.of) {
    throw new SameseedError(
      "BAD_RUN",
      `${folder.id} is one of ${manifest.shard.of} shards, ${first.folder.id} one of ${shard.of}.`,
      { hint: `Merge the shards of one division: the same n in ${option("shard")} i/n.` },
    );
  }
  if (manifest.tool.version !== tool.version) {
    throw new SameseedError(
      "BAD_RUN",
      `${folder.id} was made by sameseed ${manifest.tool.version}, ${first.folder.id} by ${tool.version}.`,
      { hint: "Run all shards with one version: another version may send or score differently." },
    );
  }
}

function twice(shard: string, first: RunFolder, second: RunFolder): SameseedError {
  if (resolve(first.path) === resolve(second.path))
    return new SameseedError("BAD_RUN", `${shard} is named twice: ${first.path}.`, { hint: "Name each folder once." });
  return new SameseedError("BAD_RUN", `${shard} exists twice: ${first.path} and ${second.path}.`, {
    hint: "Leave one of them out.",
  });
}
