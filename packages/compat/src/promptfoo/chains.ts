import { CONVERSATION_VAR, option } from "@sameseed/core";
import type { TranslatedCase } from "./cases.ts";
import { inside, type Notes } from "./place.ts";
import type { TranslatedPrompt } from "./prompts.ts";
import { type Fields, isObject } from "./reading.ts";
import { mentions, names } from "./stored-names.ts";
import type { RawTest } from "./tests.ts";

/** A test's options about later tests. */
export interface ChainOptions {
  /** The variable that gives later tests its answer. */
  readonly storeAs: string | undefined;
  /** Whether promptfoo sends it alone. */
  readonly isSerial: boolean;
  /** The conversation that it is a turn of; the default one without a name. */
  readonly conversation: string;
  /** Whether its prompt sees the turns before. */
  readonly seesConversation: boolean;
}

/** A test's options, merged over those of `defaultTest`. */
export function chainOptions(options: Fields, metadata: Fields): ChainOptions {
  const { storeOutputAs, runSerially, disableConversationVar } = options;
  return {
    storeAs: typeof storeOutputAs === "string" && storeOutputAs !== "" ? storeOutputAs : undefined,
    isSerial: runSerially === true,
    conversation: String(metadata["conversationId"] ?? ""),
    seesConversation: disableConversationVar !== true,
  };
}

/** Every name under which a test stores its answer: variables with a value only during the run. */
export function storedNames(tests: readonly RawTest[], defaults: Fields): ReadonlySet<string> {
  const all = [defaults, ...tests.map(({ value }) => value)];
  return new Set(all.flatMap(({ options }) => (isObject(options) ? (chainOptions(options, {}).storeAs ?? []) : [])));
}

/**
 * The cases with their chains: the turns of a conversation, where a prompt reads `_conversation`; and a test
 * and the readers of its stored answer. Cases of a chain are adjacent, in their order.
 */
export function chainedCases(
  cases: readonly TranslatedCase[],
  { prompts, stored, notes }: { prompts: readonly TranslatedPrompt[]; stored: ReadonlySet<string>; notes: Notes },
): readonly TranslatedCase[] {
  const talking = prompts.filter((prompt) => isRead(prompt, CONVERSATION_VAR));
  for (const { texts, place } of talking)
    if (texts.some((text) => /\.metadata\b/.test(text)))
      notes.warn(
        place,
        "a turn of _conversation has input, output and the last message of its prompt; metadata is empty",
      );
  const isTalking = talking.length > 0;
  const groups = new Groups(cases.length);
  joinConversations(cases, groups, isTalking);
  const read = joinReaders(cases, groups, { prompts, stored });
  warnOfSerial(cases, notes);
  const taken = new Set(isTalking ? cases.map(({ chaining }) => chaining.conversation) : []);
  return groups.list().flatMap((unit, number) => {
    if (unit.length === 1 && !isTalking)
      return unread(
        unit.map((index) => cases[index]!),
        notes,
      );
    const members = unit.map((index) => cases[index]!);
    const chain = (isTalking ? conversationOf(members, notes) : "") || freeName(number + 1, taken);
    return members.map((one, place) => chained(one, { chain, isRead: read.has(unit[place]!), isTalking, notes }));
  });
}

function isRead({ texts, code = "" }: TranslatedPrompt, name: string): boolean {
  return mentions(code, name) || texts.some((text) => names(text, name));
}

/** Whether code inside JSON reads it as `vars.name`, `vars["name"]` or `vars.get("name")`. */
function codeReads(json: string, name: string): boolean {
  const escaped = name.replaceAll(/\W/g, "\\$&");
  const quoted = String.raw`\s*\\?["'\x60]${escaped}\\?["'\x60]`;
  const after = [
    String.raw`\??\.\s*${escaped}(?![\w$])`,
    String.raw`(?:\?\.)?\[${quoted}`,
    String.raw`\.get\(${quoted}`,
  ];
  return new RegExp(String.raw`\bvars(?:\\?["']\s*\])?\s*(?:${after.join("|")})`).test(json);
}

/** Which cases belong together. */
class Groups {
  readonly #parents: number[];

  constructor(size: number) {
    this.#parents = Array.from({ length: size }, (_, index) => index);
  }

  join(left: number, right: number): void {
    const [low, high] = [this.#root(left), this.#root(right)].toSorted((a, b) => a - b) as [number, number];
    this.#parents[high] = low;
  }

  list(): readonly (readonly number[])[] {
    return [...Map.groupBy(this.#parents.keys(), (index) => this.#root(index)).values()];
  }

  #root(index: number): number {
    let root = index;
    while (this.#parents[root] !== root) root = this.#parents[root]!;
    return root;
  }
}

function joinBy(
  cases: readonly TranslatedCase[],
  groups: Groups,
  keyOf: (one: TranslatedCase) => string | undefined,
): void {
  const last = new Map<string, number>();
  for (const [index, one] of cases.entries()) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const before = last.get(key);
    if (before !== undefined) groups.join(before, index);
    last.set(key, index);
  }
}

function joinConversations(cases: readonly TranslatedCase[], groups: Groups, isTalking: boolean): void {
  if (isTalking) joinBy(cases, groups, ({ chaining }) => chaining.conversation);
}

/** Joins each case with the latest one whose answer it reads; returns the cases with readers. */
function joinReaders(
  cases: readonly TranslatedCase[],
  groups: Groups,
  { prompts, stored }: { prompts: readonly TranslatedPrompt[]; stored: ReadonlySet<string> },
): ReadonlySet<number> {
  const inPrompts = new Set([...stored].filter((name) => prompts.some((prompt) => isRead(prompt, name))));
  const latest = new Map<string, number>();
  const read = new Set<number>();
  for (const [index, { case: testCase, own, shared, chaining, ...affixes }] of cases.entries()) {
    const [vars, scorers] =
      latest.size === 0 ? ["", ""] : [textsOf(testCase, affixes), [own, shared]].map((one) => JSON.stringify(one));
    for (const [name, storer] of latest) {
      if (!inPrompts.has(name) && !names(vars!, name) && !names(scorers!, name) && !codeReads(scorers!, name)) continue;
      groups.join(storer, index);
      read.add(storer);
    }
    if (chaining.storeAs !== undefined) latest.set(chaining.storeAs, index);
  }
  return read;
}

/** The texts of a case that its prompts hold. */
function textsOf({ vars }: TranslatedCase["case"], affixes: Pick<TranslatedCase, "prefix" | "suffix">): unknown {
  const { prefix, suffix } = affixes;
  return [vars, prefix, suffix];
}

function warnOfSerial(cases: readonly TranslatedCase[], notes: Notes): void {
  const first = cases.find(({ chaining }) => chaining.isSerial);
  if (first !== undefined)
    notes.warn(
      inside(first.place, "options", "runSerially"),
      `tests are sent concurrently here: use ${option("concurrency")} 1 to send one after the other`,
    );
}

function unread(cases: readonly TranslatedCase[], notes: Notes): readonly TranslatedCase[] {
  for (const { chaining, place } of cases) {
    const options = inside(place, "options");
    if (chaining.storeAs !== undefined)
      notes.warn(inside(options, "storeOutputAs"), "no later test reads this answer: the test is sent as any other");
  }
  return cases;
}

/** The conversation that cases are turns of; the first where stored answers join several. */
function conversationOf(members: readonly TranslatedCase[], notes: Notes): string {
  const names = new Set(members.map(({ chaining }) => chaining.conversation));
  const [name = ""] = names;
  if (names.size > 1)
    notes.warn(members[0]!.place, `stored answers join the conversations ${[...names].join(", ")}: they are one here`);
  return name;
}

/** A new name for an unnamed chain; it cannot be given again. */
function freeName(number: number, taken: Set<string>): string {
  let name = `chain-${number}`;
  for (let next = number + 1; taken.has(name); next++) name = `chain-${next}`;
  taken.add(name);
  return name;
}

function chained(
  one: TranslatedCase,
  { chain, isRead, isTalking, notes }: { chain: string; isRead: boolean; isTalking: boolean; notes: Notes },
): TranslatedCase {
  const { case: testCase, chaining, place } = one;
  const { [CONVERSATION_VAR]: given, ...others } = testCase.vars;
  if (isTalking && given !== undefined)
    notes.warn(inside(place, "vars", CONVERSATION_VAR), "is replaced by the turns of the run, as in promptfoo");
  const own = isTalking ? others : testCase.vars;
  const vars = isTalking && !chaining.seesConversation ? { ...own, [CONVERSATION_VAR]: [] } : own;
  const storeAs = isRead ? chaining.storeAs : undefined;
  return { ...one, case: { ...testCase, vars, chain, ...(storeAs !== undefined && { storeAs }) } };
}
