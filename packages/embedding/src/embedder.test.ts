import { afterAll, beforeAll, expect, test } from "vitest";
import { cosineDistance, firstToRest } from "./distance.ts";
import { type Embedder, embedder } from "./embedder.ts";

const PARAPHRASES = [
  "In 2031 four astronauts flew to Mars and found frozen water below the rocks of a crater.",
  "Four astronauts travelled to Mars in 2031 and discovered ice under the rocks of a crater.",
  "In 2031 a crew of four went to Mars, where they found frozen water beneath a crater's rocks.",
];
const OTHERS = [
  PARAPHRASES[0]!,
  "The old baker opened her shop at dawn and sold warm bread to the children of the village.",
  "Parliament rejected the new tax on fuel after a debate that lasted until the morning.",
];

let model: Embedder;
beforeAll(() => void (model = embedder()));
afterAll(() => model.close());

test("paraphrases lie close together, different texts far apart", async () => {
  const near = firstToRest(await model.embed(PARAPHRASES));
  const far = firstToRest(await model.embed(OTHERS));
  expect(near).toBeGreaterThan(0);
  expect(near).toBeLessThan(0.15);
  expect(far).toBeGreaterThan(4 * near);
});

test("the same text has distance 0, exactly, also in another embedder", async () => {
  await using second = disposable(embedder());
  const [mine] = await model.embed([PARAPHRASES[0]!]);
  const [, theirs] = await second.embed(["Something else first.", PARAPHRASES[0]!]);
  expect(theirs).toEqual(mine);
  expect(cosineDistance(mine!, theirs!)).toBe(0);
});

test("a vector does not depend on other texts, and every text is embedded once", async () => {
  const together = await model.embed([...OTHERS, OTHERS[1]!]);
  const [alone] = await model.embed([OTHERS[1]!]);
  expect(together).toHaveLength(4);
  expect(together[1]).toHaveLength(512);
  expect(together[3]).toBe(alone); // the very object
});

test("the empty text has a separate vector", async () => {
  const [empty, blank, words] = await model.embed(["", " ", PARAPHRASES[0]!]);
  expect(cosineDistance(empty!, blank!)).toBe(0);
  expect(cosineDistance(empty!, words!)).toBeGreaterThan(0.3);
});

test("a closed embedder refuses texts, including waiting ones", async () => {
  const closing = embedder();
  const waiting = closing.embed(["never embedded"]);
  await Promise.all([expect(waiting).rejects.toThrow("closed"), closing.close()]);
  await expect(closing.embed(["more"])).rejects.toThrow("closed");
});

function disposable(open: Embedder): Embedder & AsyncDisposable {
  return { ...open, [Symbol.asyncDispose]: () => open.close() };
}
