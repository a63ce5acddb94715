import { count, type WordedSliceReport } from "@sameseed/core";
import { pText } from "../words/difference-text.ts";
import { folded, list, markdownTable, plain } from "./markdown-text.ts";
import { interactionText, shownGroups, sliceVerdict } from "../terminal/slice-groups.ts";
import { lineDifference, meansText } from "../terminal/slice-table.ts";

/** Slices that contradict the overall verdict. They are not folded. */
export function sliceWarningsMarkdown(slices: WordedSliceReport | undefined): string {
  if (slices === undefined || slices.warnings.length === 0) return "";
  return list(slices.warnings.map(({ text }) => `⚠️ **${plain(text)}**`));
}

/** The tables by slice of the first metric, folded. */
export function slicesMarkdown(slices: WordedSliceReport | undefined): string {
  if (slices === undefined) return "";
  const { groups } = shownGroups(slices, slices.comparisons[0]?.metric ?? "score");
  const tables = groups.map((group) => {
    const interaction = interactionText(group);
    return [
      `**${plain(`${group.b} against ${group.a} by ${group.key}`)}**`,
      markdownTable(
        ["slice", "n:", "mean A → B:", "difference in points \\[95 %\\]:", "p (Holm):", "verdict"],
        group.lines.map((line) => [
          plain(line.slice),
          count(line.n),
          meansText(line),
          plain(lineDifference(line)),
          plain(pText(line.pAdjusted)),
          sliceVerdict(line),
        ]),
      ),
      ...(interaction === null ? [] : [plain(interaction)]),
    ].join("\n\n");
  });
  const omitted = slices.omitted.map(({ key, reason }) => plain(`No slices by ${key}: ${reason}.`));
  return tables.length + omitted.length === 0
    ? ""
    : folded(`By ${plain(slices.keys.map(({ key }) => key).join(", "))}`, [...tables, ...omitted].join("\n\n"));
}
