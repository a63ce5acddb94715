import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CAPITALS_CSV, capitalsYaml } from "./fixtures.ts";
import { sameseed } from "./hosted-sameseed.ts";
import { openaiServer, type Reply, type SeenRequest } from "./openai-server.ts";
import { folderWith } from "./sameseed.ts";

/** A text that depends only on its inputs. */
const textOf = (...from: unknown[]): string => {
  const digest = createHash("sha256").update(JSON.stringify(from)).digest();
  return Array.from(
    { length: 6 },
    (_, place) => ["Paris", "Rome", "Lima", "Tokyo", "Berlin", "Oslo", "Quito", "Cairo"][digest[place]! % 8],
  ).join(" ");
};

/** For any order of requests, the fifth of each prompt and seed gets another text. */
function honouredFourTimesOfFive(): (request: SeenRequest, number: number) => Reply {
  const asked = new Map<string, number>();
  return ({ body }, number) => {
    const key = JSON.stringify([body.messages, body.seed]);
    const times = (asked.get(key) ?? 0) + 1;
    asked.set(key, times);
    return times % 5 === 0 ? textOf(number) : textOf(body.messages, body.seed);
  };
}

/** Servers that treat a seed in the four ways there are. */
const SERVERS: Readonly<Record<string, (request: SeenRequest, number: number) => Reply>> = {
  honoured: ({ body }) => textOf(body.messages, body.seed, body.model),
  partly: honouredFourTimesOfFive(),
  ignored: ({ body }, number) => textOf(body.messages, number),
  unsupported: ({ body }) =>
    body.seed === undefined
      ? textOf(body.messages)
      : {
          status: 400,
          body: {
            error: {
              message: "Unrecognized request argument supplied: seed sk-canary-123",
              type: "invalid_request_error",
            },
          },
        },
};

const env = { OPENAI_API_KEY: "sk-canary-123" };

describe.each(Object.keys(SERVERS))("a server with seeds %s", (verdict) => {
  test("is detected by probe, as table and as JSON", async () => {
    await using server = await openaiServer({ reply: SERVERS[verdict]! });
    await using folder = await folderWith({});
    const args = ["probe", "openai:m", "--base-url", server.url, "--temperature", "0.7", "-k", "6"];
    const { code, stdout, stderr } = await sameseed(args, { cwd: folder.path, env });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toContain(`openai:m at temperature 0.7: ${verdict}`);
    expect(stdout).not.toContain("canary");
    expect(server.requests.every(({ body }) => body.temperature === 0.7)).toBe(true);
    expect(server.requests).toHaveLength(verdict === "unsupported" ? 2 : 36);

    const entry = JSON.parse((await sameseed([...args, "--json"], { cwd: folder.path, env })).stdout) as Record<
      string,
      unknown
    >;
    expect(entry).toMatchObject({
      schemaVersion: 1,
      model: "openai:m",
      params: { temperature: 0.7 },
      verdict,
      cases: 3,
      calls: 6,
    });
    if (verdict !== "unsupported") {
      expect(stdout).toMatch(/exact match +[\d.]+ % \[[\d.]+, [\d.]+\] +[\d.]+ % \[[\d.]+, [\d.]+\]/);
      expect(stdout).toMatch(/distinct texts +[\d.]+ of 6 +[\d.]+ of 6/);
      expect(stdout).toMatch(/embedding distance +[\d.]+/);
      expect(entry["distance"]).toContain("use-lite");
    }
  });

  test("is detected by run --probe, and the report's notes on seeds follow from it", async () => {
    await using server = await openaiServer({ reply: SERVERS[verdict]! });
    await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
    const run = (...flags: string[]) =>
      sameseed(["run", "benchmark.yaml", "-j", "1", ...flags], { cwd: folder.path, env });
    const manifest = async () => {
      const [id] = await readdir(join(folder.path, "results"));
      return JSON.parse(await readFile(join(folder.path, "results", id!, "manifest.json"), "utf8")) as {
        seedLedger: { model: string; verdict: string }[];
      };
    };
    const { code, stdout, stderr } = await run("--probe");
    if (verdict === "unsupported") {
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining("has no seed, so every trial would fail") as string,
      });
      expect(stderr).toContain("--seed-policy none");
      expect(stdout + stderr).not.toContain("canary");
      expect(await readdir(folder.path)).not.toContain("results");
      expect(await run("--probe", "--seed-policy", "none")).toMatchObject({ code: 0 });
      expect(await manifest()).toMatchObject({
        seedLedger: [
          { model: "small", verdict },
          { model: "large", verdict },
        ],
      });
      return;
    }
    expect(code).toBe(0);
    expect(await manifest()).toMatchObject({
      seedLedger: [
        { model: "small", verdict },
        { model: "large", verdict },
      ],
    });
    expect(stderr).toContain(`large: seed ${verdict}.`);
    const said = stdout.replaceAll(/\s+/g, " ");
    if (verdict === "honoured") {
      expect(said).not.toContain("seeds sent");
      expect(said).not.toMatch(/the seed/);
      return;
    }
    expect(said).not.toContain("same seeds");
    expect(said).toContain(verdict === "ignored" ? "large ignores the seed." : "large honours the seed only partly.");
    expect(said).toContain(
      verdict === "ignored"
        ? "large does not use the seed (probe: ignored)"
        : "large honours the seed only partly (probe)",
    );
  });
});

test("the fairness line claims the same seeds only where seeds are known to be honoured", async () => {
  const honoured = ({ body }: SeenRequest): string =>
    `It is ${body.messages.at(-1)!.content.length > 18 ? "Berlin" : "Paris"}, ${body.seed}.`;
  await using server = await openaiServer({ reply: honoured });
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  const fairLine = async (...flags: string[]): Promise<string | undefined> => {
    const { stdout } = await sameseed(["run", "benchmark.yaml", "--filter-models", "small", ...flags], {
      cwd: folder.path,
      env,
    });
    return stdout.split("\n").find((line) => line.startsWith("✓ fair"));
  };
  expect(await fairLine()).toBe(
    "✓ fair: same cases, seeds sent, same blocks; variants differ only in the compared factors",
  );
  expect(await fairLine("--probe")).toBe(
    "✓ fair: same cases, same seeds, same blocks; variants differ only in the compared factors",
  );
  expect(await fairLine("--seed-policy", "none")).toBe(
    "✓ fair: same cases, no seeds, same blocks; variants differ only in the compared factors",
  );
});

test("a temperature of 0 gives no information on the seed and does not count as honoured", async () => {
  await using folder = await folderWith({
    "cases.csv": CAPITALS_CSV,
    "benchmark.yaml": capitalsYaml("http://127.0.0.1:9/v1").replace(
      / {2}- \{id: small[^\n]*\n[^\n]*/,
      "  - {id: cold, model: tiny:250k, params: {temperature: 0}}\n  - {id: warm, model: tiny:250k, params: {temperature: 1}}",
    ),
  });
  const probe = async (...args: string[]) => (await sameseed(["probe", ...args], { cwd: folder.path })).stdout;
  expect(await probe("cold", "--benchmark", "benchmark.yaml")).toMatch(
    /cold at temperature 0: undecided\nDeterministic: every seed gave the same text, so the probe cannot show whether the seed matters/,
  );
  expect(await probe("warm", "--benchmark", "benchmark.yaml")).toContain("warm at temperature 1: honoured");
});

test("run --probe goes before any row and a budget counts it", async () => {
  await using server = await openaiServer({ reply: SERVERS["honoured"]! });
  await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
  // 2 models x 3 cases x 10 calls x 13 tokens = 780 tokens for the probe.
  const { code, stderr } = await sameseed(["run", "benchmark.yaml", "--probe", "--max-tokens-total", "900"], {
    cwd: folder.path,
    env,
  });
  expect(code).toBe(1);
  // An answer of 20 tokens to a prompt of 10 would not fit any more.
  expect(stderr).toContain(
    "--max-tokens-total: 871 tokens of 900 tokens are spent, and an answer of large may take up to 30",
  );
  expect(stderr).toContain("Stopped with 7 of 40 trials");
});

test("probe reports mistakes in its arguments", async () => {
  await using folder = await folderWith({
    "a.jsonl": '{"id":"fr","output":"x"}',
    "cases.csv": CAPITALS_CSV,
    "benchmark.yaml": capitalsYaml("http://127.0.0.1:9/v1").replace(
      / {2}- \{id: small[^\n]*/,
      "  - {id: old, model: recorded, file: a.jsonl}",
    ),
  });
  const at = { cwd: folder.path };
  expect(await sameseed(["probe", "old", "--benchmark", "benchmark.yaml"], at)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("old is recorded: there is no seed to probe") as string,
  });
  expect(await sameseed(["probe", "nonsense:x"], at)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("not a model id") as string,
  });
  expect(await sameseed(["probe", "tiny:1m", "-k", "0"], at)).toMatchObject({ code: 2 });
});
