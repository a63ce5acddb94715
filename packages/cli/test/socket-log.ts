import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface SocketLog {
  /** Variables that make a started `sameseed` log. */
  readonly env: Readonly<Record<string, string>>;
  /** Events since the last call, without duplicates: `connect <host:port>`, `lookup <host>`, `datagram`. */
  seen(): Promise<Set<string>>;
}

/** Logs each connection, look-up of a name and datagram of the processes that are started with its environment. */
export async function socketLog(folder: string): Promise<SocketLog> {
  const log = join(folder, "sockets.log");
  const hook = join(folder, "hook.mjs");
  await writeFile(log, "");
  await writeFile(
    hook,
    `import { appendFileSync } from "node:fs";
import dns from "node:dns";
import dgram from "node:dgram";
import net from "node:net";
import { syncBuiltinESMExports } from "node:module";
const say = (what) => appendFileSync(${JSON.stringify(log)}, what + "\\n");
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  say(typeof options === "object" ? "connect " + (options.path ?? options.host + ":" + options.port) : "connect " + args.slice(0, 2));
  return connect.apply(this, args);
};
for (const api of [dns, dns.promises]) {
  for (const name of ["lookup", "resolve", "resolve4", "resolve6"]) {
    const original = api[name];
    api[name] = function (host, ...rest) {
      if (!/^[0-9.]+$/.test(host)) say("lookup " + host);
      return original.call(this, host, ...rest);
    };
  }
}
const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...args) {
  say("datagram");
  return send.apply(this, args);
};
syncBuiltinESMExports();
`,
  );
  return {
    env: { NODE_OPTIONS: `--import ${hook}` },
    seen: async () => new Set((await readFile(log, "utf8")).split("\n").filter((line) => line !== "")),
  };
}
