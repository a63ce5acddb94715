import type { AssertionContext } from "./assertion-context.ts";
import { type CodeLanguage, codeWithLiterals } from "./code-literals.ts";
import type { Place } from "./place.ts";
import { isFileReference, isScript, loadedValue, namedPath } from "./reading.ts";
import { misplacedName } from "./stored-names.ts";

interface Valued {
  readonly type: string;
  readonly place: Place;
  readonly context: AssertionContext;
}

const SCRIPTED = new Set(["javascript", "python", "ruby"]);
const CODE = new Set(["javascript", "python"]);

/** Code with its templates filled in: contents of data become literals of the language and are never code. */
function codeOf(code: string, language: string, { fill, vars, literalVars }: AssertionContext): string {
  const readsData = [...literalVars].some((name) => code.includes(name));
  return readsData ? codeWithLiterals(code, { language: language as CodeLanguage, vars }) : fill(code);
}

/**
 * An assertion's value with its template filled in, read from its file if it names one; undefined if it is
 * unavailable.
 */
export function valueOf(value: unknown, { type, place, context }: Valued): { readonly value: unknown } | undefined {
  const { reading, fill } = context;
  if (isFileReference(value) && isScript(value)) {
    namedPath(value, place, reading);
    if (SCRIPTED.has(type)) return { value };
    reading.notes.warn(
      place,
      "is a function that makes the expected value, which is not called: the assertion is left out",
    );
    return undefined;
  }
  if (typeof value === "string" && value.startsWith("package:")) {
    reading.notes.warn(place, "functions of packages are not called: the assertion is left out");
    return undefined;
  }
  const { value: loaded } = loadedValue(value, place, reading);
  if (typeof loaded === "string" && isFileReference(value)) return { value: loaded.trim() };
  const misplaced = misplacedName(loaded, type, context.later);
  if (misplaced !== undefined) {
    reading.notes.warn(
      place,
      `${misplaced} holds a stored answer, which is put only into texts, as {{${misplaced}}}: the assertion is left out; code reads context.vars`,
    );
    return undefined;
  }
  if (typeof loaded === "string") return { value: CODE.has(type) ? codeOf(loaded, type, context) : fill(loaded) };
  if (!Array.isArray(loaded)) {
    const template = typeof loaded === "object" ? /\{\{[^{}]*\}\}/.exec(JSON.stringify(loaded))?.[0] : undefined;
    if (template !== undefined)
      reading.notes.warn(place, `${template} is inside an object, where it stays as written, as in promptfoo`);
    return { value: loaded };
  }
  return { value: loaded.map((entry: unknown) => (typeof entry === "string" ? fill(entry) : entry)) };
}
