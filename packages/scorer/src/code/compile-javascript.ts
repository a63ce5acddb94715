import { SameseedError } from "@sameseed/core";

/** Code of a benchmark file: it sees `output` and `context`. */
export type JavascriptFunction = (output: unknown, context: object) => unknown;

/**
 * Compiles an expression (also one that contains functions with `return`), or the body of a function with `return`. It runs
 * with the rights of this process, as a TypeScript benchmark does. Errors: `BAD_BENCHMARK`.
 */
export function compileJavascript(code: string): JavascriptFunction {
  const mayBeBody = /\breturn\b/.test(code);
  try {
    return functionWith(`return (${code}\n);`);
  } catch (cause) {
    if (!mayBeBody) throw notCompiled(code, cause as Error);
  }
  try {
    return functionWith(code);
  } catch (cause) {
    throw notCompiled(code, cause as Error);
  }
}

function functionWith(body: string): JavascriptFunction {
  // oxlint-disable-next-line typescript/no-implied-eval -- the user's own code, from the user's own file
  return new Function("output", "context", body) as JavascriptFunction;
}

function notCompiled(code: string, cause: Error): SameseedError {
  return new SameseedError("BAD_BENCHMARK", `The javascript ${JSON.stringify(code)} does not compile.`, {
    hint: cause.message,
    cause,
  });
}
