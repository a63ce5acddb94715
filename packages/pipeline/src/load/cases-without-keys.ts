import { type Dataset, keysNote, type TestCase, withoutKeys } from "@sameseed/core";

/** The cases of a log, with API keys removed. `notes` counts the keys of one pass. */
export function withoutKeysInCases(dataset: Dataset): Dataset {
  let taken = 0;
  return {
    ...dataset,
    async *cases() {
      let count = 0;
      for await (const testCase of dataset.cases()) {
        const { value, count: found } = withoutKeys(recordedParts(testCase));
        count += found;
        yield found === 0 ? testCase : { ...testCase, ...value };
      }
      taken = count;
    },
    notes: () => [...(dataset.notes?.() ?? []), ...notesOf(taken)],
  };
}

function recordedParts({ vars, expected, metadata }: TestCase): Partial<TestCase> {
  return { vars, ...(expected !== undefined && { expected }), ...(metadata !== undefined && { metadata }) };
}

function notesOf(taken: number): readonly string[] {
  const note = keysNote(taken, "the cases");
  return note === undefined ? [] : [note];
}
