import { SameseedError } from "./error.ts";
import { nestingProblem } from "./nesting.ts";

/**
 * The value of a YAML document, without what fills the memory or never ends. `file` is its name for messages. Errors:
 * `BAD_BENCHMARK` for aliases that repeat each other without end, and for a value that holds itself or is nested too deeply.
 */
export function yamlValue(document: { toJS(): unknown }, file: string): unknown {
  let problem: string | null;
  try {
    const value = document.toJS();
    problem = nestingProblem(value);
    if (problem === null) return value;
  } catch (error) {
    problem = (error as Error).message;
  }
  throw new SameseedError("BAD_BENCHMARK", `${file}: ${problem}.`, {
    hint: "Look at its aliases (*name) and its brackets: write the values themselves, less deep.",
  });
}
