import { appendFile, stat } from "node:fs/promises";
import type { Check } from "@sameseed/pipeline/compare";

/** GitHub shows ten annotations of a kind and step; the rest would be lost without a word. */
const MOST_ANNOTATIONS = 10;
/** GitHub's limit for the summary of a step. */
const MOST_SUMMARY_BYTES = 1024 * 1024;
const CLOSING = "</details>";
const REST = "\n… The rest does not fit here; report.md in the run's folder has it.";

/** GitHub Actions' settings from the environment; null elsewhere, where nothing is written. */
export function githubActions(env: NodeJS.ProcessEnv): { readonly summaryFile: string | undefined } | null {
  return env["GITHUB_ACTIONS"] === "true" ? { summaryFile: env["GITHUB_STEP_SUMMARY"] } : null;
}

/** The page of the current workflow run; null elsewhere, and with other values in the environment. */
export function workflowUrl(env: NodeJS.ProcessEnv): string | null {
  const { GITHUB_SERVER_URL: server = "", GITHUB_REPOSITORY: repository = "", GITHUB_RUN_ID: id = "" } = env;
  const isPlain = /^https:\/\/[\w.-]+$/.test(server) && /^[\w.-]+\/[\w.-]+$/.test(repository) && /^\d+$/.test(id);
  return isPlain ? `${server}/${repository}/actions/runs/${id}` : null;
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
  return [...of("failed", "error"), ...of("undecided", "warning"), ...of("warning", "warning")];
}

/** Appends to the step's summary as much as GitHub accepts, since it shows no part of a larger summary. */
export async function writeStepSummary(file: string, markdown: string): Promise<void> {
  const written = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  await appendFile(file, `${summaryWithin(markdown, MOST_SUMMARY_BYTES - written - 1)}\n`);
}

/**
 * Whole lines in at most this many bytes; the last one says that more was left out. For a summary, and for a
 * comment.
 */
export function summaryWithin(markdown: string, bytes: number): string {
  if (Buffer.byteLength(markdown) <= bytes) return markdown;
  let room = bytes - Buffer.byteLength(`${CLOSING}\n${REST}`);
  if (room < 0) return "";
  const kept: string[] = [];
  for (const line of markdown.split("\n")) {
    room -= Buffer.byteLength(line) + 1;
    if (room < 0) break;
    kept.push(line);
  }
  const open = kept.filter((line) => line === "<details>").length - kept.filter((line) => line === CLOSING).length;
  return [...kept, ...(open > 0 ? [CLOSING] : []), REST].join("\n");
}

/** The escapes of workflow commands (actions/toolkit, command.ts). */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
