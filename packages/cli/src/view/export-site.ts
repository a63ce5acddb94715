import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SameseedError } from "@sameseed/core";
import { htmlFile } from "@sameseed/reporter";
import { summarize } from "@sameseed/analysis";
import { makeFolder, readManifest, readRows, type RunFolder } from "@sameseed/runner";
import { builtPage, fillPage } from "@sameseed/viewer";
import { runEntries } from "./run-entries.ts";

/** The contents of a site. */
export interface Site {
  readonly results: string;
  readonly folders: readonly RunFolder[];
  /** Called for a run that is left out, since its manifest cannot be read. */
  readonly onDamaged: (error: SameseedError) => void;
}

/**
 * Writes runs as a site of plain files: `index.html` lists them, `runs/<id>.html` is one run each. It needs
 * no server and works in any folder. Returns the written files.
 */
export async function exportSite({ results, folders, onDamaged }: Site, to: string): Promise<readonly string[]> {
  if (folders.length === 0)
    throw new SameseedError("NOT_FOUND", `There are no runs in ${results}.`, {
      hint: "Run one: sameseed run <benchmark>.",
    });
  await refuseOtherFiles(to);
  await makeFolder(join(to, "runs"));
  const files: string[] = [];
  for (const folder of folders) {
    const file = join(to, "runs", `${folder.id}.html`);
    const manifest = await readManifest(folder).catch((error: unknown) => {
      if (!(error instanceof SameseedError)) throw error;
      onDamaged(error);
      return null;
    });
    if (manifest === null) continue;
    await summarize(manifest, readRows(folder.rowsFile, manifest.counts.planned), [htmlFile(file, manifest)]);
    files.push(file);
  }
  const ids = new Set(folders.map(({ id }) => id));
  const listed = (await runEntries(results))
    .filter(({ id }) => ids.has(id))
    .map((entry) => ({ ...entry, href: `runs/${encodeURIComponent(entry.id)}.html` }));
  const index = join(to, "index.html");
  await writeFile(index, fillPage(builtPage(), { title: "Runs · sameseed", data: { kind: "site", runs: listed } }));
  return [index, ...files];
}

/** A site replaces an earlier one, but is never written to a folder with other files. */
async function refuseOtherFiles(to: string): Promise<void> {
  const names = await readdir(to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new SameseedError("BAD_ARGUMENT", `Cannot write into ${to}: ${error.message}.`, { cause: error });
  });
  const other = names.find((name) => name !== "index.html" && name !== "runs");
  if (other === undefined) return;
  throw new SameseedError("BAD_ARGUMENT", `${to} holds ${other}, which is not part of a site.`, {
    hint: "Name a new or empty folder.",
  });
}
