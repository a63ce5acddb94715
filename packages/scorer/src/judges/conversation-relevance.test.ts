import type { Answer, JudgeCall } from "@sameseed/core";
import { expect, test } from "vitest";
import { conversationRelevance } from "./conversation-relevance.ts";

/** A judge client whose judge answers by its prompt. */
function judged(vars: object, verdictOf: (shown: string) => string, chain?: string) {
  const shown: string[] = [];
  const judgeClient = {
    seed: 1,
    nameOf: () => "judge",
    async ask({ messages, read }: { messages: readonly { content: string }[]; read: (text: string) => number | null }) {
      const text = messages.map(({ content }) => content).join("\n");
      shown.push(text);
      const answer = verdictOf(text);
      return { text: answer, value: read(answer), purpose: "verdict" } as unknown as JudgeCall;
    },
  };
  const trial = { case: { id: "c" }, repeat: 0 };
  const messages = () => [{ role: "user" as const, content: "How do I sleep better?" }];
  const answer = {
    output: "Keep regular hours.",
    case: { id: "c", vars, chain },
    outcome: {},
    judgeClient,
    trial,
    messages,
  };
  const score = conversationRelevance({ retest: 0, window: 2 }).score(answer as unknown as Answer);
  return { score, shown };
}

const yes = '{"reason": "fits", "verdict": "yes"}';

test("without earlier turns the prompt and the answer are the only turn", async () => {
  const { score, shown } = judged({}, () => yes);
  expect(await score).toMatchObject({ value: 1, reason: "1 of 1 turns are relevant" });
  expect(shown).toHaveLength(1);
  expect(shown[0]).toContain("How do I sleep better?");
  expect(shown[0]).toContain("Keep regular hours.");
});

test("judges each turn with those before it in its window; the value is the share", async () => {
  const turns = ["a", "b", "c", "d"].map((name) => ({ input: `ask ${name}`, output: `say ${name}` }));
  const { score, shown } = judged({ _conversation: turns }, (text) =>
    text.includes("say c") && !text.includes("say d") ? '{"reason": "off topic", "verdict": "no"}' : yes,
  );
  expect(await score).toMatchObject({ value: 0.75, reason: "3 of 4 turns are relevant; off topic" });
  expect(shown.map((text) => text.match(/say \w/g)!.join())).toEqual([
    "say a",
    "say a,say b",
    "say b,say c",
    "say c,say d",
  ]);
});

test("an answer without a verdict makes the score undecided", async () => {
  expect(await judged({}, () => "hm").score).toMatchObject({ value: null });
});

test("in a chain the judge gets the trial's own answer after the earlier turns", async () => {
  const turns = [{ input: "ask a", output: "say a" }];
  const { score, shown } = judged(
    { _conversation: turns },
    (text) => (text.includes("Keep regular hours.") ? '{"reason": "off topic", "verdict": "no"}' : yes),
    "x",
  );
  expect(await score).toMatchObject({ value: 0.5, reason: "1 of 2 turns are relevant; off topic" });
  expect(shown).toHaveLength(2);
  expect(shown[1]).toMatch(/say a[^]*<message>\nHow do I sleep better\?\n<\/message>\n<answer>\nKeep regular hours\./);
});
