import type { RunFolder } from "@sameseed/runner";
import { readHistory } from "../history/read-history.ts";
import type { ComparedSides } from "./case-changes.ts";
import { baselineLabel } from "./compare-with-baseline.ts";
import { labelOf } from "./compare-two-runs.ts";

/** Cost and time of a variant; null where unknown. */
export interface VariantMeasure {
  /** US dollars for 1,000 trials. */
  readonly costPerThousandUsd: number | null;
  /** Of the answers that were not cached. */
  readonly latencyMsP50: number | null;
  readonly latencyMsP95: number | null;
}

/** Costs and times of a run's variants, by id. */
export async function variantMeasures(
  folder: RunFolder,
  variants: readonly { readonly id: string }[],
): Promise<Readonly<Record<string, VariantMeasure>>> {
  const lines = await readHistory([folder]);
  const known = new Map(
    lines.map(({ summary: { variant, latencyMsP50, latencyMsP95 }, costPerThousandUsd }) => [
      variant,
      { costPerThousandUsd, latencyMsP50, latencyMsP95 },
    ]),
  );
  return Object.fromEntries(
    variants.flatMap(({ id }) => {
      const measure = known.get(id);
      return measure === undefined ? [] : [[id, measure]];
    }),
  );
}

/** Costs and times of all that was compared, by the labels of the comparisons. */
export async function comparedMeasures(sides: ComparedSides): Promise<ReadonlyMap<string, VariantMeasure>> {
  const of = async (folder: RunFolder, label: (id: string) => string): Promise<[string, VariantMeasure][]> =>
    (await readHistory([folder])).map(({ summary: { variant, latencyMsP50, latencyMsP95 }, costPerThousandUsd }) => [
      label(variant),
      { costPerThousandUsd, latencyMsP50, latencyMsP95 },
    ]);
  const same = (id: string): string => id;
  switch (sides.kind) {
    case "run":
      return new Map(await of(sides.run, same));
    case "runs":
      return new Map([
        ...(await of(sides.before, (id) => labelOf(id, 1))),
        ...(await of(sides.after, (id) => labelOf(id, 2))),
      ]);
    case "baseline":
      return new Map([
        ...Object.entries(sides.file.measures ?? {}).map(([id, measure]) => [baselineLabel(id), measure] as const),
        ...(await of(sides.run, same)),
      ]);
  }
}
