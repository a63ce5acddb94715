/**
 * A chat completions server in a separate process, for measurements: its CPU time is not the client's. Run by the
 * other benches: node benches/local-server.ts <latency ms> [places]. With places, it works on this number of
 * requests at a time, and the others wait. Prints its base URL, ends when its parent does.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const latencyMs = Number(process.argv[2] ?? 0);
const waiting: (() => void)[] = [];
let free = Number(process.argv[3] ?? Infinity);
const completion = JSON.stringify({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_700_000_000,
  model: "m-2026-01-01",
  system_fingerprint: "fp_bench",
  choices: [
    {
      index: 0,
      message: {
        role: "assistant",
        content: "The robe takes 2 bolts of blue fiber and half as much white, 2 + 1 = 3. #### 3",
      },
      finish_reason: "stop",
    },
  ],
  usage: { prompt_tokens: 70, completion_tokens: 30, total_tokens: 100 },
});

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    const send = () => {
      response.writeHead(200, {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(completion),
        "x-request-id": "req_0123456789abcdef",
      });
      response.end(completion);
    };
    const work = (): void => {
      if (latencyMs === 0) {
        free++;
        return send();
      }
      setTimeout(() => {
        send();
        const next = waiting.shift();
        if (next === undefined) free++;
        else next();
      }, latencyMs);
    };
    if (free > 0) {
      free--;
      work();
    } else waiting.push(work);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
});
process.stdin.resume().on("end", () => process.exit());
