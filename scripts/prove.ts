/**
 * `pnpm prove [data folder]`: recomputes published figures from recorded answers, through the command line,
 * and every scorer's reference values. Writes docs/proof.md. Without the data it reports that and changes
 * nothing.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Compared, DATA } from "../benches/references/compared.ts";
import { jsonSchemaSuite } from "../benches/references/formats.ts";
import { ifevalVerdicts, vicuna } from "../benches/references/recorded-answers.ts";
import { rouge, sacrebleu } from "../benches/references/text-metrics.ts";
import { type Proof, proofTable } from "./prove/proof.ts";
import { proveGsm8k, proveIfeval } from "./prove/recorded-benchmarks.ts";

const PAGE = join(import.meta.dirname, "../docs/proof.md");

function proofOf({ scorer, reference, compared, agreeing }: Compared): Proof {
  return {
    what: scorer,
    source: reference,
    n: compared,
    published: compared.toLocaleString("en"),
    ours: agreeing.toLocaleString("en"),
  };
}

if (!existsSync(DATA)) {
  console.log(`Skipped: there is no folder ${DATA} with the recorded answers. Name it: pnpm prove <folder>.`);
} else {
  const scratch = mkdtempSync(join(tmpdir(), "sameseed-prove-"));
  try {
    const benchmarks = [...proveGsm8k(DATA, join(scratch, "gsm8k")), ...proveIfeval(DATA, join(scratch, "ifeval"))];
    const compared = [
      rouge(),
      ...sacrebleu(),
      ifevalVerdicts("strict"),
      ifevalVerdicts("loose"),
      jsonSchemaSuite("draft7"),
      jsonSchemaSuite("draft2020-12"),
      vicuna(),
    ];
    const explanations = compared.flatMap(({ scorer, explanation }) =>
      explanation === undefined ? [] : [`- ${scorer}: ${explanation}\n`],
    );
    const page = pageOf({ benchmarks, compared: compared.map(proofOf), explanations });
    writeFileSync(PAGE, page);
    console.log(page);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Parts {
  readonly benchmarks: readonly Proof[];
  readonly compared: readonly Proof[];
  readonly explanations: readonly string[];
}

function pageOf({ benchmarks, compared, explanations }: Parts): string {
  return `# Proof

This page compares published results with those that sameseed computes from the same answers. It is the output of \`pnpm prove <folder>\`, where the folder holds the recorded answers of the sources below; they are not part of the repository.

\`\`\`sh no-run needs the recorded answers
pnpm prove reference-data
\`\`\`

## Benchmarks

The recorded answers of each model were scored by \`sameseed run\` with \`model: recorded\`; "ours" is the mean in \`summary.csv\`, rounded like the published figure.

${proofTable(benchmarks)}
On GSM8K a difference of 0.08 points is one answer of 1,319: the recordings do not say which answers the publishers counted as right. On IFEval the reference implementation uses random numbers for languages and for the letter of letter_frequency, so 3 of its 1,668 verdicts cannot be repeated.

## Scorers

Each scorer against the reference's own values: how many values there are, and how many of them ours equal.

${proofTable(compared)}
${explanations.length === 0 ? "" : `Differences:\n\n${explanations.join("")}\n`}[Statistics](statistics.md#checks-of-the-methods) shows how often the intervals contain the true value.
`;
}
