import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { option, SameseedError } from "@sameseed/core";

/** Errors: `BAD_RUN` for a results folder that a run could not create or write to. Writes nothing. */
export function refuseOut(out: string): Promise<void> {
  return refuseFolder(out, `Choose another folder with ${option("out")}.`);
}

/**
 * The same for a file of `-o` or of a config, and for a folder in its place, since `-o` itself accepts a
 * folder for the results.
 */
export async function refuseOutput(file: string): Promise<void> {
  await refuseFolder(dirname(file), "Name a file in another folder with -o.");
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory() !== true) return;
  throw new SameseedError("BAD_RUN", `Cannot write ${file}: it is a folder.`, { hint: "Name a file with -o." });
}

async function refuseFolder(out: string, hint: string): Promise<void> {
  let folder = resolve(out);
  let found = await stat(folder).catch(() => null);
  while (found === null && folder !== dirname(folder)) {
    folder = dirname(folder);
    found = await stat(folder).catch(() => null);
  }
  const isWritable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (found?.isDirectory() === true && isWritable) return;
  const why = found?.isDirectory() === true ? "may not be written" : "is not a folder";
  throw new SameseedError("BAD_RUN", `Cannot write into ${out}: ${folder} ${why}.`, { hint });
}
