import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, sameseed, startSameseed } from "./sameseed.ts";

async function untilServing(child: ReturnType<typeof startSameseed>): Promise<string> {
  let seen = "";
  for await (const text of child.stdout) {
    seen += String(text);
    const url = /http:\/\/127\.0\.0\.1:\d+(?:\/v1)?/.exec(seen)?.[0];
    if (url !== undefined) return url.endsWith("/v1") ? url : `${url}/v1`;
  }
  throw new Error(`serve-tiny ended without serving: ${seen}`);
}

test("the embedded model behind HTTP gives the same answers as inside the process", async () => {
  const yaml = (model: string) => `name: sums
repeats: 2
cases: [{id: a, vars: {a: 12, b: 7}, expected: 19}, {id: b, vars: {a: 3, b: 4}, expected: 7}]
prompts: [{id: q, text: "What is {{a}} plus {{b}}?"}]
models: [${model}]
scorers: [numeric]
`;
  await using folder = await folderWith({ "inside.yaml": yaml('{id: m, model: "tiny:1m", params: {temperature: 1}}') });
  const server = startSameseed(["serve-tiny", "--port", "0"], { cwd: folder.path });
  try {
    const url = await untilServing(server);
    await using http = await folderWith({
      "http.yaml": yaml(`{id: m, model: "openai:tiny:1m", baseUrl: "${url}", params: {temperature: 1}}`),
    });
    expect((await sameseed(["run", "http.yaml"], { cwd: http.path })).code).toBe(0);
    expect((await sameseed(["run", "inside.yaml"], { cwd: folder.path })).code).toBe(0);
    const answers = async (cwd: string) => {
      const [id] = await readdir(join(cwd, "results"));
      const lines = (await readFile(join(cwd, "results", id!, "rows.jsonl"), "utf8")).trimEnd().split("\n");
      return lines
        .map(
          (line) =>
            JSON.parse(line) as {
              trial: { index: number; seed: number };
              outcome: { text: string; systemFingerprint: string; usage: unknown };
            },
        )
        .map(({ trial: { index, seed }, outcome: { text, systemFingerprint, usage } }) => ({
          index,
          seed,
          text,
          systemFingerprint,
          usage,
        }))
        .toSorted((left, right) => left.index - right.index);
    };
    expect(await answers(http.path)).toEqual(await answers(folder.path));
  } finally {
    server.kill("SIGINT");
    await server.finished;
  }
});
