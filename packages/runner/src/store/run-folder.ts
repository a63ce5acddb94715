import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { Manifest, SameseedError, option } from "@sameseed/core";
import { makeFolder } from "../files/make-folder.ts";
import { irregularEntry } from "../files/regular-file.ts";
import { writeDurably } from "../files/durable-file.ts";

/** The only place that knows the names of a run's files. The reporter has the names of reports. */
export interface RunFolder {
  readonly id: string;
  readonly path: string;
  readonly manifestFile: string;
  readonly rowsFile: string;
  /** Answers that wait for a judge; there only while some do. */
  readonly journalFile: string;
  /** The name of the run's queue; only for a run over several machines. */
  readonly queueFile: string;
  /** Entries of the queue that are not rows; exists only if there were some. */
  readonly unreadableFile: string;
  /** The log of batches; exists only for a run over batch APIs. */
  readonly batchesFile: string;
}

export function runFolder(results: string, id: string): RunFolder {
  const path = join(results, id);
  return {
    id,
    path,
    manifestFile: join(path, "manifest.json"),
    rowsFile: join(path, "rows.jsonl"),
    journalFile: join(path, "answers.jsonl"),
    queueFile: join(path, "queue.json"),
    unreadableFile: join(path, "unreadable.jsonl"),
    batchesFile: join(path, "batches.jsonl"),
  };
}

/** Makes the folder of a new run: `<time>-<name>`, which sorts by time; never an existing one. */
export async function createRunFolder(results: string, name: string, now: Date = new Date()): Promise<RunFolder> {
  const time = now.toISOString().slice(0, 19).replaceAll(":", "-");
  const slug =
    name
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 60) || "run";
  try {
    await makeFolder(results);
    for (let copy = 1; ; copy++) {
      const folder = runFolder(results, `${time}-${slug}${copy === 1 ? "" : `-${copy}`}`);
      const isNew = await mkdir(folder.path).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === "EEXIST") return false;
          throw error;
        },
      );
      if (isNew) return folder;
    }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === "EEXIST" || code === "ENOTDIR" ? "it is not a folder" : message;
    throw new SameseedError("BAD_RUN", `Cannot write into ${results}: ${why}.`, {
      hint: `Choose another folder with ${option("out")}.`,
      cause,
    });
  }
}

/** Makes the folder `<id>-replay` next to a run, for a second scoring of its answers. Never reuses an existing folder. */
export async function copyRunFolder(results: string, { id }: RunFolder): Promise<RunFolder> {
  for (let copy = 1; ; copy++) {
    const folder = runFolder(results, `${id}-replay${copy === 1 ? "" : `-${copy}`}`);
    const made = await makeFolder(results)
      .then(() => mkdir(folder.path))
      .then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === "EEXIST") return false;
          throw new SameseedError("BAD_RUN", `Cannot write into ${results}: ${error.message}.`, {
            hint: `Choose another folder with ${option("out")}.`,
            cause: error,
          });
        },
      );
    if (made) return folder;
  }
}

/** Removes a run without a row, which would look like a result. */
export async function removeRunFolder({ path }: RunFolder): Promise<void> {
  await rm(path, { recursive: true, force: true });
}

/** Writes the manifest whole or not at all. */
export async function writeManifest({ manifestFile }: RunFolder, manifest: Manifest): Promise<void> {
  await writeDurably(manifestFile, JSON.stringify(manifest, null, 2) + "\n");
}

/** The trials of a whole run. */
export function plannedTrials({ cases, repeats, variants }: Pick<Manifest, "cases" | "repeats" | "variants">): number {
  return cases.count * repeats * variants.length;
}

/**
 * Errors: `NOT_FOUND` without a manifest; `BAD_RUN` for one that is damaged or contradicts itself, and for a
 * folder that contains a pipe, a socket or a device: every reader reads the manifest first, so that none of
 * them waits for such a file.
 */
export async function readManifest(folder: RunFolder): Promise<Manifest> {
  const odd = irregularEntry(folder.path);
  if (odd !== null) throw notAFile(odd);
  const text = await readFile(folder.manifestFile, "utf8").catch((cause: unknown) => {
    throw new SameseedError("NOT_FOUND", `${folder.path} is not a run: it has no manifest.json.`, { cause });
  });
  const manifest = parsedManifest(folder, text);
  const [stated, planned] = [manifest.counts.planned, plannedTrials(manifest)];
  if (stated === planned) return manifest;
  throw damaged(folder, `counts.planned is ${stated}, but its cases × variants × repeats are ${planned}`);
}

function notAFile({ path, kind }: { readonly path: string; readonly kind: string }): SameseedError {
  return new SameseedError("BAD_RUN", `${path} is ${kind}, but a run consists of files.`, {
    hint: "Restore the file, or remove what is in its place.",
  });
}

function parsedManifest(folder: RunFolder, text: string): Manifest {
  if (text.trim() === "") throw damaged(folder, "it is empty");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const isCut = text.trimEnd().endsWith("}") ? "it is not valid JSON" : "it is cut off";
    throw damaged(folder, isCut, cause);
  }
  const parsed = Manifest.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw damaged(folder, `${path.map(String).join(".") || "its content"}: ${message}`, parsed.error);
}

function damaged({ manifestFile, path }: RunFolder, problem: string, cause?: unknown): SameseedError {
  return new SameseedError("BAD_RUN", `${manifestFile} is not a manifest that this version reads: ${problem}.`, {
    hint: `Restore the file from a backup, or delete ${path}. Other runs are not affected.`,
    cause,
  });
}

/** The runs under `results`, oldest first. */
export async function listRuns(results: string): Promise<RunFolder[]> {
  const names = await readdir(results).catch(() => []);
  const folders = names.toSorted().map((name) => runFolder(results, name));
  const found = await Promise.all(
    folders.map(({ manifestFile }) =>
      stat(manifestFile).then(
        () => true,
        () => false,
      ),
    ),
  );
  return folders.filter((_, position) => found[position]);
}

/**
 * A run by id, by path, by the beginning of its id, or `latest`: the newest with a readable manifest. Newer runs with a
 * damaged manifest are skipped and passed to `onDamaged`.
 */
export async function findRun(
  results: string,
  reference: string,
  onDamaged: (error: SameseedError) => void = () => {},
): Promise<RunFolder> {
  const runs = await listRuns(results);
  if (reference === "latest" && runs.length > 0) return newestReadable(runs, onDamaged);
  // The name of the folder `.` is that of the current one.
  const path = /^\.{1,2}$/.test(basename(reference)) ? resolve(reference) : reference;
  const byPath = runFolder(join(path, ".."), basename(path));
  if (await exists(byPath.manifestFile)) return byPath;
  const matches = runs.filter(({ id }) => id === reference);
  const candidates = matches.length > 0 ? matches : runs.filter(({ id }) => id.includes(reference));
  if (candidates.length === 1) return candidates[0]!;
  if (candidates.length > 1) {
    throw new SameseedError("UNKNOWN_ID", `"${reference}" matches ${candidates.length} runs.`, {
      hint: `Name one: ${candidates
        .map(({ id }) => id)
        .slice(-5)
        .join(", ")}.`,
    });
  }
  throw await unknownRun(results, reference, runs.at(-1) ?? null);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function unknownRun(results: string, reference: string, newest: RunFolder | null): Promise<SameseedError> {
  if (await exists(reference)) {
    return new SameseedError("NOT_FOUND", `"${reference}" is not the folder of a run: it has no manifest.json.`, {
      hint: "Give the id of a run, or the folder that sameseed run wrote.",
    });
  }
  return new SameseedError("NOT_FOUND", `There is no run "${reference}" in ${results}.`, {
    hint:
      newest === null ? "There are no runs yet: sameseed run <benchmark>." : `Newest: ${newest.id}. See sameseed list.`,
  });
}

async function newestReadable(
  runs: readonly RunFolder[],
  onDamaged: (error: SameseedError) => void,
): Promise<RunFolder> {
  const errors: SameseedError[] = [];
  for (const folder of runs.toReversed()) {
    const error = await readManifest(folder).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error !== null && !(error instanceof SameseedError)) throw error;
    if (error === null) {
      for (const passed of errors) onDamaged(passed);
      return folder;
    }
    errors.push(error);
  }
  throw errors[0]!;
}
