import { stat } from "node:fs/promises";
import { SameseedError } from "@sameseed/core";
import { compareTwoRuns } from "@sameseed/pipeline/compare";
import type { RunFolder } from "@sameseed/runner";
import type { RunsComparison } from "@sameseed/viewer";

/** The comparison that was shown last, for as long as the files of both runs are the same: a million rows take half a minute. */
export class ComparedRuns {
  #key = "";
  #comparison: Promise<RunsComparison> | undefined;

  async of(folders: readonly [RunFolder, RunFolder]): Promise<RunsComparison> {
    const key = JSON.stringify(await Promise.all(folders.map(stateOf)));
    if (this.#comparison === undefined || key !== this.#key) {
      this.#key = key;
      this.#comparison = comparedRuns(folders);
      this.#comparison.catch(() => (this.#comparison = undefined));
    }
    return this.#comparison;
  }
}

/** Identifies a comparison: it changes with the rows, the labels and the manifest. */
async function stateOf({ path, manifestFile, rowsFile }: RunFolder): Promise<readonly unknown[]> {
  const files = await Promise.all([path, manifestFile, rowsFile].map((file) => stat(file).catch(() => null)));
  return [path, ...files.flatMap((file) => [file?.mtimeMs, file?.size])];
}

/** Two runs for the page. Runs that were not measured in the same way are still compared, with that as a caveat. */
async function comparedRuns(folders: readonly [RunFolder, RunFolder]): Promise<RunsComparison> {
  const compared = async (force: boolean, notAlike: string | null): Promise<RunsComparison> => {
    const { comparisons, gaps, notes } = await compareTwoRuns(folders, { force });
    return { comparisons, notes: [...gaps.map(({ message }) => message), ...notes], notAlike };
  };
  try {
    return await compared(false, null);
  } catch (error) {
    if (!(error instanceof SameseedError) || error.code !== "BAD_RUN") throw error;
    return compared(true, error.message);
  }
}
