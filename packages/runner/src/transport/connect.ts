import type { Dispatcher, Pool as ConnectionPool } from "undici";
import { namesProxy } from "./proxy.ts";

/** How long a connection may take to open; every other deadline is the caller's. */
const OPTIONS = { connect: { timeout: 10_000 }, headersTimeout: 0, bodyTimeout: 0 };

/**
 * Connections to a URL's origin, kept alive; over the proxy that the environment names for it, where it names one. A plain
 * pool where it does not: the way to a proxy costs a look at the environment with each request. `onConnect` is called with
 * each connection that opens.
 */
export async function connect(url: URL, onConnect: () => void = () => {}): Promise<Dispatcher> {
  const { EnvHttpProxyAgent, Pool } = await import("undici");
  if (!namesProxy(url)) return new Pool(url.origin, OPTIONS).on("connect", onConnect);
  return new EnvHttpProxyAgent({
    ...OPTIONS,
    // As every other client does: a tunnel for https, the whole address in the request line for http.
    proxyTunnel: false,
    factory: (origin, options) => {
      const { connect: connector } = options as ConnectionPool.Options;
      return new Pool(origin, { ...options, ...OPTIONS, connect: connector }).on("connect", onConnect);
    },
  });
}
