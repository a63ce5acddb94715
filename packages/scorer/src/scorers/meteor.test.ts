import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Score } from "@sameseed/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sentenceMeteor } from "../text-metrics/meteor.ts";
import { porterStem } from "../text-metrics/porter-stem.ts";
import { readWordNet, type WordNet } from "../text-metrics/wordnet.ts";
import { meteor } from "./meteor.ts";

/** The sentences of NLTK's documentation. */
const HYPOTHESIS = "It is a guide to action which ensures that the military always obeys the commands of the party";
const OTHER = "It is to insure the troops forever judging the activity guidebook that party direct";
const REFERENCES = [
  "It is a guide to action that ensures that the military will forever heed Party commands",
  "It is the guiding principle which guarantees the military forces always being under the command of the Party",
  "It is the practical guide for the army always to heed the directions of the party",
];
/** WordNet 3.0 as Debian's package wordnet-base installs it. */
const DEBIAN = "/usr/share/wordnet";

test.each([
  [HYPOTHESIS, REFERENCES, 0.6944],
  [HYPOTHESIS, REFERENCES.slice(0, 1), 0.6944],
  ["non matching hypothesis", ["this is a cat"], 0],
  ["", ["this is a cat"], 0],
])("NLTK's example %#: METEOR of %j is %3$d", (hypothesis, references, wanted) => {
  expect(sentenceMeteor(hypothesis, references)).toBeCloseTo(wanted, 4);
});

describe.runIf(existsSync(DEBIAN))(
  "with WordNet 3.0 it is NLTK 3.8's to the last digit (needs Debian's wordnet-base):",
  () => {
    let wordNet: WordNet;
    beforeAll(() => {
      wordNet = readWordNet(DEBIAN); // a group that is skipped runs its body all the same, but not this
    });
    test.each([
      [OTHER, REFERENCES[0]!, 0.3035391371738569],
      ["sat went enjoyable", "the dying", 0.2380952380952381],
      [
        "study went happy connection quickly worst went slowly",
        "running cat big went slowly study build leaves",
        0.5575,
      ],
      ["spoke universities", "automobile good universities early sat talk quick", 0.15384615384615383],
    ])("%s", (hypothesis, reference, wanted) => {
      expect(sentenceMeteor(hypothesis, [reference], { wordNet })).toBeCloseTo(wanted, 12);
    });
  },
);

test.each([
  ["caresses", "caress"],
  ["flies", "fli"],
  ["dies", "die"],
  ["always", "alway"],
  ["says", "say"],
  ["news", "news"],
  ["generously", "gener"],
  ["relational", "relat"],
  ["geology", "geolog"],
  ["hopping", "hop"],
  ["filing", "file"],
  ["controll", "control"],
])("the stem of %s is %s, as in NLTK's Porter stemmer", (word, stem) => {
  expect(porterStem(word)).toBe(stem);
});

describe("the scorer", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "wordnet-"));
    const licence = "  1 This software and database is WordNet 9.9\n";
    const line = "00000046 03 n 03 car 0 auto 0 motor_car 0 000 | a vehicle\n";
    await writeFile(join(folder, "data.noun"), licence + line);
    await writeFile(join(folder, "index.noun"), `${licence}car n 1 0 1 0 00000046\nauto n 1 0 1 0 00000046\n`);
    for (const part of ["verb", "adj", "adv"])
      for (const kind of ["index", "data"]) await writeFile(join(folder, `${kind}.${part}`), licence);
    await writeFile(join(folder, "noun.exc"), "carren car\n");
  });
  afterAll(() => rm(folder, { recursive: true }));
  const score = (output: string, expected: string, wordnet: string): Score =>
    meteor({ wordnet }, { folder: ".", script: undefined as never }).score({
      output,
      case: { id: "c", vars: {}, expected },
      outcome: undefined as never,
    }) as Score;

  test("takes synonyms from the folder, by lemma, unless they are turned off", () => {
    expect(score("a blue auto", "a blue car", folder).value).toBeCloseTo(1 - 0.5 * (1 / 3) ** 3, 12);
    expect(score("a blue carren", "a blue auto", folder).value).toBeCloseTo(1 - 0.5 * (1 / 3) ** 3, 12);
    expect(score("a blue auto", "a blue car", "none").value!).toBeLessThan(0.7);
  });

  test("its identity names WordNet's edition, since synonyms differ between editions", () => {
    expect(meteor({ wordnet: folder }).identity).toMatchObject({ wordnet: "9.9" });
    expect(meteor({ wordnet: "none" }).identity).toMatchObject({ wordnet: "none" });
  });

  test("a folder without WordNet is the user's mistake", () => {
    expect(() => meteor({ wordnet: tmpdir() })).toThrow(
      expect.objectContaining({ code: "BAD_BENCHMARK", hint: expect.stringContaining("wordnet: none") }),
    );
  });
});
