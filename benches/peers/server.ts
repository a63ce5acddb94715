/**
 * A chat completions server that counts, for `benches/peers.ts`. Run by it: node benches/peers/server.ts <latency ms>
 * <faults>. With faults, the first attempt of every twentieth question gets a 503. Prints its base URL; ends when its
 * parent does. GET /counts returns the numbers of requests and answers.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

const latencyMs = Number(process.argv[2]);
const hasFaults = process.argv[3] === "faults";
const attempts = new Map<string, number>();
const answered = new Map<string, number>();
let bytes = 0;
const COMPLETION = JSON.stringify({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_700_000_000,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "2 + 1 = 3. #### 3" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 70, completion_tokens: 30, total_tokens: 100 },
});

async function questionOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of request.setEncoding("utf8")) text += piece as string;
  bytes += Buffer.byteLength(text);
  return JSON.stringify((JSON.parse(text) as { readonly messages: unknown }).messages);
}

/** Whether this attempt fails: by the number in the question, so that every tool gets the same faults. */
function isFault(question: string): boolean {
  const number = Number(/\((\d+)\)/.exec(question)?.[1] ?? 0);
  return hasFaults && number % 20 === 7 && attempts.get(question) === 1;
}

const server = createServer(async (request, response) => {
  if (request.url === "/counts") {
    const total = [...answered.values()].reduce((sum, count) => sum + count, 0);
    response.end(JSON.stringify({ asked: attempts.size, answered: answered.size, total, bytes }));
    return;
  }
  const question = await questionOf(request);
  attempts.set(question, (attempts.get(question) ?? 0) + 1);
  const fails = isFault(question);
  setTimeout(() => {
    if (response.destroyed) return;
    response.writeHead(fails ? 503 : 200, { "content-type": "application/json" });
    response.end(fails ? JSON.stringify({ error: { message: "overloaded" } }) : COMPLETION);
    if (!fails) answered.set(question, (answered.get(question) ?? 0) + 1);
  }, latencyMs);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`));
process.stdin.resume().on("end", () => process.exit());
