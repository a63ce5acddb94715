import { Help } from "commander";

/** A narrower description next to its option is hard to read. */
const LEAST_DESCRIPTION = 20;
/** Of the margin and of the gap between an option and its description. */
const GAPS = 4;
const INDENT = "      ";

/** The layout of help: in a narrow terminal, a description is below its option, not next to it. */
export const HELP_LAYOUT: Partial<Help> = {
  showGlobalOptions: true,
  minWidthToWrap: LEAST_DESCRIPTION,
  formatItem(...item: Parameters<Help["formatItem"]>) {
    const [term, termWidth, description, helper] = item;
    const width = helper.helpWidth ?? 80;
    if (width - termWidth - GAPS >= LEAST_DESCRIPTION || description === "")
      return Help.prototype.formatItem.apply(helper, item);
    const text = helper.boxWrap(description, width - INDENT.length);
    return `  ${term}\n${INDENT}${text.replaceAll("\n", `\n${INDENT}`)}`;
  },
};
