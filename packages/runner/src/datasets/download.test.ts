import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { dataset } from "./file-dataset.ts";
import { download } from "./download.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("sends user and password of an address to its own host only, not after a redirection", async () => {
  const seen: (string | undefined)[] = [];
  const other = await listening((request, response) => {
    seen.push(request.headers.authorization);
    response.end("id,q\na,b\n");
  });
  const first = await listening((request, response) => {
    seen.push(request.headers.authorization);
    if (request.url === "/start.csv") response.writeHead(302, { location: "/moved.csv" }).end();
    else response.writeHead(307, { location: `http://${other}/x.csv` }).end();
  });
  const bytes = await download(`http://me:pass%40word@${first}/start.csv`);
  expect(Buffer.from(bytes).toString()).toBe("id,q\na,b\n");
  const own = `Basic ${btoa("me:pass@word")}`;
  expect(seen).toEqual([own, own, undefined]);
});

test("no error shows user, password or query of an address", async () => {
  const host = await listening((request, response) =>
    request.url!.startsWith("/broken") ? void response.end("id,q\na\n") : void response.writeHead(403).end(),
  );
  const gone = await listening(() => {});
  servers.at(-1)!.close();
  for (const [address, path] of [
    [`http://canary:pass@${host}/cases.csv?token=canary2`, "cases.csv answered 403"],
    [`http://canary:pass@${host}/broken.csv?token=canary2`, "broken.csv, line 2"],
    [`http://canary:pass@${gone.replace(/\d+$/, "1")}/cases.csv?token=canary2`, "cannot be read"],
  ] as const) {
    const error = await Array.fromAsync(dataset(address).cases()).catch((thrown: Error) => thrown);
    expect(error).toBeInstanceOf(Error);
    const { message, hint, cause } = error as Error & { hint: string };
    expect(message).toContain(path);
    expect(`${message} ${hint} ${String(cause)}`).not.toMatch(/canary|pass/);
  }
});

test("reports https to an http server in words", async () => {
  const host = await listening((_, response) => response.end("id\n"));
  await expect(download(`https://${host}/x.csv`)).rejects.toMatchObject({
    code: "NOT_FOUND",
    message: `https://${host}/x.csv cannot be read: the server does not use TLS, so its address may start with http:// instead of https:// (ERR_SSL_WRONG_VERSION_NUMBER).`,
  });
});

test("a redirection loop, or an address without a format, is a mistake with its place", async () => {
  const host = await listening((request, response) => response.writeHead(302, { location: request.url }).end());
  await expect(download(`http://${host}/x.csv`)).rejects.toThrow("sends from one address to the next");
  expect(() => dataset(`http://canary:pass@${host}/x?key=canary`)).toThrow(/^http:\/\/127[^?@]*\/x does not tell/);
});

test.each(["file:///etc/passwd", "ftp://h.test/x.csv", "http://[bad"])(
  "an address that sends to %s is a mistake",
  async (location) => {
    const host = await listening((_, response) => response.writeHead(302, { location }).end());
    await expect(download(`http://${host}/x.csv`)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: `http://${host}/x.csv sends to an address that is not http(s).`,
    });
  },
);

test.each(["before its answer", "within its answer"])("gives up a server that stops %s", async (when) => {
  const host = await listening((_, response) => {
    if (when === "within its answer") response.write("id,q\n");
  });
  await expect(download(`http://${host}/x.csv`, 100)).rejects.toMatchObject({
    code: "NOT_FOUND",
    message: `http://${host}/x.csv cannot be read: nothing came for 0.1 s.`,
  });
});

test("sends a lone per cent sign in a password unchanged", async () => {
  let seen: string | undefined;
  const host = await listening((request, response) => {
    seen = request.headers.authorization;
    response.end("id\n");
  });
  await download(`http://me:50%@${host}/x.csv`);
  expect(seen).toBe(`Basic ${btoa("me:50%")}`);
});
