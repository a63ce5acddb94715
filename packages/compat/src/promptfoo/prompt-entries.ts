import { type ChatMessage, CONVERSATION_VAR, type PromptEntry } from "@sameseed/core";
import type { TranslatedCase } from "./cases.ts";
import { inside, type Notes } from "./place.ts";
import type { TranslatedPrompt } from "./prompts.ts";
import { mistake, type Reading } from "./reading.ts";
import { computedName, laterNames } from "./stored-names.ts";
import { filled, isTemplate, missingReader, storedTemplates } from "./templates.ts";

type OwnPrompt = Exclude<PromptEntry, string>;

const PREFIX = "__prefix";
const SUFFIX = "__suffix";

/** The cases with the text before and after the prompt as variables, where that differs from test to test. */
export function withOwnAffixes(
  cases: readonly TranslatedCase[],
  { stored, filters, notes }: Pick<Reading, "stored" | "filters" | "notes">,
): readonly TranslatedCase[] {
  if (!hasOwnAffixes(cases)) return cases;
  return cases.map((one) => {
    const { vars } = one.case;
    const later = laterNames(vars, { stored, literal: new Set() });
    const fill = (key: "prefix" | "suffix"): string => {
      const text = one[key];
      if (one.hasTextAffixes) return text;
      const computed = computedName(text, later);
      const at = inside(one.place, "options", key);
      const told = (problem: string): void => notes.warn(at, `${problem}: the text stays as it is`);
      if (computed === undefined)
        return filled(text, { ...storedTemplates({ stored }), ...vars }, { filters, onProblem: told });
      throw mistake(
        at,
        `the ${key} uses ${computed}, which holds a stored answer, in a filter or a condition`,
        `Write {{${computed}}} in the ${key}, and the filter or condition into the prompt.`,
      );
    };
    const affixes = { [PREFIX]: fill("prefix"), [SUFFIX]: fill("suffix") };
    return { ...one, case: { ...one.case, vars: { ...vars, ...affixes } } };
  });
}

function hasOwnAffixes(cases: readonly TranslatedCase[]): boolean {
  const [first] = cases;
  const isDataTemplate = cases.some(
    ({ prefix, suffix, hasTextAffixes }) => hasTextAffixes && (isTemplate(prefix) || isTemplate(suffix)),
  );
  return isDataTemplate || cases.some(({ prefix, suffix }) => prefix !== first?.prefix || suffix !== first.suffix);
}

export interface PromptContext {
  readonly cases: readonly TranslatedCase[];
  readonly filters: Readonly<Record<string, string>> | undefined;
  /** A system message before those of every prompt. */
  readonly instructions: string | undefined;
  /** Names of answers that earlier tests store. */
  readonly stored: ReadonlySet<string>;
  readonly notes: Notes;
}

/** The prompts with the additions of the cases and the config: text before and after, filters, missing variables. */
export function promptEntries(
  prompts: readonly TranslatedPrompt[],
  { cases, filters, instructions, stored, notes }: PromptContext,
): PromptEntry[] {
  const [first] = cases;
  const isSame = !hasOwnAffixes(cases);
  const hasAffix = cases.some(({ prefix, suffix }) => prefix !== "" || suffix !== "");
  const around = isSame && first !== undefined ? [first.prefix, first.suffix].filter((text) => text !== "") : [];
  return prompts.map(({ entry, texts: own, place }): PromptEntry => {
    const texts = "text" in entry ? [...own, ...around] : own;
    let made: OwnPrompt = entry;
    if (hasAffix && "text" in entry)
      made = isSame
        ? { ...entry, text: first!.prefix + entry.text + first!.suffix }
        : { ...entry, text: `{{${PREFIX}}}${entry.text}{{${SUFFIX}}}` };
    else if (hasAffix)
      notes.warn(place, "the prefix and suffix of tests are left out of this chat prompt: write them into the prompt");
    if (instructions !== undefined) made = instructed(made, instructions) ?? made;
    if (instructions !== undefined && !("messages" in made))
      notes.warn(place, "instructions of the models are left out: write them into the prompt as a system message");
    const hasTemplate = texts.some(isTemplate) || "file" in entry;
    if (!hasTemplate) return made;
    const readers = texts.map((text) => missingReader(text, Object.keys(filters ?? {})));
    const later = Object.fromEntries([...stored].map((name) => [name, ""]));
    const missing = cases.filter(({ case: { vars } }) =>
      readers.some((isMissing) => isMissing({ ...later, [CONVERSATION_VAR]: [], ...vars })),
    );
    const isEmptyAtFirst = [...stored].some((name) => texts.some((text) => text.includes(name)));
    for (const { place: at } of missing)
      notes.warn(at, `a variable of the prompt "${entry.id}" is missing: it is empty text, as in promptfoo`);
    return {
      ...made,
      engine: "nunjucks",
      ...(filters && { filters }),
      ...((missing.length > 0 || isEmptyAtFirst) && { missing: "empty" as const }),
    } as PromptEntry;
  });
}

/** The prompt after a system message; undefined where its messages are known only after it is filled. */
function instructed(prompt: OwnPrompt, instructions: string): OwnPrompt | undefined {
  if ("file" in prompt || "chat" in prompt) return undefined;
  const { text, messages, ...rest } = prompt as { id: string; text?: string; messages?: readonly ChatMessage[] };
  const own = messages ?? [{ role: "user", content: text ?? "" }];
  return { ...rest, messages: [{ role: "system", content: instructions }, ...own] } as OwnPrompt;
}
