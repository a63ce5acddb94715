/** The audit detects the biases of judges behind a real server. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { JudgeAudit, Report } from "@sameseed/core";
import { expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { openaiServer } from "./openai-server.ts";
import { folderWith } from "./sameseed.ts";

interface Asked {
  readonly body: { readonly model: string; readonly seed?: number; readonly messages: readonly { content: string }[] };
}

const BENCHMARK = (url: string): string => `name: habits
seed: 5
cases: [${Array.from({ length: 20 }, (_, number) => `{id: c${number}, vars: {question: "Question ${number}?"}}`).join(", ")}]
prompts: [{id: short, text: "{{question}}"}, {id: long, text: "At length: {{question}}"}]
models: [{id: m, model: "openai:m", baseUrl: "${url}"}]
judge: {id: j, model: "openai:j", baseUrl: "${url}"}
scorers:
  - llm-rubric: {rubric: "It answers.", retest: 1}
  - pairwise: {retest: 0}
`;

/** Runs the benchmark with a judge and gives its audits by metric. */
async function auditsWith(judge: (text: string, seed: number) => string): Promise<{
  readonly audits: ReadonlyMap<string, JudgeAudit>;
  readonly report: Report;
  readonly verified: number | null;
}> {
  const reply = ({ body }: Asked): string => {
    const text = body.messages.map(({ content }) => content).join("\n");
    if (body.model === "j") return judge(text, body.seed ?? 0);
    return text.startsWith("At length") ? "This is a long answer, with reasons." : "Short.";
  };
  await using server = await openaiServer({ reply });
  await using folder = await folderWith({ "benchmark.yaml": BENCHMARK(server.url) });
  const at = { cwd: folder.path, env: { OPENAI_API_KEY: "none" } };
  const { code, stderr } = await sameseed(["run", "benchmark.yaml", "--no-progress-bar"], at);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const [id] = await readdir(join(folder.path, "results"));
  const report = JSON.parse(await readFile(join(folder.path, "results", id!, "report.json"), "utf8")) as Report;
  const verified = await sameseed(["verify", "latest"], at);
  return { audits: new Map(report.judges!.map((audit) => [audit.metric, audit])), report, verified: verified.code };
}

test("a judge that always prefers the first answer contradicts itself, and its verdicts are ties", async () => {
  const { audits, report, verified } = await auditsWith((text) =>
    text.includes("answer-A") ? '{"reason": "A", "winner": "A"}' : '{"reason": "fine", "score": 1}',
  );
  const pairwise = audits.get("pairwise")!;
  expect(pairwise).toMatchObject({
    judge: "j",
    kind: "pairwise",
    judged: 20,
    calls: 40,
    swap: { same: { hits: 0, n: 20 }, reversed: 20 },
    firstPosition: { share: 1, n: 20 },
    longerWins: null,
  });
  expect(audits.get("llm-rubric")!.retest).toMatchObject({ same: { hits: 40, n: 40 } });
  const reasons = report.comparisons.find(({ metric }) => metric === "pairwise")!.fairness.reasons;
  expect(reasons).toContainEqual(
    expect.stringContaining("changed its verdict with the order of the answers in 20 of 20 pairs (100.0 % ["),
  );
  expect(verified).toBe(0);
});

test("a judge that always prefers the longer answer is consistent, and the audit detects its length bias", async () => {
  const { audits } = await auditsWith((text) => {
    if (!text.includes("answer-A")) return '{"reason": "fine", "score": 1}';
    const [, first = ""] = /<answer-A>\n([\s\S]*?)\n<\/answer-A>/.exec(text) ?? [];
    return `{"reason": "more", "winner": "${first.startsWith("This is a long") ? "A" : "B"}"}`;
  });
  const { swap, firstPosition, longerWins, caveats } = audits.get("pairwise")!;
  expect({ swap: swap!.same.share, first: firstPosition!.share, longer: longerWins!.share }).toEqual({
    swap: 1,
    first: 0.5,
    longer: 1,
  });
  expect(caveats).toEqual([expect.stringContaining("preferred the longer of two answers in 20 of 20 pairs") as string]);
});

test("counts a judge that depends on its seed, and one with unreadable answers", async () => {
  const { audits } = await auditsWith((text, seed) => {
    if (text.includes("answer-A")) return "Hard to say.";
    return `{"reason": "so", "score": ${seed % 2}}`;
  });
  expect(audits.get("pairwise")).toMatchObject({ judged: 20, unparsed: 20, unanswered: 0, swap: null });
  const { same } = audits.get("llm-rubric")!.retest!;
  expect(same.n).toBe(40);
  expect(same.hits).toBeLessThan(36);
});
