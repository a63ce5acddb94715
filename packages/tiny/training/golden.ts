/**
 * Writes training/golden.json: fixed outputs of both models. Run it only when outputs may change (new weights, or a raised
 * ENGINE_VERSION); golden.test.ts then holds every machine to them.
 *
 *   node training/golden.ts
 */
import { writeFileSync } from "node:fs";
import { answerer } from "../src/answer.ts";
import { ENGINE_VERSION, fingerprintOf } from "../src/engine-version.ts";
import { parseWeights, readWeightsFile, TINY_NAMES } from "../src/weights.ts";

const news = "Write a short news excerpt about a journey to Mars.";
const questions = [
  { prompt: "What is 12 plus 7?", seed: 0, params: { temperature: 0 } },
  { prompt: "Work out 48 + 37 step by step.", seed: 0, params: { temperature: 0 } },
  { prompt: 'Reverse the word "planet".', seed: 0, params: { temperature: 0 } },
  { prompt: news, seed: 1, params: { temperature: 1 } },
  { prompt: news, seed: 2, params: { temperature: 1 } },
  {
    prompt: "Tell me a story about a dragon.",
    seed: 3,
    params: { temperature: 0.7, topP: 0.9, topK: 50, maxTokens: 40 },
  },
  { prompt: "Wörter, 言葉, 😀", seed: 4, params: { temperature: 2, maxTokens: 30 } },
];
const models = TINY_NAMES.map((name) => {
  const weights = parseWeights(readWeightsFile(name));
  const answer = answerer(weights, name);
  const answers = questions.map((question) => {
    const { prompt, seed, params } = question;
    const { text, tokens } = answer({ messages: [{ role: "user", content: prompt }], params, seed });
    return { ...question, text, tokens };
  });
  return { name, fingerprint: fingerprintOf(weights.sha256), answers };
});
writeFileSync(
  new URL("golden.json", import.meta.url),
  `${JSON.stringify({ engineVersion: ENGINE_VERSION, models }, undefined, 1)}\n`,
);
