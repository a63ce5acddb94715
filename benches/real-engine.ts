/**
 * Makes the seed report of an independent engine: llama.cpp, through the npm package @fugood/llama.node, which is
 * installed into a temporary folder (295 MB, linux x64 and others). It answers with the weights of tiny:1m as a
 * GGUF file, behind a local server, by the adapter `llamacpp:`.
 * Run: node benches/real-engine.ts [cases] [calls]
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChatMessage, Model } from "../packages/core/src/index.ts";
import { llamacpp } from "../packages/runner/src/models/providers.ts";
import { probe } from "../packages/runner/src/probe/probe.ts";
import { tiny } from "../packages/tiny/src/index.ts";
import { parseWeights, readWeightsFile } from "../packages/tiny/src/weights.ts";
import { toGguf } from "./gguf.ts";

const PACKAGE = "@fugood/llama.node@1.7.15";

/** The part of the package's API that is used. */
interface Engine {
  loadModel(options: object): Promise<{
    completion(options: object): Promise<{ readonly text: string; readonly tokens_predicted: number }>;
    tokenize(text: string): Promise<{ readonly tokens: ArrayLike<number> }>;
    release(): Promise<void>;
  }>;
}

const [cases = 8, calls = 8] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), "sameseed-engine-"));
try {
  await writeFile(join(folder, "package.json"), '{"private": true}');
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", PACKAGE], { cwd: folder });
  const file = join(folder, "tiny.gguf");
  await writeFile(file, toGguf(parseWeights(readWeightsFile("1m"))));
  const { loadModel } = createRequire(join(folder, "package.json"))("@fugood/llama.node") as Engine;
  const context = await loadModel({
    model: file,
    n_ctx: 256,
    n_threads: 1,
    n_gpu_layers: 0,
    n_parallel: 1,
    cache_type_k: "f32",
    cache_type_v: "f32",
  });
  await report(context);
  await context.release();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function report(context: Awaited<ReturnType<Engine["loadModel"]>>): Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString()) as Body;
    const { messages, temperature = 1, max_tokens: most = 40, seed } = body;
    const prompt = `${messages.map(({ role, content }) => `<|${role}|>${content}`).join("")}<|assistant|>`;
    const options = { prompt, temperature, seed, n_predict: most, top_k: 0, top_p: 1, min_p: 0, penalty_repeat: 1 };
    const answered = last.then(() => context.completion(options));
    last = answered.catch(() => {});
    const { text, tokens_predicted: completion } = await answered;
    const { tokens } = await context.tokenize(prompt);
    const usage = { prompt_tokens: tokens.length, completion_tokens: completion };
    const choice = { index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" };
    response.end(JSON.stringify({ model: "tiny-1m", choices: [choice], usage }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const engine = llamacpp("tiny-1m", { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` });
  const own = tiny("1m");
  const questions = Array.from({ length: cases }, (_, number) => ({
    id: `add-${number}`,
    messages: [
      { role: "user", content: `What is ${7 * number + 3} plus ${5 * number + 9}? Answer with the number only.` },
    ],
  })) as { id: string; messages: ChatMessage[] }[];
  let equal = 0;
  for (const { id, messages } of questions) {
    const [a, b] = await Promise.all([engine, own].map((model) => greedy(model, { id, messages })));
    if (a === b) equal++;
  }
  console.log(`At temperature 0, llama.cpp and tiny:1m give the same text in ${equal} of ${cases} cases.`);
  for (const model of [engine, own]) {
    const params = { temperature: 1, maxTokens: 12 };
    console.log(
      JSON.stringify(await probe({ modelId: model.id, model, params }, { cases: questions, calls }), null, 2),
    );
  }
  await Promise.all([engine.close?.(), own.close?.()]);
  server.close();
}

interface Body {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly seed?: number;
}

async function greedy(
  model: Model,
  { id, messages }: { readonly id: string; readonly messages: readonly ChatMessage[] },
) {
  const params = { temperature: 0, maxTokens: 12 };
  const { text } = await model.complete({ messages, params, seed: 1, case: id, repeat: 0 });
  return text?.trim();
}
