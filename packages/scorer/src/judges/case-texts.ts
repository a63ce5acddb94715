import { SameseedError, template, type TestCase, textOf } from "@sameseed/core";

/** Default paths of a case's question and context. */
const USUAL = {
  question: ["question", "query", "input", "instruction"],
  context: ["context", "contexts", "documents", "passages"],
} as const;

/** Reads a text of the case: by the given template, else from the first variable of a usual name. */
export function caseText(
  what: keyof typeof USUAL,
  source: string | undefined,
): (testCase: TestCase, where: string) => string {
  if (source !== undefined) {
    const compiled = template(source);
    return ({ vars }, where) => compiled.render(vars, where);
  }
  return ({ vars }, where) => {
    const name = USUAL[what].find((candidate) => Object.hasOwn(vars, candidate));
    if (name !== undefined) return listedText(vars[name]);
    throw new SameseedError("BAD_BENCHMARK", `${where}: the case has no ${what}.`, {
      hint: `Give the scorer one, e.g. ${what}: "{{text}}", or name a variable ${USUAL[what].slice(0, -1).join(", ")} or ${USUAL[what].at(-1)}.`,
    });
  };
}

/** A list of passages as paragraphs, anything else as in a prompt. */
export function listedText(value: unknown): string {
  return Array.isArray(value) ? value.map(textOf).join("\n\n") : textOf(value);
}
