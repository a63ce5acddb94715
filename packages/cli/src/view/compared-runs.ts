import { SameseedError } from "@sameseed/core";
import { compareTwoRuns } from "@sameseed/pipeline/compare";
import type { RunFolder } from "@sameseed/runner";
import type { RunsComparison } from "@sameseed/viewer";

/** Two runs for the page. Runs that were not measured alike are compared all the same, with the reason that speaks against it. */
export async function comparedRuns(folders: readonly [RunFolder, RunFolder]): Promise<RunsComparison> {
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
