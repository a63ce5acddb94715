import { existsSync } from "node:fs";
import { basename } from "node:path";
import { SameseedError } from "@sameseed/core";
import { readManifest, refuseInput, refuseOutput, type RunFolder } from "@sameseed/runner";

/**
 * Errors: `BAD_ARGUMENT` where writing `file` would replace one of the files `read`, a file that a run keeps, or a file with
 * the name of one that the run read: manifests have names without folders. `BAD_RUN` where it cannot be written.
 */
export async function refuseReplacing(
  file: string,
  folder: RunFolder,
  read: readonly (string | undefined)[] = [],
): Promise<void> {
  await refuseInput(
    file,
    read.filter((one) => one !== undefined),
  );
  await refuseOutput(file);
  if (!existsSync(file)) return;
  const { cases, variants } = await readManifest(folder);
  const names = [
    cases.dataset,
    ...variants.map(({ identity }) => (identity as { readonly file?: unknown } | null)?.file),
  ];
  if (names.some((name) => name === basename(file)))
    throw new SameseedError("BAD_ARGUMENT", `Cannot replace ${file}: the run read a file of this name.`, {
      hint: "Name another file.",
    });
}
