import { codeProblem } from "./code-problem.ts";
import type { Place } from "./place.ts";
import { existingScript, isFileReference, mistake, type Reading } from "./reading.ts";

/** Code that changes an answer, as a transform step. */
export function transformOf(transform: unknown, place: Place, reading: Reading): string | undefined {
  if (typeof transform !== "string") {
    reading.notes.warn(place, "is a function inside the config: put it into a file and name it as file://transform.js");
    return undefined;
  }
  if (isFileReference(transform) && existingScript(transform, place, reading))
    return transform.endsWith(".py") ? `${transform}:get_transform` : transform;
  const code = transform.includes("\n") ? transform : transform.trim().replace(/;+$/, "");
  const problem = codeProblem(code);
  if (problem !== undefined) throw mistake(place, `the code does not compile: ${problem}`, "Correct the code.");
  return `javascript: ${code}`;
}
