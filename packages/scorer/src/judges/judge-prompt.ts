import { type ChatMessage, template, type Vars } from "@sameseed/core";
import type { JudgePrompt } from "./judge-options.ts";

/** A judge's prompt, compiled: the case's variables, and over them what the scorer gives. */
export interface CompiledPrompt {
  /** What the manifest keeps. */
  readonly source: JudgePrompt;
  /** Errors: `TEMPLATE`, which starts with `where`, for a variable that neither the case nor the scorer has. */
  messages(vars: Vars, given: Readonly<Record<string, string>>, where: string): ChatMessage[];
}

/** Compiles `{{name}}` templates. What a variable holds, an answer above all, is never read as a template. */
export function judgePrompt(source: JudgePrompt): CompiledPrompt {
  const messages = typeof source === "string" ? [{ role: "user" as const, content: source }] : source;
  const compiled = messages.map(({ role, content }) => ({ role, content: template(content) }));
  return {
    source,
    messages: (vars, given, where) =>
      compiled.map(({ role, content }) => ({ role, content: content.render({ ...vars, ...given }, where) })),
  };
}

/** A judge's own prompt: who it is, and what it is asked. */
export function ownPrompt(system: string, user: string): JudgePrompt {
  return [
    { role: "system", content: system },
    { role: "user", content: user },
  ];
}
