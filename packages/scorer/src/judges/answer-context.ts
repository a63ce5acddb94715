import type { TestCase } from "@sameseed/core";
import { type Transform, transformer, transformSource } from "../answer/transform.ts";
import { caseText, listedText } from "./case-texts.ts";
import type { JudgeScorerDefinition } from "./judge-scorer.ts";

type Decide = JudgeScorerDefinition["decide"];

interface ContextSources {
  /** Template over the case. */
  readonly context: string | undefined;
  /** Steps over the answer, which come first. */
  readonly contextTransform: Transform | readonly Transform[] | undefined;
}

interface AnswerContext {
  /** The context of the case, for the check before the run; empty if the answer contains it. */
  readonly contextOf: (testCase: TestCase, where: string) => string;
  /** The steps as the manifest keeps them; undefined for none. */
  readonly source: unknown;
  /**
   * Gives a decision the context that the answer contains. An answer without a context is not scored, and no
   * judge request is sent.
   */
  readonly withContext: (decide: Decide) => Decide;
}

/** The context of a judgement: of the case, or of the answer where steps take it out of it. */
export function answerContext({ context, contextTransform }: ContextSources): AnswerContext {
  const transformed = transformer(contextTransform, "contextTransform:");
  if (transformed === undefined)
    return { contextOf: caseText("context", context), source: undefined, withContext: (decide) => decide };
  return {
    contextOf: () => "",
    source: transformSource(contextTransform!),
    withContext: (decide) => async (judging, judged) => {
      const made = await transformed(judged.answer.output, judged.answer);
      if ("problem" in made) return judging.decided(null, made.problem);
      const found = contextText(made.value);
      if (found === null)
        return judging.decided(null, "contextTransform gives neither a text nor a list of texts that are not empty");
      const given = { ...judged.given, context: found };
      return decide(judging, { ...judged, given, messages: (added) => judged.messages({ context: found, ...added }) });
    },
  };
}

function contextText(value: unknown): string | null {
  const texts = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  const areTexts = texts.length > 0 && texts.every((text) => typeof text === "string" && text !== "");
  return areTexts ? listedText(value) : null;
}
