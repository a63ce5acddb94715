import { readFileSync } from "node:fs";
import { extname, relative } from "node:path";
import { inertTest } from "./data-cells.ts";
import { inside, type Place } from "./place.ts";
import {
  type Fields,
  filesOf,
  isObject,
  isFileReference,
  isScript,
  mistake,
  namedPath,
  readText,
  readYaml,
  refuseIrregular,
  type Reading,
  referenceOf,
  scriptAt,
  scriptValue,
} from "./reading.ts";
import { computedName, laterNames } from "./stored-names.ts";
import { environmentNames, filledVars, isPartialTemplate, storedTemplates } from "./templates.ts";
import type { Origin } from "./tests.ts";
import { isSecretName } from "../translation/secret-name.ts";

/** Images become data URLs, sound and films base64, as in promptfoo. */
const IMAGES: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
  ".bmp": "image/bmp",
  ".tif": "image/tiff",
  ".tiff": "image/tiff",
  ".avif": "image/avif",
  ".heic": "image/heic",
  ".heif": "image/heif",
};
const SOUND_AND_FILM =
  /^\.(?:wav|mp3|ogg|aac|m4a|flac|wma|aif|aiff|aifc|opus|mp4|mpeg|mpg|webm|mov|avi|flv|wmv|mkv|m4v|3gpp?)$/;

/** Variables, and which of them are data, which is always text. */
export interface GivenVars {
  readonly vars: Fields;
  readonly literal: ReadonlySet<string>;
}

interface VarsSource {
  /** The base folder of paths. */
  readonly folder: string;
  readonly origin: Origin;
  readonly literal?: ReadonlySet<string> | undefined;
}

/** The vars of a test. Those in separate files (one path, or several) are data. */
export async function varsOf(
  value: unknown,
  place: Place,
  { source, reading }: { source: VarsSource; reading: Reading },
): Promise<GivenVars> {
  if (value === undefined || value === null) return { vars: {}, literal: new Set() };
  if (isObject(value)) {
    const literal = source.literal ?? new Set(source.origin === "data" ? Object.keys(value) : []);
    return { vars: value, literal };
  }
  const dataRoot = source.origin === "config" ? undefined : reading.folder;
  const own: Reading = { ...reading, folder: source.folder, dataRoot };
  const merged = Object.create(null) as Record<string, unknown>;
  for (const path of [value].flat() as string[]) {
    const files = await filesOf(namedPath(String(path), place, own));
    if (files.length === 0) throw mistake(place, `no file ${path}`, "Paths are relative to the file that names them.");
    for (const file of files) Object.assign(merged, readYaml(file, place).value);
  }
  if (!reading.trustsData) inertTest({ vars: merged }, { ...place, path: place.path.slice(0, -1) }, reading.cells);
  return { vars: merged, literal: new Set(reading.trustsData ? [] : Object.keys(merged)) };
}

/** The second's vars over the first's. */
export function mergedVars(first: GivenVars, second: GivenVars): GivenVars {
  const kept = [...first.literal].filter((name) => !Object.hasOwn(second.vars, name));
  return { vars: { ...first.vars, ...second.vars }, literal: new Set([...kept, ...second.literal]) };
}

export interface ExpandOptions {
  /** False for a list that is one value. */
  readonly isExpanded: boolean;
  /** Text of the first prompt, which variables that are functions may read, and whether it is the only one. */
  readonly prompt: string;
  readonly isOnly: boolean;
  /** Variables that are data. */
  readonly literal: ReadonlySet<string>;
}

/** Every combination of the values that vars list, with files read and templates in them filled in. */
export async function expandedVars(
  vars: Fields,
  { isExpanded, prompt, isOnly, literal }: ExpandOptions,
  { place, reading }: { place: Place; reading: Reading },
): Promise<Fields[]> {
  let combinations: Fields[] = [{}];
  for (const [name, value] of Object.entries(vars)) {
    const values = isExpanded
      ? await valuesOf(value, inside(place, name), { reading, isText: literal.has(name) })
      : [value];
    combinations = combinations.flatMap((combination) => values.map((one) => ({ ...combination, [name]: one })));
  }
  const made: Fields[] = [];
  for (const combination of combinations) {
    const loaded: Record<string, unknown> = { ...combination };
    for (const [name, value] of Object.entries(loaded).filter(([name]) => !literal.has(name)))
      loaded[name] = await loadedVar(name, value, {
        prompt,
        isOnly,
        vars: loaded,
        place: inside(place, name),
        reading,
      });
    refuseComputed(loaded, { literal, place, reading });
    made.push(
      filledVars(loaded, literal, {
        later: storedTemplates(reading),
        filters: reading.filters,
        onProblem(name, problem) {
          if (isPartialTemplate(String(loaded[name]))) return;
          reading.notes.warn(inside(place, name), `${problem}: the text stays as it is; promptfoo fails the test`);
        },
      }),
    );
  }
  return made;
}

/** Errors: `BAD_BENCHMARK` for a variable that makes something of a stored answer: the run only puts it in. */
function refuseComputed(
  vars: Fields,
  { literal, place, reading }: Pick<ExpandOptions, "literal"> & { place: Place; reading: Reading },
): void {
  const later = laterNames(vars, { stored: reading.stored, literal });
  for (const [name, value] of Object.entries(vars)) {
    const computed = literal.has(name) || typeof value !== "string" ? undefined : computedName(value, later);
    if (computed !== undefined)
      throw mistake(
        inside(place, name),
        `the variable ${name} uses ${computed}, which holds a stored answer, in a filter or a condition`,
        `Write {{${computed}}} in the variable, and the filter or condition into the prompt.`,
      );
  }
}

/** A list of texts is several values, any other list is one; a pattern of files gives one value per file. */
async function valuesOf(
  value: unknown,
  place: Place,
  { reading, isText }: { reading: Reading; isText: boolean },
): Promise<readonly unknown[]> {
  if (Array.isArray(value)) return typeof value[0] === "string" ? value : [value];
  if (isText || !isFileReference(value) || isScript(value)) return [value];
  const files = await filesOf(namedPath(value, place, reading));
  if (files.length === 0) throw mistake(place, `no file ${value}`, "Paths are relative to the config.");
  return files.map((file) => `file://${relative(reading.folder, file)}`);
}

interface Loading extends Pick<ExpandOptions, "prompt" | "isOnly"> {
  readonly vars: Fields;
  readonly place: Place;
  readonly reading: Reading;
}

/**
 * A text with `{{ env.NAME }}` filled from the current environment: variables are stored and must not contain
 * a secret.
 */
function withEnvironment(text: string, place: Place, { notes }: Reading): string {
  const names = /\{\{/.test(text) ? environmentNames(text) : [];
  const secrets = names.filter((name) => isSecretName(name));
  if (secrets.length > 0) {
    notes.warn(
      place,
      `${secrets.join(", ")} may be a secret, and variables are stored: it is empty; write it into the prompt`,
    );
    return text;
  }
  if (names.length > 0) notes.warn(place, "was read from the environment when this was translated");
  return names.reduce((filled, name) => {
    const pattern = new RegExp(`\\{\\{\\s*env(?:\\.${name}|\\[["']${name}["']\\])\\s*\\}\\}`, "g");
    return filled.replaceAll(pattern, () => process.env[name] ?? "");
  }, text);
}

async function loadedVar(name: string, value: unknown, loading: Loading): Promise<unknown> {
  const { prompt, isOnly, vars, place, reading } = loading;
  if (typeof value === "string" && value.startsWith("package:")) {
    reading.notes.warn(place, "functions of packages are not called: the text stays as it is");
    return value;
  }
  if (!isFileReference(value)) return typeof value === "string" ? withEnvironment(value, place, reading) : value;
  const path = namedPath(value, place, reading);
  if (isScript(value)) {
    const reference = `${referenceOf(path, reading)}${path.endsWith(".py") ? ":get_var" : ""}`;
    const script = scriptAt(reference, place, reading);
    const args = script.language === "python" ? [name, prompt, vars] : [name, prompt, vars, { id: "", label: "" }];
    const called = await scriptValue(() => script.call(...args), place);
    const given = called as { output?: unknown; error?: string } | undefined;
    if (!isOnly)
      reading.notes.warn(place, "is a function: it was called once, with the first prompt, and its value is kept");
    if (given?.error) throw mistake(place, `${value} says: ${given.error}`, "Correct the function.");
    if (given?.output === undefined) throw mistake(place, `${value} gave no output`, "Return {output}.");
    return typeof given.output === "string" && path.endsWith(".py") ? given.output.trim() : given.output;
  }
  const extension = extname(path).toLowerCase();
  if (extension === ".yaml" || extension === ".yml") return JSON.stringify(readYaml(path, place).value);
  if (extension === ".pdf") {
    reading.notes.warn(place, "text is not taken out of PDF files: convert it to text; the path stays");
    return value;
  }
  const image = Object.hasOwn(IMAGES, extension) ? IMAGES[extension] : undefined;
  if (image === undefined && !SOUND_AND_FILM.test(extension)) return readText(path, place).trim();
  refuseIrregular(path, place);
  const base64 = readFileSync(path).toString("base64");
  return image === undefined ? base64 : `data:${image};base64,${base64}`;
}
