import { count, type Classification, type WordedReport, type VariantClasses } from "@sameseed/core";

/** Confusions that a line names. */
const MOST_CONFUSIONS = 3;
/** Variants of a metric that have a line; the files have all. */
const MOST_VARIANTS = 5;

/** A line a variant that names its most frequent confusions: `choice, direct/m: "refund" given as "billing" 3 of 20 times`. */
export function confusionLines({ classifications = [] }: Pick<WordedReport, "classifications">): readonly string[] {
  return classifications.flatMap(({ metric, labels, variants }) => {
    if (variants.length === 0) return [`${metric}: ${labels.length} labels are too many for a confusion matrix.`];
    const lines = variants.flatMap((of) => {
      const text = confusionText(labels, of);
      return text === "" ? [] : [`${metric}, ${of.variant}: ${text}`];
    });
    const rest = lines.length - MOST_VARIANTS;
    return rest > 0 ? [...lines.slice(0, MOST_VARIANTS), `${metric}: ${rest} more variants in confusion.csv.`] : lines;
  });
}

function confusionText(labels: Classification["labels"], { confusion }: VariantClasses): string {
  return confusion
    .flatMap((row, expected) => {
      const of = row.reduce((sum, answers) => sum + answers, 0);
      return row.flatMap((answers, given) =>
        given === expected || answers === 0 ? [] : [{ expected, given, answers, of }],
      );
    })
    .toSorted((left, right) => right.answers - left.answers)
    .slice(0, MOST_CONFUSIONS)
    .map(({ expected, given, answers, of }) => {
      const as = given < labels.length ? `given as "${labels[given]}"` : "without a label";
      return `"${labels[expected]}" ${as} ${count(answers)} of ${count(of)} times`;
    })
    .join(", ");
}
