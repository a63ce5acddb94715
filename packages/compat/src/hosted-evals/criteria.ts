import type { TranslatedFile } from "../translation/translation.ts";
import type { EvalNotes } from "./eval-notes.ts";
import { graderName, translateGrader } from "./graders.ts";
import { isObject, type Fields } from "./objects.ts";

/** Reasons that an error names. */
const SHOWN = 4;

/** The testing criteria as scorers, and the scripts that they read. Errors: `BAD_BENCHMARK` if none remains. */
export function criteriaOf(
  definition: Fields,
  items: readonly string[],
  notes: EvalNotes,
): { readonly scorers: readonly object[]; readonly files: readonly TranslatedFile[] } {
  const files: TranslatedFile[] = [];
  const scorers: object[] = [];
  const names = new Set<string>();
  for (const [index, grader] of (definition["testing_criteria"] as readonly unknown[]).entries()) {
    const key = `testing_criteria[${index}]`;
    if (!isObject(grader)) {
      notes.warn(key, "is not an object: left out");
      continue;
    }
    const name = graderName(grader["name"], grader["type"]);
    let metric = name;
    for (let number = 2; names.has(metric); number++) metric = `${name} ${number}`;
    names.add(metric);
    const translated = translateGrader(grader, metric, items);
    if (typeof translated === "string") {
      notes.warn(`${key}.${name}`, translated);
      continue;
    }
    for (const { key: inner, message } of translated.notes) notes.warn(`${key}.${inner}`, message);
    if (translated.file !== undefined) files.push(translated.file);
    scorers.push(translated.scorer);
  }
  if (scorers.length > 0) return { scorers, files };
  const reasons = notes
    .warnings()
    .flatMap(({ key, message }) => (key.startsWith("testing_criteria") ? `${key} ${message}` : []));
  const more = reasons.length - SHOWN;
  const shown = [...reasons.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])];
  throw notes.error(
    `none of its testing criteria has a counterpart${shown.length === 0 ? "" : `: ${shown.join("; ")}`}`,
    "Read are string_check, text_similarity, label_model, score_model and python.",
  );
}
