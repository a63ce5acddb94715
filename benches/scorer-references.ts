/**
 * Every scorer that has a reference in ../shared/data against that reference: cases compared, and how many agree.
 * Run: node benches/scorer-references.ts [data folder]
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Answer, Score, Scorer, Vars } from "../packages/core/src/index.ts";
import { bleuOf } from "../packages/stats/src/index.ts";
import { exactMatch, findJson, fuzzyMatch, ifeval, isJson, numeric, wordF1 } from "../packages/scorer/src/index.ts";
import { wordIn } from "../packages/scorer/src/judges/model-graded-classify.ts";
import { readRatings } from "../packages/scorer/src/judges/read-ratings.ts";
import { type JsonSchema, jsonSchema } from "../packages/scorer/src/json-schema.ts";
import { corpusBleu, sentenceBleu } from "../packages/scorer/src/text-metrics/bleu.ts";
import { corpusChrf, sentenceChrf } from "../packages/scorer/src/text-metrics/chrf.ts";
import { rougeL, rougeLsum, rougeN } from "../packages/scorer/src/text-metrics/rouge.ts";
import { corpusTer } from "../packages/scorer/src/text-metrics/ter.ts";

const DATA = process.argv[2] ?? join(import.meta.dirname, "../../shared/data");

interface Compared {
  readonly scorer: string;
  readonly reference: string;
  readonly compared: number;
  readonly agreeing: number;
  readonly explanation?: string;
}

const json = <T>(path: string): T => JSON.parse(readFileSync(join(DATA, path), "utf8")) as T;
function lines<T>(path: string): T[] {
  const bytes = readFileSync(join(DATA, path));
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

function scoreOf(scorer: Scorer, output: string, vars: Vars): number | null {
  const answer = { output, case: { id: "c", vars } } as unknown as Answer;
  return (scorer.score(answer) as Score).value;
}

/** Pairs of our value and the reference's, which agree within a tolerance. */
function within(
  pairs: readonly (readonly [number, number])[],
  tolerance: number,
): Pick<Compared, "compared" | "agreeing"> {
  return {
    compared: pairs.length,
    agreeing: pairs.filter(([ours, theirs]) => Math.abs(ours - theirs) <= tolerance).length,
  };
}

function rouge(): Compared {
  type Part = Readonly<Record<"precision" | "recall" | "f", number>>;
  const { cases } = json<{
    cases: { reference: string; candidate: string; stemmer: boolean; expected: Record<string, Part> }[];
  }>("text_metrics/rouge_google_vectors.json");
  const metrics: Record<string, (candidate: string, reference: string, stemmer: boolean) => Part> = {
    rouge1: (candidate, reference, stemmer) => rougeN(candidate, reference, { n: 1, stemmer }),
    rouge2: (candidate, reference, stemmer) => rougeN(candidate, reference, { n: 2, stemmer }),
    rougeL: (candidate, reference, stemmer) => rougeL(candidate, reference, { stemmer }),
    rougeLsum: (candidate, reference, stemmer) => rougeLsum(candidate, reference, { stemmer }),
  };
  const pairs = cases.flatMap(({ reference, candidate, stemmer, expected }) =>
    Object.entries(expected).flatMap(([name, wanted]) => {
      const ours = metrics[name]!(candidate, reference, stemmer);
      return (["precision", "recall", "f"] as const).map((part) => [ours[part], wanted[part]] as const);
    }),
  );
  return { scorer: "rouge-n, rouge-l, rouge-lsum", reference: "Google rouge_score, 5 digits", ...within(pairs, 5e-6) };
}

type Streams = readonly (readonly string[])[];
const byAnswer = (streams: Streams): string[][] =>
  streams[0]!.map((_, place) => streams.map((stream) => stream[place]!));

function sacrebleu(): Compared[] {
  const vectors = json<Record<string, Record<string, never>>>("text_metrics/sacrebleu_test_vectors.json");
  const bleu = vectors["test/test_bleu.py"] as unknown as Record<string, never[]>;
  const raw = { tokenize: "none", smooth: "floor", smoothValue: 0.01, effectiveOrder: true } as const;
  const rows = (name: string): [string[], Streams, ...unknown[]][] => bleu[name] as never;
  const pairs: (readonly [number, number])[] = [
    ...[...rows("test_raw_bleu_cases"), ...rows("test_case_effective_order")].map(
      ([answers, streams, wanted]) => [corpusBleu(answers, byAnswer(streams), raw), wanted as number] as const,
    ),
    ...rows("test_corpus_bleu_cases").map(([answers, streams, given, wanted]) => {
      const { tokenize, smooth_method: smooth } = given as { tokenize?: never; smooth_method?: never };
      return [100 * corpusBleu(answers, byAnswer(streams), { tokenize, smooth }), wanted as number] as const;
    }),
    ...rows("test_case_offset").flatMap(([answers, streams, offset, none]) =>
      (
        [
          [0.1, offset],
          [0, none],
        ] as const
      ).map(
        ([smoothValue, wanted]) =>
          [corpusBleu(answers, byAnswer(streams), { ...raw, smoothValue }), wanted as number] as const,
      ),
    ),
    ...(bleu["test_case_scoring"] as unknown as [[[number[], number[]], number, number], number][]).map(
      ([[[correct, total], length, referenceLength], wanted]) =>
        [bleuOf({ correct, total, length, referenceLength }), wanted] as const,
    ),
  ];
  const sentence = vectors["test/test_sentence_bleu.py"] as unknown as Record<string, never>;
  type SentenceCase = [never, number | null, boolean, never, number];
  const sentences = [
    ...(sentence["test_cases"] as unknown as SentenceCase[]).map(
      (one) => [sentence["SYS"]!, sentence["REF"]!, one] as const,
    ),
    ...(sentence["test_cases_zero_bleu"] as unknown as SentenceCase[]).map(
      (one) => [sentence["SYS_0"]!, sentence["REF_0"]!, one] as const,
    ),
  ].map(([answer, reference, [smooth, smoothValue, lowercase, tokenize, wanted]]) => {
    const options = { smooth, lowercase, tokenize, ...(smoothValue === null ? {} : { smoothValue }) };
    return [100 * sentenceBleu(answer, [reference], options), wanted] as const;
  });
  const chrf = vectors["test/test_chrf.py"] as unknown as Record<string, [string[], string[], number][]>;
  const single = (references: readonly string[]): string[][] => references.map((text) => [text]);
  const chrfs = [
    ...chrf["test_cases"]!.map(
      ([a, r, wanted]) => [corpusChrf(a, single(r), { beta: 3, epsSmoothing: true }), wanted] as const,
    ),
    ...chrf["test_cases_effective_order"]!.map(
      ([a, r, wanted]) => [corpusChrf(a, single(r), { beta: 3 }), wanted] as const,
    ),
    ...chrf["test_cases_keep_whitespace"]!.map(
      ([a, r, wanted]) => [corpusChrf(a, single(r), { beta: 3, whitespace: true }), wanted] as const,
    ),
    ...(chrf["test_sentence_level_chrf"] as unknown as [string, string[], number][]).map(
      ([answer, references, wanted]) => [sentenceChrf(answer, references, { epsSmoothing: true }), wanted] as const,
    ),
  ];
  const ter = (vectors["test/test_ter.py"] as unknown as { test_cases: [string[], string[], number][] }).test_cases.map(
    ([answers, references, wanted]) => [corpusTer(answers, single(references)), wanted] as const,
  );
  return [
    { scorer: "bleu (corpus)", reference: "sacreBLEU test_bleu.py, 6 digits", ...within(pairs, 1e-6) },
    { scorer: "bleu (sentence)", reference: "sacreBLEU test_sentence_bleu.py, 3 digits", ...within(sentences, 1e-3) },
    {
      scorer: "chrf",
      reference: "sacreBLEU test_chrf.py, 4 digits",
      ...within(
        chrfs.map(([ours, theirs]) => [100 * ours, theirs]),
        1e-4,
      ),
    },
    { scorer: "ter", reference: "sacreBLEU test_ter.py, 3 digits", ...within(ter, 1e-3) },
  ];
}

function jsonSchemaSuite(draft: "draft7" | "draft2020-12"): Compared {
  interface Group {
    readonly schema: JsonSchema;
    readonly tests: readonly { readonly data: unknown; readonly valid: boolean }[];
  }
  const remotes = join(DATA, "json-schema-suite/remotes");
  const patterns =
    draft === "draft7" ? ["*.json", "base*/*.json", "nested/*.json", "draft7/**/*.json"] : [`${draft}/**/*.json`];
  const schemas = Object.fromEntries(
    globSync(patterns, { cwd: remotes }).map((path) => [
      `http://localhost:1234/${path}`,
      JSON.parse(readFileSync(join(remotes, path), "utf8")) as JsonSchema,
    ]),
  );
  const folder = join(DATA, "json-schema-suite/tests", draft);
  let compared = 0;
  const wrong: string[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
    for (const { schema: given, tests } of JSON.parse(readFileSync(join(folder, name), "utf8")) as Group[]) {
      const schema =
        draft === "draft7" && typeof given === "object"
          ? { $schema: "http://json-schema.org/draft-07/schema#", ...given }
          : given;
      const check = verdict(schema, schemas);
      for (const { data, valid } of tests) {
        compared++;
        if (check(data) !== valid) wrong.push(name);
      }
    }
  }
  const files = Object.entries(Object.groupBy(wrong, (name) => name)).map(([name, list]) => `${name} ${list!.length}`);
  return {
    scorer: "is-json (schema)",
    reference: `JSON-Schema-Test-Suite ${draft} with remotes`,
    compared,
    agreeing: compared - wrong.length,
    ...(wrong.length > 0 && { explanation: files.join(", ") }),
  };
}

function verdict(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
): (data: unknown) => boolean | undefined {
  try {
    const refersTo = JSON.stringify(schema).includes("localhost:1234");
    const check = jsonSchema(schema, { formats: false, ...(refersTo && { schemas }) });
    return (data) => {
      try {
        return check(data) === undefined;
      } catch {
        return undefined; // the validator itself failed
      }
    };
  } catch {
    return () => undefined;
  }
}

/** IFEval's verdicts; where its code draws at random (languages, the letter of letter_frequency) they cannot be repeated. */
function ifevalVerdicts(mode: "strict" | "loose"): Compared {
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

function jsonParsing(): Compared[] {
  const { parsing } = JSON.parse(
    gunzipSync(readFileSync(join(DATA, "json/json_test_suite.json.gz"))).toString("utf8"),
  ) as {
    parsing: { name: string; input?: string }[];
  };
  const cases = parsing.filter((one): one is { name: string; input: string } => one.input !== undefined);
  const decided = cases.filter(({ name }) => !name.startsWith("i_"));
  const scorer = isJson();
  const strict = decided.filter(({ name, input }) => (scoreOf(scorer, input, {}) === 1) === name.startsWith("y_"));
  const found = decided.filter(({ name, input }) => (findJson(input)?.text === input.trim()) === name.startsWith("y_"));
  const free = cases.length - decided.length;
  const explanation = `${free} more may go either way`;
  return [
    {
      scorer: "is-json",
      reference: "JSONTestSuite: y_ accepted, n_ rejected",
      compared: decided.length,
      agreeing: strict.length,
      explanation,
    },
    {
      scorer: "contains-json (finder)",
      reference: "JSONTestSuite: y_ found whole, n_ not",
      compared: decided.length,
      agreeing: found.length,
      explanation,
    },
  ];
}

function vicuna(): Compared {
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

/** Answers that were right by the published accuracy, against ours: the difference counts as disagreement. */
function gsm8k(): Compared[] {
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

/** Recorded answers, the same with the right number below, and naughty strings: judged here and by Python. */
function matches(): Compared[] {
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
  const python = spawnSync("python3", [join(import.meta.dirname, "match-references.py")], {
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
  const scorers: [keyof Judged, string, string, Scorer][] = [
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

/** OpenAI evals' reading of a grade, on the words of its own specs. */
function gradedWords(): Compared {
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

if (!existsSync(DATA)) {
  console.error(`There is no ${DATA}: name the folder with the reference data.`);
  process.exit(2);
}
const table: Compared[] = [
  rouge(),
  ...sacrebleu(),
  jsonSchemaSuite("draft7"),
  jsonSchemaSuite("draft2020-12"),
  ifevalVerdicts("strict"),
  ifevalVerdicts("loose"),
  ...jsonParsing(),
  vicuna(),
  ...gsm8k(),
  gradedWords(),
  ...matches(),
];
console.log("| scorer | reference | compared | agreeing | agreement | |\n| --- | --- | --- | --- | --- | --- |");
for (const { scorer, reference, compared, agreeing, explanation = "" } of table) {
  const share = agreeing === compared ? "100 %" : `${((100 * agreeing) / compared).toFixed(2)} %`;
  console.log(`| ${scorer} | ${reference} | ${compared} | ${agreeing} | ${share} | ${explanation} |`);
}
