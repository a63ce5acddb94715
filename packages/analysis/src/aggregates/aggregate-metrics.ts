import { compileExpression, type Manifest, passMetric, saysPass } from "@sameseed/core";
import { type CorpusMetric, corpusMetric, passAtK, passHatK } from "@sameseed/stats";

/** A value of all answers of a variant together that is not their mean. */
export type AggregateMetric =
  | {
      readonly kind: "pass";
      readonly metric: string;
      /** The metric that decides for each draw whether it passes: 1 or 0. */
      readonly of: string;
      /** The value of one case from n draws with c passes; null without a value. */
      readonly valueOf: (n: number, c: number) => number | null;
    }
  | { readonly kind: "corpus"; readonly metric: string; readonly scorer: string; readonly corpus: CorpusMetric }
  | { readonly kind: "labels"; readonly metric: string; readonly scorer: string; readonly corpus: CorpusMetric };

/** By scorer: the corpus metric of its summed counts, and the prefix to the scorer's name. */
const CORPUS: Readonly<Record<string, readonly [corpus: string, prefix: string]>> = {
  bleu: ["bleu", "corpus"],
  chrf: ["chrf", "corpus"],
  ter: ["ter", "corpus"],
  "tool-call-f1": ["f1", "micro-f1"],
};
/** Scorers whose answers and references are labels. */
const LABELS: ReadonlySet<unknown> = new Set(["choice", "classifier"]);
/** Whether a scorer's answers and references are labels, which allows a confusion matrix. */
export function givesLabels({ identity }: Pick<Manifest["scorers"][number], "identity">): boolean {
  const { type, not = false } = (identity ?? {}) as { type?: unknown; not?: boolean };
  return LABELS.has(type) && !not;
}
/** Scorers with pass/fail answers, without a threshold. */
const PASS_OR_FAIL: ReadonlySet<unknown> = new Set(["code-execution"]);

/**
 * The aggregate metrics of a run. pass@k and pass^k: for each k of the benchmark, of every scorer; without k
 * but with repeats, for k = the number of repeats, of scorers that are pass/fail by nature. A sequential run
 * has no aggregate metrics: their intervals hold for one look only.
 */
export function aggregateMetrics({ scorers, repeats, passAt, sequential }: Manifest): readonly AggregateMetric[] {
  if (sequential !== undefined) return [];
  const counts = passAt ?? (repeats > 1 ? [repeats] : []);
  return scorers.flatMap(({ name, identity }) => {
    const { type, not = false, ...settings } = (identity ?? {}) as { type?: unknown; not?: boolean };
    const hasPass = saysPass(identity);
    const isAsked = passAt !== undefined || hasPass || PASS_OR_FAIL.has(type);
    const of = hasPass ? passMetric(name) : name;
    const corpus = typeof type === "string" && !not && Object.hasOwn(CORPUS, type) ? CORPUS[type] : undefined;
    return [
      ...(isAsked ? counts.flatMap((k) => passMetrics(name, of, k)) : []),
      ...(corpus === undefined
        ? []
        : [
            {
              kind: "corpus" as const,
              metric: `${corpus[1]}.${name}`,
              scorer: name,
              corpus: corpusMetric(corpus[0], settings),
            },
          ]),
      ...(type === "derived" && settings["of" as keyof typeof settings] === "sums"
        ? [
            {
              kind: "corpus" as const,
              metric: `sums.${name}`,
              scorer: name,
              corpus: ofSums(String(settings["value" as keyof typeof settings])),
            },
          ]
        : []),
      ...(givesLabels({ identity })
        ? [{ kind: "labels" as const, metric: `macro-f1.${name}`, scorer: name, corpus: corpusMetric("macro-f1") }]
        : []),
    ];
  });
}

/** Arithmetic over the sums of the rows' counts, in the order of the names. */
function ofSums(value: string): CorpusMetric {
  const { names, evaluate } = compileExpression(value);
  return {
    lowerIsBetter: false,
    valueOf: (sums) => evaluate(Object.fromEntries(names.map((name, place) => [name, sums[place] ?? 0]))),
  };
}

function passMetrics(name: string, of: string, k: number): AggregateMetric[] {
  const any: AggregateMetric = { kind: "pass", metric: `pass@${k}.${name}`, of, valueOf: (n, c) => passAtK(n, c, k) };
  const all: AggregateMetric = { kind: "pass", metric: `pass^${k}.${name}`, of, valueOf: (n, c) => passHatK(n, c, k) };
  return k === 1 ? [any] : [any, all]; // of one draw they are the same
}
