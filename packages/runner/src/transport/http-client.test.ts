import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect as connectTo, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { httpClient } from "./http-client.ts";

const NAMES = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"];
const before = new Map(NAMES.map((name) => [name, process.env[name]]));
const servers: Server[] = [];

beforeEach(() => {
  for (const name of NAMES) delete process.env[name];
});

afterEach(async () => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  for (const server of servers.splice(0)) {
    server.closeAllConnections?.();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const answering =
  (seen: string[], text = "{}"): RequestListener =>
  (request, response) => {
    seen.push(`${request.headers["proxy-authorization"] ?? ""} ${request.url} ${request.headers.host}`.trim());
    request.resume().on("end", () => response.end(text));
  };

async function post(url: string): Promise<string> {
  const client = httpClient(new URL(url), { headers: {} });
  try {
    return (await client.post("{}")).text;
  } finally {
    await client.close();
  }
}

test("an answer that waits for others of its turn says how long its request took, and one alone is not held", async () => {
  const waiting: ServerResponse[] = [];
  const port = await listening(
    createServer((request, response) =>
      request.resume().on("end", () => {
        if (waiting.push(response) % 2 === 1 && request.url !== "/alone") return;
        for (const one of waiting.splice(0)) one.end("{}");
      }),
    ),
  );
  const client = httpClient(new URL(`http://127.0.0.1:${port}/`));
  const start = performance.now();
  const answers = await Promise.all([client.post("{}"), client.post("{}")]);
  const elapsedMs = performance.now() - start;
  const held = answers.flatMap(({ latencyMs }) => (latencyMs === undefined ? [] : [latencyMs]));
  expect(held.length).toBeGreaterThan(0); // the other one may arrive alone, in a later turn
  for (const latencyMs of held) {
    expect(latencyMs).toBeGreaterThan(0);
    expect(latencyMs).toBeLessThan(elapsedMs);
  }
  const alone = await client.send({ method: "POST", path: "/alone", headers: {}, body: "{}" });
  expect(alone.latencyMs).toBeUndefined();
  await client.close();
});

test("a request reports its wait for a new connection, and no wait for an open one", async () => {
  const port = await listening(
    createServer((request, response) => void request.resume().on("end", () => response.end("{}"))),
  );
  const client = httpClient(new URL(`http://127.0.0.1:${port}/`), { headers: {} });
  const first = await client.post("{}");
  expect(first.connectMs).toBeGreaterThan(0);
  for (let count = 0; count < 20; count++) expect((await client.post("{}")).connectMs).toBeUndefined();
  await client.close();
});

/** A server that counts the connections that were opened to it. */
async function counting(listener: RequestListener): Promise<{ url: URL; opened: () => number }> {
  let opened = 0;
  const server = createServer(listener).on("connection", () => void opened++);
  const port = await listening(server);
  return { url: new URL(`http://127.0.0.1:${port}/`), opened: () => opened };
}

async function inFlight(count: number, rounds: number, send: () => Promise<unknown>): Promise<void> {
  const lane = async (): Promise<void> => {
    for (let round = 0; round < rounds; round++) await send();
  };
  await Promise.all(Array.from({ length: count }, lane));
}

test("opens no more connections than requests in flight, even for quick sequences", async () => {
  const { url, opened } = await counting((request, response) => void request.resume().on("end", () => response.end()));
  const client = httpClient(url, { headers: {} });
  await inFlight(4, 50, () => client.post("{}"));
  expect(opened()).toBe(4);
  await client.close();
});

test("reconnects to a service that closes the connection with each answer", async () => {
  const { url, opened } = await counting((request, response) => {
    request.resume().on("end", () => response.writeHead(200, { connection: "close" }).end("closed"));
  });
  const client = httpClient(url, { headers: {} });
  await inFlight(3, 5, async () => expect((await client.post("{}")).text).toBe("closed"));
  expect(opened()).toBe(15);
  await client.close();
});

test("a service that closes after each answer without announcing it loses at most two requests", async () => {
  const server = createSocketServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
  });
  servers.push(server as unknown as Server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = httpClient(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
  let lost = 0;
  for (let count = 0; count < 40; count++) await client.post("{}").catch(() => lost++);
  expect(lost).toBeLessThanOrEqual(2);
  await client.close();
});

test.each<readonly [string, (text: string) => Buffer, string]>([
  ["gzip", gzipSync, "gzip"],
  ["br", brotliCompressSync, "br"],
  ["deflate", deflateSync, "deflate"],
  ["zstd", zstdCompressSync, "zstd"],
  ["deflate without its wrapper", deflateRawSync, "deflate"],
  ["nothing that is called identity", Buffer.from, "identity"],
  ["nothing under an empty header", Buffer.from, ""],
  ["two codings", (text) => brotliCompressSync(gzipSync(text)), "gzip, br"],
])("reads an unrequested answer in %s", async (_, encode, encoding) => {
  const pieces: string[] = [];
  const { url } = await counting((request, response) => {
    const type = request.url === "/" ? "application/json" : "text/event-stream";
    response.writeHead(200, { "content-encoding": encoding, "content-type": type }).end(encode("é{}"));
  });
  const client = httpClient(url);
  expect((await client.post("{}")).text).toBe("é{}");
  const request = { method: "POST", path: "/stream", headers: {}, body: "{}" } as const;
  const onText = (piece: string): boolean => {
    pieces.push(piece);
    return false;
  };
  expect((await client.send(request, { onText })).text).toBe("");
  expect(pieces).toEqual(["é{}"]);
  await client.close();
});

test("an unknown or wrong content coding is an error that names it", async () => {
  const { url } = await counting((request, response) => {
    response.writeHead(200, { "content-encoding": request.url === "/" ? "gzip" : request.url!.slice(1) }).end("{}");
  });
  const client = httpClient(url);
  await expect(client.post("{}")).rejects.toThrow("The response is labelled gzip, but is not encoded that way.");
  for (const coding of ["rot13", "constructor"]) {
    const request = { method: "POST", path: `/${coding}`, headers: {}, body: "{}" } as const;
    await expect(client.send(request)).rejects.toThrow(`The response has an unknown content encoding: ${coding}.`);
  }
  await client.close();
});

test("reads a stream whose content type a proxy has prefixed with another one", async () => {
  const { url } = await counting((_, response) => {
    response
      .writeHead(200, ["content-type", "application/json", "content-type", "text/event-stream"])
      .end("data: é\n\n");
  });
  const client = httpClient(url);
  let streamed = "";
  const onText = (piece: string): boolean => {
    streamed += piece;
    return false;
  };
  expect((await client.post("{}", { onText })).text).toBe("");
  expect(streamed).toBe("data: é\n\n");
  await client.close();
});

test("skips a byte order mark before an answer", async () => {
  const { url } = await counting((_, response) => response.end("\uFEFF{}"));
  expect(await post(url.href)).toBe("{}");
});

test("an aborted request and a broken one free their slots", async () => {
  let count = 0;
  const isTorn = (): boolean => count >= 2;
  const { url, opened } = await counting((request, response) => {
    count++;
    if (count === 2) request.socket.destroy();
    else if (count > 2) request.resume().on("end", () => response.end("there"));
  });
  const client = httpClient(url, { headers: {} });
  const dropped = new AbortController();
  const first = client.post("{}", { signal: dropped.signal });
  setImmediate(() => dropped.abort(new Error("no longer wanted")));
  await expect(first).rejects.toThrow("no longer wanted");
  while (!isTorn()) await client.post("{}").catch(() => {});
  for (let more = 0; more < 5; more++) expect((await client.post("{}")).text).toBe("there");
  expect(opened()).toBeLessThanOrEqual(3);
  await client.close();
});

test("a request that is cancelled before its connection opens is never sent", async () => {
  const seen: string[] = [];
  const held = Promise.withResolvers<void>();
  const { url, opened } = await counting(async (request, response) => {
    const body = (await request.toArray()).join("");
    seen.push(body);
    if (body === "held") await held.promise;
    response.end("{}");
  });
  const client = httpClient(url, { headers: {} });
  await client.post("first");
  const holding = client.post("held"); // the next request needs a connection of its own
  const stop = new AbortController();
  const cancelled = client.post("cancelled", { signal: stop.signal });
  stop.abort(new Error("no longer wanted"));
  await expect(cancelled).rejects.toThrow("no longer wanted");
  await client.post("after");
  await client.post("after");
  held.resolve();
  await holding;
  expect(seen.toSorted()).toEqual(["after", "after", "first", "held"]);
  expect(opened()).toBeGreaterThanOrEqual(2);
  await client.close();
});

describe("over a proxy from the environment", () => {
  test("sends a whole http address to HTTP_PROXY, with user and password, without a DNS look-up", async () => {
    const seen: string[] = [];
    const port = await listening(createServer(answering(seen, "from the proxy")));
    process.env["HTTP_PROXY"] = `http://user:p%40ss@127.0.0.1:${port}`;
    expect(await post("http://model.invalid/v1/chat?key=1")).toBe("from the proxy");
    const basic = `Basic ${Buffer.from("user:p@ss").toString("base64")}`;
    expect(seen).toEqual([`${basic} http://model.invalid/v1/chat?key=1 model.invalid`]);
  });

  test("each request in flight has its own connection to the proxy", async () => {
    const waiting: ServerResponse[] = [];
    const proxy = createServer((request, response) => {
      request.resume().on("end", () => {
        if (waiting.push(response) === 8) for (const one of waiting) one.end("{}");
      });
    });
    process.env["http_proxy"] = `http://127.0.0.1:${await listening(proxy)}`;
    const client = httpClient(new URL("http://model.invalid/"), { headers: {} });
    await Promise.all(Array.from({ length: 8 }, () => client.post("{}")));
    expect(waiting).toHaveLength(8);
    await client.close();
  });

  test("sends an https request through a tunnel and reports the proxy's error", async () => {
    const tunnels: string[] = [];
    const proxy = createServer();
    proxy.on("connect", (request, socket) => {
      tunnels.push(request.url ?? "");
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    });
    process.env["HTTPS_PROXY"] = `http://user:canary@127.0.0.1:${await listening(proxy)}`;
    await expect(post("https://model.invalid/v1")).rejects.toThrow(/403/);
    await expect(post("https://model.invalid/v1")).rejects.not.toThrow(/canary/);
    expect(new Set(tunnels)).toEqual(new Set(["model.invalid:443"]));
  });

  test("NO_PROXY excludes hosts, and requests to this machine never use a proxy", async () => {
    const seen: string[] = [];
    const proxied: string[] = [];
    const port = await listening(createServer(answering(seen, "direct")));
    process.env["HTTP_PROXY"] = `http://127.0.0.1:${await listening(createServer(answering(proxied)))}`;
    expect(await post(`http://127.0.0.1:${port}/`)).toBe("direct");
    expect(await post(`http://localhost:${port}/`)).toBe("direct");
    process.env["NO_PROXY"] = "other.invalid,.model.invalid";
    await expect(post("http://a.model.invalid/")).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
    expect(proxied).toEqual([]);
  });

  test("sends one request to a proxy that closes the connection instead of opening a tunnel", async () => {
    let asked = 0;
    const proxy = createServer();
    proxy.on("connect", (_, socket) => {
      asked++;
      socket.destroy();
    });
    process.env["HTTPS_PROXY"] = `http://127.0.0.1:${await listening(proxy)}`;
    await expect(post("https://model.invalid/v1")).rejects.toMatchObject({ code: "ERR_PROXY_TUNNEL" });
    expect(asked).toBe(1);
  });

  test("a proxy without a scheme is http, and an invalid one is reported by its variable alone", async () => {
    const port = await listening(createServer(answering([], "from the proxy")));
    process.env["HTTP_PROXY"] = `127.0.0.1:${port}`;
    expect(await post("http://model.invalid/")).toBe("from the proxy");
    process.env["HTTP_PROXY"] = "http://user:canary@proxy:99999999";
    await expect(post("http://model.invalid/")).rejects.toMatchObject({
      kind: "unreachable",
      message: "HTTP_PROXY does not name a proxy: write it like http://proxy.example:3128.",
    });
  });

  test("reports an unreachable proxy with its code", async () => {
    process.env["HTTP_PROXY"] = "http://user:canary@127.0.0.1:1";
    await expect(post("http://model.invalid/")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

const openssl = await promisify(execFile)("openssl", ["version"]).then(
  () => true,
  () => false,
);

test.runIf(openssl)(
  "accepts a custom certificate in NODE_EXTRA_CA_CERTS, through a tunnel too (needs openssl)",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "certificate-"));
    try {
      const [keyFile, certFile] = [join(folder, "key.pem"), join(folder, "cert.pem")];
      const request = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "1",
      ];
      const names = ["-subj", "/CN=model.invalid", "-addext", "subjectAltName=DNS:model.invalid"];
      await promisify(execFile)("openssl", [...request, ...names, "-keyout", keyFile, "-out", certFile]);
      const [key, cert] = [await readFile(keyFile), await readFile(certFile)];
      const seen: string[] = [];
      const target = await listening(createTlsServer({ key, cert }, answering(seen, "trusted")) as unknown as Server);
      const proxy = createServer();
      proxy.on("connect", (_, socket) => {
        const upstream = connectTo(target, "127.0.0.1", () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
        upstream.on("error", () => socket.destroy()).pipe(socket);
        socket.on("error", () => upstream.destroy()).pipe(upstream);
      });
      const env = { ...process.env, HTTPS_PROXY: `http://127.0.0.1:${await listening(proxy)}` };
      const script = `import { httpClient } from ${JSON.stringify(join(import.meta.dirname, "http-client.ts"))};
const client = httpClient(new URL("https://model.invalid/v1"), { headers: {} });
console.log(await client.post("{}").then(({ text }) => text, ({ code }) => code));
await client.close();`;
      const run = (more: Record<string, string>) =>
        promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], { env: { ...env, ...more } });
      expect((await run({})).stdout.trim()).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
      expect((await run({ NODE_EXTRA_CA_CERTS: certFile })).stdout.trim()).toBe("trusted");
      expect(seen).toEqual(["/v1 model.invalid"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
