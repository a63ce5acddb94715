import type { buildConnector, Client as UndiciClient, Dispatcher, Pool as ConnectionPool } from "undici";
import { type Connections, connectionsOf, sharedConnection } from "./connections.ts";
import { loadHttp2Late } from "./lazy-http2.ts";
import { namesProxy, proxyUrl } from "./proxy.ts";

/** How long a connection may take to open; every other deadline is the caller's. */
const OPTIONS = { connect: { timeout: 10_000 }, headersTimeout: 0, bodyTimeout: 0 };

/**
 * Connections to a URL's origin, kept alive; over the proxy that the environment names for it, where it names one: that
 * way costs a look at the environment with each request. `onConnect` is called with each connection that opens.
 */
export async function connect(url: URL, onConnect: () => void): Promise<Connections> {
  if (namesProxy(url)) return sharedConnection(await proxied(onConnect));
  const Client = await clientClass();
  // The certificates are then read by a thread before the first connection needs them.
  if (url.protocol === "https:") await import("node:tls");
  return connectionsOf(() => new Client(url.origin, OPTIONS).on("connect", onConnect));
}

/** The file of undici's client. The whole package takes three times the CPU time to load. */
export const CLIENT_FILE = "undici/lib/dispatcher/client.js";

/** undici's client; from the whole package where a version keeps its client in another file. */
async function clientClass(): Promise<typeof UndiciClient> {
  loadHttp2Late();
  try {
    return ((await import(CLIENT_FILE)) as { readonly default: typeof UndiciClient }).default;
  } catch {
    return (await import("undici")).Client;
  }
}

/** Sends each request through the proxy in the environment. Errors: `ModelError` for an invalid proxy. */
async function proxied(onConnect: () => void = () => {}): Promise<Dispatcher> {
  const { EnvHttpProxyAgent, Pool } = await import("undici");
  return new EnvHttpProxyAgent({
    ...OPTIONS,
    // As every other client does: a tunnel for https, the whole address in the request line for http.
    proxyTunnel: false,
    httpProxy: proxyUrl("HTTP_PROXY"),
    httpsProxy: proxyUrl("HTTPS_PROXY"),
    factory: (origin, options) => {
      const { connect: connector } = options as ConnectionPool.Options;
      const connect = typeof connector === "function" ? endingOnRefusal(connector) : connector;
      return new Pool(origin, { ...options, ...OPTIONS, connect }).on("connect", onConnect);
    },
  });
}

/** undici retries endlessly without a pause where a proxy closes the connection instead of opening a tunnel. */
function endingOnRefusal(connector: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connector(options, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else callback((error as { code?: string }).code === "UND_ERR_SOCKET" ? new TunnelError() : error, null);
    });
}

class TunnelError extends Error {
  readonly code = "ERR_PROXY_TUNNEL";

  constructor() {
    super("The proxy closed the connection and opened no tunnel");
  }
}
