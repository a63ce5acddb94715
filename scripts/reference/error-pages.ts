import { ERROR_CODES, FAILURE_KINDS, type Guide } from "./error-guide.ts";

/** The page of errors in Markdown: each code and each kind of failed trial, in alphabetical order. */
export function errorReference(): string {
  return `# Troubleshooting

<!-- Generated from the lists in the code by pnpm reference. -->

This page lists the errors with their causes and remedies. There are two types: mistakes have a code, and failed trials have a kind.

- A **mistake** in the benchmark, a file or an option stops the command with exit code 2. Nearly all mistakes are found before any request is sent. The error gives the problem, the location and the remedy.
- A **failed trial** does not stop a run. It is a row whose column \`error\` contains the kind and the message, and the run ends with exit code 1.

In TypeScript, a mistake is a \`SameseedError\` with \`code\` and \`hint\`. A failed trial is an outcome \`{status: "failed", error: {kind, message}}\`.

| exit code | meaning |
| --- | --- |
| 0 | every request was answered, and every gate passed |
| 1 | a trial or a judge request failed after all retries; a limit such as \`--max-cost\` or a change of the backend (\`--fail-on-drift\`) stopped the run; a gate failed; or \`verify\` found differences |
| 2 | a mistake in the benchmark, a file or an option; a file that cannot be written; or an internal error |
| 3 | a gate is undecided, for example because of too few cases |
| 130 | stopped with Ctrl-C or SIGTERM; \`--resume\` continues the run |

## Mistakes by code

${links(ERROR_CODES)}
${sections(ERROR_CODES)}
## Failed trials by kind

"Retried" means that sameseed retries automatically: by default up to 20 times for \`rate_limited\` and up to 4 times for the others. \`--max-retries\` sets one number for all of them. If the response says how long to wait, sameseed waits at least that long, otherwise longer after each attempt. Kinds without this word are not retried.

Requests that were not sent have no row; \`sameseed run <benchmark> --resume\` sends them. Failed trials have a row; \`sameseed run <benchmark> --retry-errors\` sends only these again. After an interrupted run, use \`--resume\` first: see [stop and resume](resume.md#a-service-that-cannot-be-used).

${links(FAILURE_KINDS)}
${sections(FAILURE_KINDS)}`;
}

type Guides = Readonly<Record<string, Guide>>;

function sorted(guides: Guides): [string, Guide][] {
  return Object.entries(guides).toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** Links to the sections. */
function links(guides: Guides): string {
  return `${sorted(guides)
    .map(([name]) => `[\`${name}\`](#${name.toLowerCase()})`)
    .join(", ")}\n`;
}

function sections(guides: Guides): string {
  return sorted(guides)
    .map(([name, { meaning, example, remedies }]) => {
      const steps = remedies.map((remedy) => `- ${remedy}\n`).join("");
      return `### \`${name}\`\n\n${meaning}\n\n\`\`\`text\n${example}\n\`\`\`\n\n${steps}`;
    })
    .join("\n");
}
