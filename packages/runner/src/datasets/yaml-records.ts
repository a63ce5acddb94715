import { keepDigits, SameseedError } from "@sameseed/core";
import { recordsIn } from "./json-records.ts";
import type { RecordBatches } from "./read-records.ts";
import { type Content, wholeText } from "./read-text.ts";

/** The records of a YAML file's one list, read whole. */
export async function* yamlRecords(file: string, content?: Content): RecordBatches {
  const text = await wholeText(file, content);
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
  let data: unknown;
  try {
    data = document.toJS();
  } catch (cause) {
    throw new SameseedError("BAD_DATASET", `${file}: ${(cause as Error).message}.`, {
      hint: "Aliases (*name) that repeat each other grow without end: write the values themselves.",
      cause,
    });
  }
  yield recordsIn(data, file);
}
