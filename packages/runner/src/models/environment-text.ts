const VARIABLE = /\{\{\s*env\.(\w+)\s*\}\}/g;

/** The environment variables that texts name as `{{env.NAME}}`, each once. */
export function environmentNames(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => [...text.matchAll(VARIABLE)].map((match) => match[1]!)))];
}

/** The variables of a text that are not set. */
export function missingNames(text: string): string[] {
  return environmentNames([text]).filter((name) => !process.env[name]);
}

/** The text with `{{env.NAME}}` filled in; undefined where one of the variables is not set. */
export function withEnvironment(text: string): string | undefined {
  return missingNames(text).length > 0 ? undefined : text.replaceAll(VARIABLE, (_, name: string) => process.env[name]!);
}
