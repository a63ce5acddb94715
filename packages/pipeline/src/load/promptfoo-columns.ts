import { isPromptfooColumn } from "@sameseed/compat/column-names";
import type { RecordColumns } from "@sameseed/runner";

export interface PromptfooColumnsOptions {
  /** The benchmark's scorers as its file lists them: `assert` reads the scorers of cases. */
  readonly scorers: readonly unknown[];
  /** Whether cells may contain code. */
  readonly trustsData: boolean;
}

/** promptfoo's columns of a table. Their reader is loaded only for tables that have one. */
export function promptfooColumns({ scorers, trustsData }: PromptfooColumnsOptions): RecordColumns {
  return {
    isMarked: isPromptfooColumn,
    reader: async () => {
      const { hasAssert, tableColumns } = await import("@sameseed/compat");
      return tableColumns({ isAsserted: hasAssert(scorers), trustsData });
    },
  };
}
