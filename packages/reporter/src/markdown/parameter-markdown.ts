import { manifestParameters, parameterNotes, parameterRows, type Manifest } from "@sameseed/core";
import { folded, list, markdownTable, plain } from "./markdown-text.ts";

/** The handling of each parameter of each model, folded; empty where no model has a profile. */
export function parameterMarkdown({ manifest }: { readonly manifest: Manifest }): string {
  const models = manifestParameters(manifest);
  const rows = parameterRows(models);
  if (rows.length === 0) return "";
  const table = markdownTable(
    ["model", "service", "parameter", "handling"],
    rows.map(({ model, service, parameter, use }) => [plain(model), plain(service), parameter, plain(use)]),
  );
  const notes = parameterNotes(models);
  return folded("Parameters by model", notes.length === 0 ? table : `${table}\n\n${list(notes.map(plain))}`);
}
