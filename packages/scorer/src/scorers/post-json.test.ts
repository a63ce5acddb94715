import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { postJson } from "./post-json.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer((request, response) => void request.resume().on("end", () => answer(request, response)));
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([301, 302, 303, 307, 308])(
  "does not follow a redirection (%i), so that answers go nowhere else",
  async (status) => {
    let asked = 0;
    const other = await listening((_, response) => response.end(String(asked++)));
    const first = await listening((_, response) => response.writeHead(status, { location: `http://${other}/` }).end());
    const options = { timeoutMs: 5000, what: "webhook", headers: { authorization: "Bearer canary-key-0123" } };
    await expect(postJson(`http://${first}/`, { output: "private" }, options)).rejects.toThrow(
      `the webhook answered ${status} and sends elsewhere, to http://${other}/: redirections are not followed`,
    );
    expect(asked).toBe(0);
  },
);

test("sends user and password as a header and removes keys that the service echoes", async () => {
  const host = await listening((request, response) =>
    response.end(`${request.headers.authorization} ${request.headers["x-key"]} ${btoa("Bearer canary-key-0123")}`),
  );
  const text = await postJson(
    `http://canary-user:canary-pass@${host}/?k=canary-query`,
    {},
    { timeoutMs: 5000, what: "webhook", headers: { "x-key": "canary-key-0123" }, secrets: ["canary-key-0123"] },
  );
  expect(Buffer.from(text, "base64").toString() + text).not.toMatch(/canary/);
  expect(text).toContain("Basic ");
});

test("reports an endless and a late response without the URL's secrets", async () => {
  const endless = await listening((_, response) => {
    response.on("error", () => {});
    const more = (): void => {
      if (!response.destroyed) response.write("x".repeat(1 << 16), () => setImmediate(more));
    };
    more();
  });
  const options = { timeoutMs: 20_000, what: "classifier" };
  await expect(postJson(`http://${endless}/?k=canary-query`, {}, options)).rejects.toThrow(
    "the classifier: the answer is larger than 1 MB",
  );
  const silent = await listening(() => {});
  await expect(postJson(`http://${silent}/`, {}, { ...options, timeoutMs: 50 })).rejects.toThrow("no answer in 50 ms");
});
