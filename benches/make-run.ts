import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runBenchmark } from "../packages/pipeline/src/run/run-benchmark.ts";
import { fake } from "../packages/runner/src/index.ts";
import { contains } from "../packages/scorer/src/index.ts";
import { RandomStream } from "../packages/stats/src/index.ts";

const WORDS = "the robe takes two bolts of blue fiber and half as much white so that three are needed in all".split(
  " ",
);
const WORDS_AN_ANSWER = 60;

/** A run in a separate folder. */
export interface MadeRun {
  readonly folder: string;
  /** The parent folder of the run, as for `--out`. */
  readonly results: string;
  remove(): Promise<void>;
}

/** A complete run of two prompts with distinct answers; three of four contain the expected text. */
export async function makeRun(trials: number): Promise<MadeRun> {
  const results = await mkdtemp(join(tmpdir(), "made-run-"));
  const cases = Array.from({ length: trials / 2 }, (_, number) => ({
    id: `case-${number}`,
    vars: { question: `How many bolts does robe ${number} take? ${sentence(`question|${number}`)}`, answer: "3" },
  }));
  const finished = await runBenchmark(
    {
      name: "made",
      cases,
      prompts: [
        { id: "direct", text: "{{question}}" },
        { id: "again", text: "Again: {{question}}" },
      ],
      models: [
        fake("m", ({ case: id, messages }) => sentence(`answer|${id}|${String(messages[0]!.content).slice(0, 5)}`)),
      ],
      scorers: [contains({ expected: "{{answer}}" })],
    },
    { out: results, concurrency: 64 },
  );
  return { folder: finished!.folder, results, remove: () => rm(results, { recursive: true }) };
}

function sentence(label: string): string {
  const stream = new RandomStream(label);
  const words = Array.from({ length: WORDS_AN_ANSWER }, () => WORDS[stream.nextBelow(WORDS.length)]!);
  return `${words.join(" ")} #### ${stream.nextBelow(4) === 0 ? 2 : 3}`;
}
