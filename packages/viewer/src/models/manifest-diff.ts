import type { Manifest } from "@sameseed/core";

/** One setting that differs between two runs; null for a run without it. */
export interface SettingChange {
  /** Where it is: `repeats`, `model acme:small temperature`. */
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A prompt that differs between two runs, as text; null for a run without that id. */
export interface PromptChange {
  readonly id: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The settings of two runs that differ, except prompts. Times, versions of the tool and notes do not count. */
export function settingChanges(before: Manifest, after: Manifest): readonly SettingChange[] {
  const [left, right] = [settingsOf(before), settingsOf(after)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((name) => left.get(name) !== right.get(name))
    .map((name) => ({ name, before: left.get(name) ?? null, after: right.get(name) ?? null }));
}

/** The prompts that differ, with their texts. */
export function promptChanges(before: Manifest, after: Manifest): readonly PromptChange[] {
  const [left, right] = [before, after].map(({ prompts }) => new Map(prompts.map((one) => [one.id, one])));
  return [...new Set([...left!.keys(), ...right!.keys()])]
    .filter((id) => left!.get(id)?.hash !== right!.get(id)?.hash)
    .map((id) => ({ id, before: promptText(left!.get(id)), after: promptText(right!.get(id)) }));
}

function settingsOf(manifest: Manifest): ReadonlyMap<string, string> {
  const { cases, variants, scorers, judges = [], selection, seedPolicy, margin } = manifest;
  const settings = new Map<string, string>([
    ["seed", String(manifest.seed)],
    ["seed policy", seedPolicy],
    ["repeats", String(manifest.repeats)],
    ["baseline", manifest.baseline],
    ["margin", margin === null ? "none" : String(margin)],
    ["dataset", cases.dataset],
    ["cases", String(cases.count)],
    ["content of the cases", cases.hash.slice(0, 12)],
  ]);
  for (const [name, value] of Object.entries(selection)) settings.set(`selection ${name}`, textOf(value));
  for (const { model, identity, params } of variants) {
    settings.set(`model ${model}`, textOf(identity));
    for (const [name, value] of Object.entries(params)) settings.set(`model ${model} ${name}`, textOf(value));
  }
  for (const { name, identity } of scorers) settings.set(`scorer ${name}`, textOf(identity));
  for (const { id, identity } of judges) settings.set(`judge ${id}`, textOf(identity));
  return settings;
}

/** The messages of a prompt one below the other; any other source unchanged. */
function promptText(prompt: Manifest["prompts"][number] | undefined): string | null {
  if (prompt === undefined) return null;
  const { source } = prompt;
  if (!Array.isArray(source)) return typeof source === "string" ? source : textOf(source);
  return source
    .map((message: unknown) => {
      const { role, content } = (message ?? {}) as { readonly role?: unknown; readonly content?: unknown };
      return typeof role === "string" && typeof content === "string" ? `${role}: ${content}` : textOf(message);
    })
    .join("\n\n");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
