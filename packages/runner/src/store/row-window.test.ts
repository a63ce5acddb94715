import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RowWindow } from "./row-window.ts";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "window-"))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes the texts in the given order; null where none is stored. */
function stored(texts: readonly (string | null)[], order: readonly number[]) {
  const file = join(folder, "rows.jsonl");
  const offsets = new Uint32Array(texts.length);
  const lengths = new Uint32Array(texts.length);
  let written = "";
  for (const index of order) {
    const text = texts[index] ?? null;
    if (text === null) continue;
    offsets[index] = Buffer.byteLength(written);
    lengths[index] = Buffer.byteLength(text);
    written += `${text}\n`;
  }
  writeFileSync(file, written);
  return { file, offsets, lengths };
}

type Sizes = ConstructorParameters<typeof RowWindow>[2];

function textsIn({ file, ...index }: ReturnType<typeof stored>, sizes?: Sizes): (string | null)[] {
  const descriptor = openSync(file, "r");
  try {
    const window = new RowWindow(descriptor, index, sizes);
    return Array.from(index.lengths, (length, number) => (length === 0 ? null : window.text(number)));
  } finally {
    closeSync(descriptor);
  }
}

test("reads rows in any order on disk in table order, for any window size", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 });
  const rows = fc.array(fc.option(text, { freq: 5 }), { minLength: 1, maxLength: 60 });
  const shuffled = rows.chain((texts) =>
    fc.tuple(fc.constant(texts), fc.shuffledSubarray([...texts.keys()], { minLength: texts.length })),
  );
  const sizes = fc.record({
    windowBytes: fc.integer({ min: 1, max: 8000 }),
    pieceBytes: fc.integer({ min: 1, max: 999 }),
  });
  fc.assert(
    fc.property(shuffled, sizes, ([texts, order], { windowBytes, pieceBytes }) => {
      expect(textsIn(stored(texts, order), { windowBytes, pieceBytes })).toEqual(texts);
    }),
  );
});

test("reads rows that are far apart in the file", () => {
  // every hundredth row of the table is the next one in the file
  const texts = Array.from({ length: 2000 }, (_, number) => `row ${number} ${"é".repeat(number % 50)}`);
  const order = texts.map((_, place) => (place % 20) * 100 + Math.floor(place / 20));
  expect(textsIn(stored(texts, order), { windowBytes: 500, pieceBytes: 100 })).toEqual(texts);
  expect(textsIn(stored(texts, order))).toEqual(texts);
});

test("does not replace a row cut off after indexing with an earlier one", () => {
  const texts = ['{"a":1}', '{"a":2}'];
  const rows = stored(texts, [0, 1]);
  truncateSync(rows.file, 9);
  for (const windowBytes of [1, 1000]) {
    const [first, second] = textsIn(rows, { windowBytes });
    expect(first).toBe(texts[0]);
    expect(() => JSON.parse(second!)).toThrow(SyntaxError);
  }
});
