import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Answer, AnswerScorer, Score } from "../../packages/core/src/index.ts";
import { exactMatch, fuzzyMatch, wordF1 } from "../../packages/scorer/src/index.ts";
import { type Compared, DATA, json, lines, within } from "./compared.ts";

/** Recorded answers, the same with the right number below, and naughty strings: judged here and by Python. */
export function matches(): Compared[] {
  const gold = lines<{ answer: string }>("gsm8k/test.jsonl");
  const naughty = json<string[]>("strings/blns.json");
  const answers = readdirSync(join(DATA, "zeroeval/gsm")).flatMap((name) =>
    lines<{ id: string; output: string[] | string }>(`zeroeval/gsm/${name}`).flatMap(({ id, output }) => {
      const reference = gold[Number(id.split("#")[1])]!.answer;
      const text = [output].flat()[0] ?? "";
      return [text, `${text}\n####${reference.split("####")[1]}.`].map((one) => ({ output: one, reference }));
    }),
  );
  const strings = naughty.flatMap((text, place) =>
    [text, `The ${text}!`, naughty[(7 * place) % naughty.length]!].map((reference) => ({ output: text, reference })),
  );
  const cases = [...answers, ...strings];
  const python = spawnSync("python3", [join(import.meta.dirname, "matches.py")], {
    input: cases.map((one) => JSON.stringify(one)).join("\n"),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (python.status !== 0) return [];
  type Judged = Readonly<Record<"strict" | "flexible" | "fuzzy" | "f1", number>>;
  const theirs = python.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Judged);
  const options = { ignore: [",", "\\$", "[^]*#### ", "\\.$"], ignoreCase: true };
  const strict = { find: "#### (\\-?[0-9\\.\\,]+)", otherwise: "[invalid]" };
  const flexible = { find: "(-?[$0-9.,]{2,})|(-?[0-9]+)", which: -1, otherwise: "[invalid]" };
  const scorers: [keyof Judged, string, string, AnswerScorer][] = [
    [
      "strict",
      "exact-match",
      "lm-eval's gsm8k, strict-match, in Python",
      exactMatch({ ...options, transform: strict }),
    ],
    [
      "flexible",
      "exact-match",
      "lm-eval's gsm8k, flexible-extract, in Python",
      exactMatch({ ...options, transform: flexible }),
    ],
    ["fuzzy", "fuzzy-match", "OpenAI evals' fuzzy match, in Python", fuzzyMatch()],
    ["f1", "word-f1", "SQuAD's F1, in Python", wordF1()],
  ];
  return scorers.map(([name, scorer, reference, ours]) => {
    const pairs = cases.map(({ output, reference: expected }, place) => {
      const answer = { output, case: { id: "c", vars: {}, expected } } as unknown as Answer;
      return [(ours.score(answer) as Score).value ?? NaN, theirs[place]![name]] as const;
    });
    return { scorer, reference, ...within(pairs, 1e-12) };
  });
}
