import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { CLIENT_FILE } from "./connect.ts";

/** In a separate process, because other tests load undici. Starts an HTTP/2 server without TLS. */
const CLIENT = `
import { loadHttp2Late } from ${JSON.stringify(new URL("lazy-http2.ts", import.meta.url).href)};
const loaded = () => process.moduleLoadList.filter((name) => /^NativeModule (?:http2|tls)$/.test(name)).length;
const counts = [loaded()];
loadHttp2Late();
await import(${JSON.stringify(import.meta.resolve(CLIENT_FILE))});
counts.push(loaded());
const { H2CClient } = await import(${JSON.stringify(import.meta.resolve("undici"))});
const { createServer } = await import("node:http2");
const server = createServer((request, response) => response.end("http/" + request.httpVersion));
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const client = new H2CClient("http://127.0.0.1:" + server.address().port);
const answers = [];
for (const path of ["/a", "/b"]) {
  const { body } = await client.request({ method: "GET", path });
  answers.push(await body.text());
}
await client.close();
server.close();
console.log(JSON.stringify({ counts, answers }));
`;

test("undici's client loads HTTP/2 when it is used, and not before", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", CLIENT], {
    timeout: 120_000,
  });
  expect(JSON.parse(stdout)).toEqual({ counts: [0, 0], answers: ["http/2.0", "http/2.0"] });
});
