/** Columns with a meaning in promptfoo. Has no imports: every table is checked for them, and few have any. */
const PROMPTFOO_COLUMN =
  /^__(?:expected\d*|prefix|suffix|description|metric|threshold|providerOutput|metadata(?::.+)?|config:.+)$/;

export function isPromptfooColumn(name: string): boolean {
  return PROMPTFOO_COLUMN.test(name);
}
