/**
 * Measures the client's cost of a trial, by provider: the native adapters against `openai:` and against bare
 * undici (a body posted, the answer's JSON parsed), each in a fresh process, interleaved, against a server in
 * another process that answers in every wire format. CPU is user + system of the client.
 * Run: node benches/adapters.ts [requests] [rounds] [in flight]
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { serviceFromId } from "../packages/runner/src/models/service-from-id.ts";
import { chatStandIn } from "../packages/runner/src/models/testing/chat-stand-in.ts";
import { generateContentStandIn } from "../packages/runner/src/models/testing/generate-content-stand-in.ts";
import { messagesStandIn } from "../packages/runner/src/models/testing/messages-stand-in.ts";
import { ollamaStandIn } from "../packages/runner/src/models/testing/ollama-stand-in.ts";
import { responsesStandIn } from "../packages/runner/src/models/testing/responses-stand-in.ts";
import { median } from "./start-server.ts";

const BARE = "bare undici";
const CONTENDERS = [
  BARE,
  "openai:m",
  "openai:responses:m",
  "anthropic:m",
  "google:m",
  "mistral:m",
  "groq:m",
  "ollama:m",
];
const SAID = { text: "The robe takes 2 bolts of blue fiber and half as much white, 2 + 1 = 3. #### 3" };
const REQUEST = {
  messages: [{ role: "user", content: "A robe takes 2 bolts of blue fiber and half that much white fiber. How many?" }],
  params: { temperature: 0, maxTokens: 100 },
  seed: 42,
  case: "a",
  repeat: 0,
} as const;

async function serve(): Promise<void> {
  const bodies: Readonly<Record<string, string>> = {
    "/responses": JSON.stringify(responsesStandIn().whole(SAID)),
    "/v1/messages": JSON.stringify(messagesStandIn().whole(SAID)),
    "/v1beta/models/m:generateContent": JSON.stringify(generateContentStandIn().whole(SAID)),
    "/api/chat": JSON.stringify(ollamaStandIn().whole(SAID)),
  };
  const chat = JSON.stringify(chatStandIn({ system_fingerprint: "fp_bench" }).whole(SAID));
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(200, { "content-type": "application/json" }).end(bodies[request.url ?? ""] ?? chat);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  process.stdin.resume().on("end", () => process.exit());
}

const fromRunner = createRequire(new URL("../packages/runner/package.json", import.meta.url));

type Ask = () => Promise<string | null>;

function native(id: string, baseUrl: string): Ask {
  const model = serviceFromId(id, { baseUrl, apiKey: "k" })!;
  return async () => (await model.complete(REQUEST)).text;
}

/** The least that a client can do with undici: one pool, a body made and posted, the answer's JSON parsed. */
function bareUndici(baseUrl: string): Ask {
  const { Pool } = fromRunner("undici") as {
    Pool: new (
      url: string,
      options: object,
    ) => { request(options: object): Promise<{ body: { json(): Promise<unknown> } }> };
  };
  const pool = new Pool(baseUrl, { connections: 64 });
  const headers = { "content-type": "application/json", authorization: "Bearer k" };
  return async () => {
    const { messages, seed } = REQUEST;
    const sent = JSON.stringify({ model: "m", messages, seed, temperature: 0, max_completion_tokens: 100 });
    const { body } = await pool.request({ method: "POST", path: "/chat/completions", headers, body: sent });
    return ((await body.json()) as { choices: { message: { content: string } }[] }).choices[0]!.message.content;
  };
}

async function measureOne([id = "", baseUrl = "", requests = "", inFlight = ""]: readonly string[]): Promise<void> {
  const ask = id === BARE ? bareUndici(baseUrl) : native(id, baseUrl);
  const loop = async (count: number): Promise<void> => {
    let left = count;
    const worker = async (): Promise<void> => {
      while (left-- > 0) if ((await ask()) !== SAID.text) throw new Error("a wrong answer");
    };
    await Promise.all(Array.from({ length: Number(inFlight) }, worker));
  };
  await loop(1000);
  const before = process.cpuUsage();
  await loop(Number(requests));
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify((user + system) / 1000 / Number(requests)));
  process.exit();
}

async function compareAll(requests: number, rounds: number, inFlight: number): Promise<void> {
  const child = spawn(process.execPath, [import.meta.filename, "--serve"], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const found = new Map<string, number[]>(CONTENDERS.map((id) => [id, []]));
  for (let round = 0; round < rounds; round++) {
    for (const id of CONTENDERS) {
      const args = [
        import.meta.filename,
        "--one",
        id,
        line.toString("utf8").trim(),
        String(requests),
        String(inFlight),
      ];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      found.get(id)!.push(JSON.parse(stdout) as number);
    }
  }
  child.kill();
  const base = median(found.get("openai:m")!);
  const bare = median(found.get(BARE)!);
  console.log(
    `${requests} requests, ${inFlight} in flight, ${rounds} interleaved rounds, Node ${process.versions.node}`,
  );
  for (const [id, figures] of found) {
    const spread = `${Math.min(...figures).toFixed(3)}-${Math.max(...figures).toFixed(3)}`;
    const [ofOpenai, ofBare] = [base, bare].map((one) => (median(figures) / one).toFixed(2));
    console.log(
      `${id.padEnd(20)} ${median(figures).toFixed(3)} CPU ms/request (${spread})  × ${ofOpenai} of openai:  × ${ofBare} of undici`,
    );
  }
}

const args = process.argv.slice(2);
if (args[0] === "--serve") await serve();
else if (args[0] === "--one") await measureOne(args.slice(1));
else await compareAll(Number(args[0] ?? 10_000), Number(args[1] ?? 5), Number(args[2] ?? 64));
