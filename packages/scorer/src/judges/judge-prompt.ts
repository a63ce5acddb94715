import { type ChatMessage, template, type Vars } from "@sameseed/core";
import type { JudgePrompt } from "./judge-options.ts";

/** A judge's compiled prompt: the case's variables, overridden by the scorer's texts. */
export interface CompiledPrompt {
  /** The prompt in the manifest. */
  readonly source: JudgePrompt;
  /** Errors: `TEMPLATE`, which starts with `where`, for a variable that neither the case nor the scorer has. */
  messages(vars: Vars, given: Readonly<Record<string, string>>, where: string): ChatMessage[];
}

/** Compiles `{{name}}` templates. The contents of a variable, above all an answer, are never read as a template. */
export function judgePrompt(source: JudgePrompt): CompiledPrompt {
  const messages = typeof source === "string" ? [{ role: "user" as const, content: source }] : source;
  const compiled = messages.map(({ role, content }) => ({ role, content: template(content) }));
  return {
    source,
    messages: (vars, given, where) =>
      compiled.map(({ role, content }) => ({ role, content: content.render({ ...vars, ...given }, where) })),
  };
}

/** A judge's own prompt: its role and its task. */
export function ownPrompt(system: string, user: string): JudgePrompt {
  return [
    { role: "system", content: system },
    { role: "user", content: user },
  ];
}
