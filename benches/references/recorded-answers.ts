import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Vars } from "../../packages/core/src/index.ts";
import { ifeval, numeric } from "../../packages/scorer/src/index.ts";
import { wordIn } from "../../packages/scorer/src/judges/model-graded-classify.ts";
import { readRatings } from "../../packages/scorer/src/judges/read-ratings.ts";
import { type Compared, DATA, lines, scoreOf } from "./compared.ts";

/** IFEval's verdicts; where its code draws at random (languages, the letter of letter_frequency) they cannot be repeated. */
export function ifevalVerdicts(mode: "strict" | "loose"): Compared {
  interface Recorded {
    readonly prompt: string;
    readonly response: string | null;
    readonly instruction_id_list: readonly string[];
    readonly strict: readonly boolean[];
    readonly loose: readonly boolean[];
  }
  const inputs = new Map(
    lines<{ prompt: string; kwargs: Vars[] }>("mifeval/en_input_data.jsonl.gz").map(({ prompt, kwargs }) => [
      prompt,
      kwargs,
    ]),
  );
  const rows = readdirSync(join(DATA, "mifeval/en")).flatMap((name) => lines<Recorded>(`mifeval/en/${name}`));
  const scorer = ifeval({ mode });
  let compared = 0;
  const wrong: string[] = [];
  for (const row of rows) {
    for (const [place, id] of row.instruction_id_list.entries()) {
      const vars = { instruction_id_list: [id], kwargs: [inputs.get(row.prompt)![place]!] };
      compared++;
      if ((scoreOf(scorer, row.response ?? "", vars) === 1) !== row[mode][place]) wrong.push(id);
    }
  }
  return {
    scorer: `ifeval (${mode})`,
    reference: "IFEval's own verdicts on two models' answers",
    compared,
    agreeing: compared - wrong.length,
    ...(wrong.length > 0 && { explanation: `the reference draws at random there: ${wrong.join(", ")}` }),
  };
}

export function vicuna(): Compared {
  const file = "vicuna_gpt4_judge/review/vicuna-7b_20230322-fp16/review_gpt35_vicuna-7b.jsonl.gz";
  const rows = lines<{ text: string; score: [number, number] }>(file);
  const agreeing = rows.filter(({ text, score }) => {
    const ratings = readRatings(text, 2)?.map(({ value }) => value);
    return ratings !== undefined && ratings[0] === score[0] && ratings[1] === score[1];
  });
  return {
    scorer: "judges (ratings)",
    reference: "FastChat's GPT-4 reviews, as a person read them",
    compared: rows.length,
    agreeing: agreeing.length,
  };
}

/**
 * Answers that were right by the published accuracy, against sameseed's scorer: the difference counts as
 * disagreement.
 */
export function gsm8k(): Compared[] {
  const gold = lines<{ answer: string }>("gsm8k/test.jsonl");
  const published = { "Qwen2-7B": 80.06, "Mistral-Nemo": 82.79, "Phi-3.5-mini": 82.03, Mixtral: 70.13 };
  const files = readdirSync(join(DATA, "zeroeval/gsm"));
  return Object.entries(published).map(([model, percent]) => {
    const rows = lines<{ id: string; output: string[] | string }>(
      `zeroeval/gsm/${files.find((name) => name.startsWith(model))!}`,
    );
    const scorer = numeric({ marks: ["json"], expected: "{{answer}}" });
    const right = rows.filter(
      ({ id, output }) => scoreOf(scorer, [output].flat()[0] ?? "", { ...gold[Number(id.split("#")[1])]! }) === 1,
    ).length;
    const wanted = Math.round((percent / 100) * rows.length);
    return {
      scorer: "numeric",
      reference: `ZeroEval's published accuracy of ${model}, ${percent} %`,
      compared: rows.length,
      agreeing: rows.length - Math.abs(right - wanted),
      explanation: `${right} right, published ${wanted}${right === wanted ? "" : "; which answers the publishers counted is not recorded"}`,
    };
  });
}

/** OpenAI evals' reading of a grade, on the words of its own specs. */
export function gradedWords(): Compared {
  const cases: [string, readonly string[], "first" | "last", string | undefined][] = [
    ["Reasoning…\n\n(C)\n\nC", ["A", "B", "C", "D", "E"], "last", "C"],
    ["Y\nbecause it does", ["Y", "N"], "first", "Y"],
    ["The submission meets it.\nY\n\nY", ["Y", "N"], "last", "Y"],
    ['I choose: "No".', ["Yes", "No", "Unsure"], "last", "No"],
    ["Neither", ["Yes", "No"], "last", undefined],
  ];
  const agreeing = cases.filter(([text, words, read, wanted]) => wordIn(text, words, read) === wanted);
  return {
    scorer: "model-graded-classify",
    reference: "OpenAI evals get_choice, by hand",
    compared: cases.length,
    agreeing: agreeing.length,
  };
}
