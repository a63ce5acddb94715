/** Why code does not compile; undefined for code that does. */
export function codeProblem(code: string): string | undefined {
  try {
    const body = /\breturn\b/.test(code) ? code : `return (${code}\n);`;
    // oxlint-disable-next-line typescript/no-implied-eval -- compiled to see whether it does, and not called
    return Function("output", "context", body) && undefined;
  } catch (cause) {
    return (cause as Error).message;
  }
}
