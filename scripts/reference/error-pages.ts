import { ERROR_CODES, FAILURE_KINDS, type Guide } from "./error-guide.ts";

/** The page of errors in Markdown: each code and each kind of failed trial, in alphabetical order. */
export function errorReference(): string {
  return `# Troubleshooting

This page lists all errors with their causes and remedies. There are two types:

- A **mistake** in the benchmark, a file or an option stops the command with exit code 2 before any request is sent. The error gives the problem, the location and the remedy.
- A **failed trial** does not stop a run. It is a row whose column \`error\` contains the kind and the message, and the run ends with exit code 1.

In TypeScript, a mistake is a \`SameseedError\` with \`code\` and \`hint\`. A failed trial is an outcome \`{status: "failed", error: {kind, message}}\`. This page is generated from the lists in the code by \`pnpm reference\`.

| exit code | meaning |
| --- | --- |
| 0 | every request was answered, every gate passed |
| 1 | a trial failed after all retries, or a gate failed |
| 2 | a mistake: correct the option, file or key |
| 3 | a gate is undecided, for example because of too few cases |
| 130 | stopped with Ctrl-C; \`--resume\` continues |

## Mistakes by code

${table(ERROR_CODES)}
${sections(ERROR_CODES)}
## Failed trials by kind

"Retried" means that sameseed retries automatically, up to \`--max-retries\` times, after the waiting time that the service requests. \`sameseed run <benchmark> --retry-errors\` sends only the failed trials of a run again.

${table(FAILURE_KINDS)}
${sections(FAILURE_KINDS)}`;
}

type Guides = Readonly<Record<string, Guide>>;

function sorted(guides: Guides): [string, Guide][] {
  return Object.entries(guides).toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function table(guides: Guides): string {
  const rows = sorted(guides).map(([name, { meaning }]) => `| [\`${name}\`](#${name.toLowerCase()}) | ${meaning} |\n`);
  return `| | |\n| --- | --- |\n${rows.join("")}`;
}

function sections(guides: Guides): string {
  return sorted(guides)
    .map(([name, { meaning, example, remedies }]) => {
      const steps = remedies.map((remedy) => `- ${remedy}\n`).join("");
      return `### \`${name}\`\n\n${meaning}\n\n\`\`\`text\n${example}\n\`\`\`\n\n${steps}`;
    })
    .join("\n");
}
