/** One answer, with the fields that the notebook prints next to it. */
export interface Draw {
  readonly response: string;
  readonly systemFingerprint: string | null;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
}

const RESPONSE_WIDTH = 64;

/** The notebook's table as text, an answer a row: system fingerprint, prompt and completion tokens, response. */
export function armTable(draws: readonly Draw[]): string {
  const rows = draws.flatMap(({ response, systemFingerprint, promptTokens, completionTokens }, index) => {
    const facts = [`${index + 1}`, systemFingerprint ?? "none", `${promptTokens ?? "–"}`, `${completionTokens ?? "–"}`];
    return wrapped(response).map((line, number) => [...(number === 0 ? facts : ["", "", "", ""]), line]);
  });
  return textTable([["#", "system fingerprint", "prompt tokens", "completion tokens", "response"], ...rows]);
}

/** Rows of cells with their columns aligned. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widthOf = (column: number) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0));
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widthOf(column)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > RESPONSE_WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
