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

function textsIn({ file, ...index }: ReturnType<typeof stored>, windowBytes: number): (string | null)[] {
  const descriptor = openSync(file, "r");
  try {
    const window = new RowWindow(descriptor, index, windowBytes);
    return Array.from(index.lengths, (length, number) => (length === 0 ? null : window.text(number)));
  } finally {
    closeSync(descriptor);
  }
}

test("rows in any order on disk are read in table order, whatever fits into a window", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 });
  const rows = fc.array(fc.option(text, { freq: 5 }), { minLength: 1, maxLength: 60 });
  const shuffled = rows.chain((texts) =>
    fc.tuple(fc.constant(texts), fc.shuffledSubarray([...texts.keys()], { minLength: texts.length })),
  );
  fc.assert(
    fc.property(shuffled, fc.integer({ min: 1, max: 20_000 }), ([texts, order], windowBytes) => {
      expect(textsIn(stored(texts, order), windowBytes)).toEqual(texts);
    }),
  );
});

test("a row that was cut off after it was indexed is not taken from an earlier one", () => {
  const texts = ['{"a":1}', '{"a":2}'];
  const rows = stored(texts, [0, 1]);
  truncateSync(rows.file, 9);
  for (const windowBytes of [1, 1000]) expect(textsIn(rows, windowBytes)[1]).not.toBe(texts[1]);
  expect(() => JSON.parse(textsIn(rows, 1)[1]!)).toThrow(SyntaxError);
});
