import { SameseedError } from "@sameseed/core";

/** Code of a benchmark file: it sees `output` and `context`. */
export type JavascriptFunction = (output: unknown, context: object) => unknown;

/**
 * Compiles an expression, or the body of a function with `return`. It runs with the rights of this process, as a TypeScript
 * benchmark does. Errors: `BAD_BENCHMARK`.
 */
export function compileJavascript(code: string): JavascriptFunction {
  const isBody = /\breturn\b/.test(code);
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- the user's own code, from the user's own file
    return new Function("output", "context", isBody ? code : `return (${code}\n);`) as JavascriptFunction;
  } catch (cause) {
    throw new SameseedError("BAD_BENCHMARK", `The javascript ${JSON.stringify(code)} does not compile.`, {
      hint: (cause as Error).message,
      cause,
    });
  }
}
