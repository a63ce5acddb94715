import { appendFile } from "node:fs/promises";
import type { Check } from "./gate.ts";

/** GitHub shows ten annotations of a kind and step; the rest would be lost without a word. */
const MOST_ANNOTATIONS = 10;

/** What the environment says of GitHub Actions; null elsewhere, and then nothing is written. */
export function githubActions(env: NodeJS.ProcessEnv): { readonly summaryFile: string | undefined } | null {
  return env["GITHUB_ACTIONS"] === "true" ? { summaryFile: env["GITHUB_STEP_SUMMARY"] } : null;
}

/** Workflow commands that mark failed checks as errors and undecided ones as warnings. */
export function annotations(checks: readonly Check[]): readonly string[] {
  const of = (result: Check["result"], command: "error" | "warning"): string[] => {
    const found = checks.filter((check) => check.result === result);
    const shown = found.slice(0, found.length > MOST_ANNOTATIONS ? MOST_ANNOTATIONS - 1 : MOST_ANNOTATIONS);
    const rest = found.length - shown.length;
    return [
      ...shown.map(({ name, message }) => `::${command} title=${property(name)}::${data(message)}`),
      ...(rest > 0 ? [`::${command} title=sameseed::and ${rest} more`] : []),
    ];
  };
  return [...of("failed", "error"), ...of("undecided", "warning")];
}

export async function writeStepSummary(file: string, markdown: string): Promise<void> {
  await appendFile(file, `${markdown}\n`);
}

/** The escapes of workflow commands (actions/toolkit, command.ts). */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
