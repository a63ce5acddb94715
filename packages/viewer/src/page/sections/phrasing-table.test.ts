import { isObject, type WordedReport } from "@sameseed/core";
import type { ComponentChild, JSX } from "preact";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { PhrasingSection } from "./phrasing-table.tsx";

beforeAll(() => void vi.stubGlobal("location", { hash: "" })); // links keep the run that is shown
afterAll(() => void vi.unstubAllGlobals());

/** The text of a component without hooks. */
function shown(node: ComponentChild): string {
  if (Array.isArray(node)) return node.map(shown).join("");
  if (!isObject(node)) return typeof node === "string" || typeof node === "number" ? String(node) : "";
  const { type, props } = node as unknown as JSX.Element;
  if (typeof type === "string") return shown(props.children);
  return shown((type as (given: unknown) => ComponentChild)(props));
}

interface Sample {
  readonly models?: readonly string[];
  readonly state?: string;
  readonly isAlone?: boolean;
}

function section({ models = ["b", "c"], state = "running", isAlone = true }: Sample): string {
  const interval = { lo: 0.1, hi: 0.2 };
  const result = { estimate: 0.1, interval, n: 40, pAdjusted: 0.02 };
  const of = (model: string) => ({
    metric: "score",
    id: `ask/${model}`,
    prompt: "ask",
    model,
    mean: 0.5,
    interval,
    means: [],
    sd: null,
    sdInterval: null,
    p: null,
  });
  const comparisons = models.map((model) => ({
    metric: "score",
    a: "ask/a",
    b: `ask/${model}`,
    text: `${model} is better.`,
    verdict: "better",
    adjustment: models.length > 1 ? "Holm" : "none",
    fairness: { verdict: "fair with caveats", reasons: ["one failed (p~1/b)"], factors: ["model"] },
    result,
  }));
  const warnings = [{ key: "kind", slice: "x", b: "ask~1/b", metric: "score", text: "kind x contradicts it." }];
  const report = {
    manifest: { state, variants: [] },
    phrasings: { variants: ["a", ...models].map(of), comparisons },
    comparisons: [],
    slices: { warnings },
  } as unknown as WordedReport;
  return shown(PhrasingSection({ report, metric: "score", isAlone }));
}

test("p over several phrasings names its adjustment", () => {
  expect(section({})).toContain("p = 0.020 (Holm)");
  expect(section({ models: ["b"] })).not.toContain("Holm");
});

test("shows reasons against a verdict over phrasings once", () => {
  expect(section({}).split("one failed (p~1/b)")).toHaveLength(2);
});

test("verdicts over phrasings that are the only ones have the warnings of the run", () => {
  expect(section({})).toContain("The run is not finished.");
  expect(section({})).not.toContain("--sequential"); // refused with phrasings
  expect(section({})).toContain("kind x contradicts it.");
  expect(section({ state: "complete" })).not.toContain("not finished");
});

test("shows the warnings once, and only next to a verdict", () => {
  expect(section({ isAlone: false })).not.toMatch(/not finished|contradicts/);
  expect(section({ models: [] })).not.toMatch(/not finished|contradicts/);
});
