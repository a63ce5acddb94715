import { SameseedError } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { boundedPattern } from "../code/bounded-pattern.ts";

const Pattern = z.whenUsed(() => z.string().min(1).meta({ description: "A JavaScript regular expression." }));
const flags = z.whenUsed(() => z.string().optional().meta({ description: "Flags of the regular expression, e.g. i." }));

/**
 * Keeps the text that a pattern finds: the first group that matched, else the whole match, without
 * surrounding white space.
 */
const FindStep = z.whenUsed(() =>
  z.strictObject({
    find: Pattern.meta({ description: "A JavaScript regular expression. Keeps its first group, or the whole match." }),
    flags,
    which: z.int().optional().meta({ description: "Which match, counted from 0; -1 is the last. Default 0." }),
    otherwise: z
      .string()
      .optional()
      .meta({ description: "Text to score if nothing matches. Default: the answer is not scored." }),
  }),
);
/** Replaces every match with another text. */
const ReplaceStep = z.whenUsed(() =>
  z.strictObject({
    replace: Pattern.meta({ description: "A JavaScript regular expression. Every match is replaced." }),
    flags,
    with: z.string().optional().meta({ description: "The new text. Default: nothing. $1 is the first group." }),
  }),
);
/** Reads one text as another, such as a word as a number. */
const MapStep = z.whenUsed(() =>
  z.strictObject({
    map: z.record(z.string(), z.string()).meta({ description: "Maps each text to the text that replaces it." }),
    otherwise: z
      .string()
      .optional()
      .meta({ description: "Text to score for any other text. Default: the answer is not scored." }),
  }),
);
export const PatternStep = z.whenUsed(() => z.union([FindStep, ReplaceStep, MapStep]));
export type PatternStep = Readonly<z.infer<typeof PatternStep>>;

/** Compiles a step; it returns undefined without a match. Errors: `BAD_BENCHMARK` for a bad pattern. */
export function patternStep(step: PatternStep): (text: string) => string | undefined {
  if ("map" in step) return (text) => (Object.hasOwn(step.map, text) ? step.map[text] : step.otherwise);
  if ("replace" in step) {
    const { with: replacement = "" } = step;
    const search = boundedPattern(globalPattern(step.replace, step.flags));
    return (text) => search(text, (pattern) => text.replaceAll(pattern, replacement));
  }
  const { which = 0, otherwise } = step;
  const search = boundedPattern(globalPattern(step.find, step.flags));
  return (text) => {
    const match = search(text, (pattern) => [...text.matchAll(pattern)].at(which));
    if (match === undefined) return otherwise;
    const groups = match.slice(1);
    if (groups.length === 0) return match[0].trim();
    return groups.find((group) => group !== undefined && group !== "")?.trim() ?? otherwise;
  };
}

/** Name of a step in messages. */
export function stepName(step: PatternStep): string {
  return "map" in step ? "map" : "find" in step ? `find ${step.find}` : `replace ${step.replace}`;
}

/** A pattern that finds every match. Errors: `BAD_BENCHMARK`. */
export function globalPattern(source: string, given = ""): RegExp {
  try {
    return new RegExp(source, given.includes("g") ? given : `${given}g`);
  } catch (cause) {
    throw new SameseedError("BAD_BENCHMARK", `The pattern ${JSON.stringify(source)} does not compile.`, {
      hint: (cause as Error).message,
      cause,
    });
  }
}
