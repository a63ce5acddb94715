import { keepDigits, SameseedError } from "@sameseed/core";
import { recordsIn } from "./json-records.ts";
import type { RecordBatches } from "./read-records.ts";
import { type Content, readText } from "./read-text.ts";

/** The records of a YAML file's one list, read whole. */
export async function* yamlRecords(file: string, content?: Content): RecordBatches {
  let text = "";
  for await (const chunk of readText(file, content)) text += chunk;
  if (text.trim() === "") return;
  const { LineCounter, parseDocument, visit } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const fault = document.errors[0];
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.pos[0]);
    throw new SameseedError("BAD_DATASET", `${file}, line ${line}, column ${col}: ${fault.message}.`, {
      hint: "The text is not YAML there.",
    });
  }
  visit(document, { Scalar: (_, scalar) => keepDigits(scalar) });
  yield recordsIn(document.toJS(), file);
}
