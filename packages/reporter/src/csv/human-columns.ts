import type { HumanLabel, Manifest, Row } from "@sameseed/core";

/** People's labels, as a column of the tables. */
export interface HumanColumn {
  readonly name: string;
  /** The mean of people's labels of the row in [0, 1]; undefined without a label. */
  value(row: Row): number | undefined;
}

/**
 * One column for each metric with ratings by people, and one for each with preferences: `human.<metric>`,
 * `human.<metric>.wins`.
 */
export function humanColumns({ labels = [] }: Pick<Manifest, "labels">): readonly HumanColumn[] {
  const kinds = new Map(
    labels.map(({ metric, scale }) => [`human.${metric}${scale === "preference" ? ".wins" : ""}`, { metric, scale }]),
  );
  return [...kinds].map(([name, { metric, scale }]) => {
    const isPreference = scale === "preference";
    const isMine = (label: HumanLabel): boolean =>
      label.metric === metric && (label.scale === "preference") === isPreference;
    return { name, value: (row) => mean((row.labels ?? []).filter(isMine)) };
  });
}

function mean(labels: readonly HumanLabel[]): number | undefined {
  if (labels.length === 0) return undefined;
  return labels.reduce((sum, { value }) => sum + value, 0) / labels.length;
}
