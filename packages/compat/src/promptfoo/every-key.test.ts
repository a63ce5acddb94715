import { expect, test } from "vitest";
import { keyState } from "../import-report.ts";
import {
  ASSERT,
  ASSERTIONS,
  config,
  FILES,
  FORMS,
  type KeyPlace,
  PLACES,
  VALUES,
  WITHOUT_EFFECT,
} from "./testing/every-key.ts";
import { keyTable, type KeyRow } from "./testing/key-table.ts";
import { type TranslatedConfig, translatedConfig } from "./testing/translated-config.ts";

/** `<line> <key>: <message>` without the part before the message. */
function messagesOf(before: TranslatedConfig, after: TranslatedConfig): string[] {
  const told = after.warnings.filter((warning) => !before.warnings.includes(warning));
  return told.map((warning) => warning.replace(/^\S+ .*?: /, ""));
}

function isSame(before: TranslatedConfig, after: TranslatedConfig): boolean {
  const of = ({ benchmark, settings }: TranslatedConfig): string => JSON.stringify({ benchmark, settings });
  return of(before) === of(after);
}

interface FoundRow extends KeyRow {
  /** Whether nothing changes and nothing is reported. */
  readonly isSilent: boolean;
}

/** The import's result for a key of the config in one of its forms. */
async function formRow(form: string, more: object): Promise<Pick<KeyRow, "form" | "state" | "what">> {
  const said = messagesOf(await plain, await translatedConfig(config(more), FILES)).join("; ");
  return { form, state: said === "" ? "kept" : keyState(said), what: said };
}

/** The import's results for a config's keys. */
async function placeRows({ place, keys, make }: KeyPlace): Promise<FoundRow[]> {
  const before = await translatedConfig(make("", undefined), FILES);
  const rows: FoundRow[] = [];
  for (const [key, value] of Object.entries(keys)) {
    const after = await translatedConfig(make(key, value), FILES);
    const said = [...new Set(messagesOf(before, after))].join("; ");
    const forms = FORMS[`${place} ${key}`] ?? [];
    for (const [form, more] of forms) rows.push({ key, ...(await formRow(form, more)), isSilent: false });
    if (forms.length > 0) continue;
    const isTold = after.warnings.some((one) => !before.warnings.includes(one) && one.includes(key));
    const hasEffect = isTold || !isSame(before, after);
    const why = hasEffect ? undefined : WITHOUT_EFFECT[`${place} ${key}`];
    const state = said === "" ? "kept" : keyState(said);
    rows.push({ key, state, what: said || (why ?? ""), isSilent: !hasEffect && why === undefined });
  }
  return rows;
}

const plain = translatedConfig(config(), FILES);
const found = PLACES.map((one) => ({ place: one.place, keys: one.keys, rows: placeRows(one) }));

test.each(found)("drops no key of $place silently", async ({ rows }) => {
  expect((await rows).filter(({ isSilent }) => isSilent).map(({ key }) => key)).toEqual([]);
});

async function assertionRow(name: string): Promise<KeyRow & { readonly isScorer: boolean }> {
  const type = name.replace(/^not-/, "");
  const own = type === "assert-set" ? { assert: [ASSERT] } : (VALUES[type] ?? { value: "x" });
  const before = await plain;
  const after = await translatedConfig(config({}, { assert: [ASSERT, { type: name, ...own }] }), FILES);
  const said = messagesOf(before, after);
  const isScorer = !isSame(before, after);
  const state = isScorer ? (said.length === 0 ? "kept" : "changed") : "left out";
  return { key: name, state, what: said.join("; "), isScorer };
}

const assertionRows = Promise.all(ASSERTIONS.map(assertionRow));

test("every assertion is a scorer or is reported, with not- too", async () => {
  const rows = [
    ...(await assertionRows),
    ...(await Promise.all(ASSERTIONS.map((name) => assertionRow(`not-${name}`)))),
  ];
  const silent = rows.filter(({ isScorer, what }) => !isScorer && !what.includes("left out"));
  expect(silent.map(({ key }) => key)).toEqual([]);
  const left = rows.filter(({ isScorer }) => !isScorer).map(({ key }) => key);
  expect(left.filter((name) => !name.startsWith("not-"))).toEqual([
    "agent-rubric",
    "guardrails",
    "pi",
    "ruby",
    "skill-used",
    "trace-error-spans",
    "trace-span-count",
    "trace-span-duration",
    "search-rubric",
    "human",
    "nonsense",
  ]);
});

test("the docs page matches the import's result for each key", async () => {
  const first = found.filter(({ place }, at) => found.findIndex((other) => other.place === place) === at);
  const places = first.map(async ({ place, rows }) => ({
    place,
    rows: (await rows).filter(({ key }) => key !== "mystery"),
  }));
  const assertions = (await assertionRows).filter(({ key }) => key !== "nonsense");
  const page = keyTable(await Promise.all(places), assertions);
  await expect(page).toMatchFileSnapshot("../../../../docs/promptfoo-keys.md");
});
