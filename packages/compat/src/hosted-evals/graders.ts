import type { TranslatedFile } from "../translation/translation.ts";
import { partsOf, templateOf } from "./item-vars.ts";
import { messagesOf } from "./messages.ts";
import { isObject, type Fields } from "./objects.ts";
import { pythonFile } from "./python-grader.ts";
import { samplingParams } from "./sampling-params.ts";
import { templateCode } from "./template-code.ts";

/** A grader in our words. */
export interface TranslatedGrader {
  readonly scorer: Readonly<Record<string, Fields>>;
  readonly file?: TranslatedFile | undefined;
  /** Differences, by key of the grader. */
  readonly notes: readonly { readonly key: string; readonly message: string }[];
}

/** A name that no other grader has, without the id that results append to it. */
export function graderName(name: unknown, type: unknown): string {
  const given = typeof name === "string" && name.trim() !== "" ? name : String(type ?? "grader");
  return given.replace(/-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i, "").trim();
}

/** A testing criterion as a scorer, or why it is left out. */
export function translateGrader(grader: Fields, metric: string, items: readonly string[]): TranslatedGrader | string {
  switch (grader["type"]) {
    case "string_check":
      return stringCheck(grader, metric);
    case "text_similarity":
      return textSimilarity(grader, metric);
    case "label_model":
      return labelModel(grader, metric);
    case "score_model":
      return scoreModel(grader, metric);
    case "python":
      return pythonGrader(grader, metric, items);
    default:
      return `graders of type ${JSON.stringify(grader["type"])} have no counterpart: left out`;
  }
}

/** The only reference of a side of a comparison, if there is one: the answer, or a path in its JSON. */
function answerStep(template: string): { readonly transform?: string } | null {
  const [part, second] = partsOf(template);
  if (part === undefined || second !== undefined) return null;
  if (part.kind === "output") return {};
  return part.kind === "json" ? { transform: part.path === "" ? "json" : `json:${part.path}` } : null;
}

const CHECKS: Readonly<Record<string, string>> = {
  eq: "exact-match",
  ne: "not-exact-match",
  like: "contains",
  ilike: "icontains",
};
const CHECK_CODE: Readonly<Record<string, (input: string, reference: string) => string>> = {
  eq: (input, reference) => `(${input}) === (${reference})`,
  ne: (input, reference) => `(${input}) !== (${reference})`,
  like: (input, reference) => `(${input}).includes(${reference})`,
  ilike: (input, reference) => `(${input}).toLowerCase().includes((${reference}).toLowerCase())`,
};

function stringCheck({ input, reference, operation }: Fields, metric: string): TranslatedGrader | string {
  const name = CHECKS[String(operation)];
  if (name === undefined) return `the operation ${JSON.stringify(operation)} is not known: left out`;
  const [given, other] = [String(input ?? ""), String(reference ?? "")];
  const isSymmetric = operation === "eq" || operation === "ne";
  for (const [answer, expected] of isSymmetric
    ? [
        [given, other],
        [other, given],
      ]
    : [[given, other]]) {
    const step = answerStep(answer!);
    const text = templateOf(expected!, false);
    if (step !== null && text !== null && text !== "")
      return { scorer: { [name]: { metric, expected: text, ...step } }, notes: [] };
  }
  const [left, right] = [templateCode(given), templateCode(other)];
  if (left === null || right === null) return "it refers to a value that sameseed does not have: left out";
  return {
    scorer: { javascript: { metric, value: CHECK_CODE[String(operation)]!(left, right), throws: "wrong" } },
    notes: [],
  };
}

const SIMILARITIES: Readonly<Record<string, readonly [name: string, options: Fields, note?: string]>> = {
  fuzzy_match: [
    "levenshtein",
    {},
    "is rapidfuzz's ratio there and 1 − edits / length here: pass_threshold may need another value",
  ],
  cosine: ["similar", {}, "is measured by a local model of embeddings: pass_threshold may need another value"],
  bleu: ["bleu", {}, "is sacreBLEU's sentence BLEU here: pass_threshold may need another value"],
  gleu: ["gleu", {}],
  meteor: ["meteor", {}],
  rouge_l: ["rouge-l", {}],
};

function textSimilarity(grader: Fields, metric: string): TranslatedGrader | string {
  const { evaluation_metric: measure, input, reference, pass_threshold: threshold } = grader;
  const order = /^rouge_([1-5])$/.exec(String(measure))?.[1];
  const known = order === undefined ? SIMILARITIES[String(measure)] : (["rouge-n", { n: Number(order) }] as const);
  if (known === undefined) return `the measure ${JSON.stringify(measure)} is not known: left out`;
  const [name, options, note] = known;
  for (const [answer, expected] of [
    [input, reference],
    [reference, input],
  ]) {
    const step = answerStep(String(answer ?? ""));
    const text = templateOf(String(expected ?? ""), false);
    if (step === null || text === null || text === "") continue;
    return {
      scorer: { [name]: { metric, expected: text, ...options, ...step, ...thresholdOf(threshold) } },
      notes: [
        ...(note === undefined ? [] : [{ key: "evaluation_metric", message: note }]),
        ...outsideNotes(threshold, 0, 1),
      ],
    };
  }
  return "one side must be the answer alone, and the other must not have it: left out";
}

function thresholdOf(threshold: unknown): Fields {
  return typeof threshold === "number" ? { threshold: Math.min(1, Math.max(0, threshold)) } : {};
}

/** Reports a threshold outside the values of a grader. */
function outsideNotes(threshold: unknown, low: number, high: number): TranslatedGrader["notes"] {
  if (typeof threshold !== "number" || (threshold >= low && threshold <= high)) return [];
  const nearest = threshold < low ? low : high;
  return [{ key: "pass_threshold", message: `${threshold} is outside of ${low}…${high} and counts as ${nearest}` }];
}

interface Judge {
  readonly judge: Fields;
  readonly notes: TranslatedGrader["notes"];
}

function judgeOf({ model, sampling_params: sampling }: Fields): Judge {
  const { params, seed, unknown } = samplingParams(sampling);
  return {
    judge: {
      model: `openai:${String(model ?? "gpt-4.1")}`,
      ...(Object.keys(params).length > 0 && { params }),
    },
    notes: [...unknown, ...(seed === null ? [] : ["seed"])].map((key) => ({
      key: "sampling_params",
      message:
        key === "seed"
          ? "judges get their seeds from the benchmark's: left out"
          : `${key} has no counterpart: left out`,
    })),
  };
}

function labelModel(grader: Fields, metric: string): TranslatedGrader | string {
  const { labels, passing_labels: passing, input } = grader;
  if (!Array.isArray(labels) || labels.length === 0) return "it has no labels: left out";
  const read = messagesOf(input, true);
  if ("problem" in read) return `its prompt cannot be used: ${read.problem}: left out`;
  if (hasMedia(read.messages)) return "its prompt has images or audio, and judges read text here: left out";
  const texts = labels.map(String);
  const pass = new Set(Array.isArray(passing) ? passing.map(String) : []);
  const { judge, notes } = judgeOf(grader);
  const strange = [...pass].filter((label) => !texts.includes(label));
  const problem =
    strange.length > 0
      ? `${strange.map((label) => JSON.stringify(label)).join(", ")} is not among its labels and never passes`
      : pass.size === 0
        ? "no label passes: every answer gets 0"
        : undefined;
  const words = texts.map((label) => JSON.stringify(label)).join(", ");
  return {
    scorer: {
      "model-graded-classify": {
        metric,
        judge,
        prompt: asked(
          read.messages,
          `First write your reasons. Then write one of these labels, alone on the last line: ${words}.`,
        ),
        scores: Object.fromEntries(texts.map((label) => [label, Number(pass.has(label))])),
      },
    },
    notes: problem === undefined ? notes : [...notes, { key: "passing_labels", message: problem }],
  };
}

function scoreModel(grader: Fields, metric: string): TranslatedGrader | string {
  const { input, range, pass_threshold: threshold } = grader;
  const read = messagesOf(input, true);
  if ("problem" in read) return `its prompt cannot be used: ${read.problem}: left out`;
  if (hasMedia(read.messages)) return "its prompt has images or audio, and judges read text here: left out";
  const [low, high] = Array.isArray(range) && range.length === 2 ? (range as [number, number]) : [0, 1];
  if (!(Number(low) < Number(high)))
    return `its range ${JSON.stringify(range)} must be two numbers, the lower one first: left out`;
  const { judge, notes } = judgeOf(grader);
  const isUnit = low === 0 && high === 1;
  return {
    scorer: {
      "llm-rubric": {
        metric,
        judge,
        rubric: metric,
        prompt: asked(
          read.messages,
          `Reply with one JSON object and nothing else: {"reason": "…", "pass": true or false, "score": a number from ${low} to ${high}}.`,
        ),
        ...(!isUnit && { range: [low, high] }),
        ...(typeof threshold === "number" && thresholdOf((threshold - low) / (high - low))),
      },
    },
    notes: [...notes, ...outsideNotes(threshold, low, high)],
  };
}

/** Judges answer in text here; the Evals API requests a structured answer. Judges' messages are texts. */
function asked(messages: readonly Fields[], how: string): readonly Fields[] {
  const texts = messages.map(({ role, content }) => ({
    role: role === "developer" ? "system" : role,
    content: typeof content === "string" ? content : textOf(content),
  }));
  const last = texts.at(-1)!;
  return last.role === "user"
    ? [...texts.slice(0, -1), { role: "user", content: `${last.content}\n\n${how}` }]
    : [...texts, { role: "user", content: how }];
}

function hasMedia(messages: readonly Fields[]): boolean {
  return messages.some(
    ({ content }) => Array.isArray(content) && content.some((part: Fields) => part["type"] !== "text"),
  );
}

function textOf(content: unknown): string {
  const parts = Array.isArray(content) ? content.filter(isObject) : [];
  return parts.flatMap(({ text }) => (typeof text === "string" ? [text] : [])).join("\n");
}

function pythonGrader(grader: Fields, metric: string, items: readonly string[]): TranslatedGrader | string {
  const { source, pass_threshold: threshold, image_tag: image } = grader;
  if (typeof source !== "string" || !/\bdef\s+grade\s*\(/.test(source))
    return "it has no function grade(sample, item): left out";
  const file = pythonFile(source, metric, items);
  return {
    scorer: { python: { metric, value: `file://${file.name}`, throws: "wrong", ...thresholdOf(threshold) } },
    file,
    notes: [
      { key: "source", message: "runs on this machine, with your rights and the packages that python3 has here" },
      ...(image === undefined ? [] : [{ key: "image_tag", message: "the image of its packages is not used" }]),
    ],
  };
}
