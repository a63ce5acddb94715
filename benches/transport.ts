/**
 * Measures the client's cost of a chat completion, by transport: the openai SDK on Node's fetch, the SDK on
 * undici's own fetch with a pool, undici's request, and sameseed's HTTP client. Each contender runs in a fresh
 * process, interleaved, against a server in another process; CPU is user + system of the client.
 * Run: node benches/transport.ts [requests] [rounds] [in flight]
 */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { httpClient } from "../packages/runner/src/transport/http-client.ts";
import { median, startServer } from "./start-server.ts";

const fromRunner = createRequire(new URL("../packages/runner/package.json", import.meta.url));
const CONTENDERS = ["sdk+fetch", "sdk+undici", "undici request", "http client"] as const;
type Contender = (typeof CONTENDERS)[number];

/** The parts of the runner's dependencies that are measured. */
interface Undici {
  readonly Pool: new (origin: string) => {
    request(options: object): Promise<{ readonly body: { json(): Promise<unknown> } }>;
  };
  fetch(input: string, init: object): Promise<unknown>;
}
interface SdkClient {
  readonly chat: { readonly completions: { create(body: object): Promise<unknown> } };
}
interface Sdk {
  readonly OpenAI: new (options: object) => SdkClient;
}

const BODY = {
  model: "m",
  messages: [
    {
      role: "user" as const,
      content: `${"A robe takes 2 bolts of blue fiber and half that much white fiber. ".repeat(4)}How many?`,
    },
  ],
  temperature: 0,
  seed: 42,
};

async function sender(contender: Contender, url: string): Promise<() => Promise<string>> {
  const { Pool, fetch: undiciFetch } = fromRunner("undici") as Undici;
  const { OpenAI } = fromRunner("openai") as Sdk;
  const { origin } = new URL(url);
  if (contender === "sdk+fetch") return sdk(new OpenAI({ apiKey: "k", baseURL: url, maxRetries: 0 }));
  if (contender === "sdk+undici") {
    const dispatcher = new Pool(origin);
    const fetch = (input: string, init: object) => undiciFetch(input, { ...init, dispatcher });
    return sdk(new OpenAI({ apiKey: "k", baseURL: url, maxRetries: 0, fetch }));
  }
  if (contender === "undici request") {
    const pool = new Pool(origin);
    const headers = { "content-type": "application/json", authorization: "Bearer k" };
    return async () => {
      const { body } = await pool.request({
        path: "/v1/chat/completions",
        method: "POST",
        headers,
        body: JSON.stringify(BODY),
      });
      return textOf(await body.json());
    };
  }
  const client = httpClient(new URL(`${url}/chat/completions`), { headers: { authorization: "Bearer k" } });
  return async () => textOf(JSON.parse((await client.post(JSON.stringify(BODY))).text));
}

function sdk(client: SdkClient): () => Promise<string> {
  return async () => textOf(await client.chat.completions.create(BODY));
}

function textOf(completion: unknown): string {
  return (completion as { choices: [{ message: { content: string } }] }).choices[0].message.content;
}

async function loop(
  send: () => Promise<string>,
  { requests, inFlight }: { requests: number; inFlight: number },
): Promise<void> {
  let left = requests;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left-- > 0) if (!(await send()).includes("3")) throw new Error("a wrong answer");
    }),
  );
}

async function measureOne([contender, url, requests, inFlight]: readonly string[]): Promise<void> {
  const send = await sender(contender as Contender, url!);
  await loop(send, { requests: 1000, inFlight: Number(inFlight) });
  const cpu = process.cpuUsage();
  const start = performance.now();
  await loop(send, { requests: Number(requests), inFlight: Number(inFlight) });
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    JSON.stringify({
      cpuMs: (user + system) / 1000 / Number(requests),
      perSecond: Number(requests) / ((performance.now() - start) / 1000),
    }),
  );
  process.exit();
}

async function compareAll(requests: number, rounds: number, inFlight: number): Promise<void> {
  const server = await startServer(0);
  const found = new Map<Contender, { cpuMs: number; perSecond: number }[]>(
    CONTENDERS.map((contender) => [contender, []]),
  );
  for (let round = 0; round < rounds; round++) {
    for (const contender of CONTENDERS) {
      const args = [import.meta.filename, "--one", contender, server.url, String(requests), String(inFlight)];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      found.get(contender)!.push(JSON.parse(stdout));
    }
  }
  server.stop();
  const base = median(found.get("sdk+fetch")!.map(({ cpuMs }) => cpuMs));
  console.log(
    `${requests} requests, ${inFlight} in flight, median of ${rounds} interleaved rounds, Node ${process.versions.node}`,
  );
  for (const [contender, figures] of found) {
    const cpuMs = figures.map((figure) => figure.cpuMs);
    const spread = `${Math.min(...cpuMs).toFixed(3)}-${Math.max(...cpuMs).toFixed(3)}`;
    const perSecond = median(figures.map((figure) => figure.perSecond)).toFixed(0);
    console.log(
      `${contender.padEnd(16)} ${median(cpuMs).toFixed(3)} CPU ms/request (${spread})  × ${(median(cpuMs) / base).toFixed(2)} of sdk+fetch  ${perSecond}/s`,
    );
  }
}

const args = process.argv.slice(2);
if (args[0] === "--one") await measureOne(args.slice(1));
else await compareAll(Number(args[0] ?? 10_000), Number(args[1] ?? 5), Number(args[2] ?? 64));
