import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";

/** A Redis of a test's own on 127.0.0.1. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Restarts it on the same port with the contents of its files. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Program {
  readonly path: string;
  /** Where its libraries are; null for the system's. */
  readonly libraries: string | null;
}

/** Where Debian's packages are unpacked, once for all test files. */
const CACHE = join(import.meta.dirname, "../../../../node_modules/.cache/sameseed-redis");
const PACKAGES = [
  "redis-server",
  "redis-tools",
  "liblzf1",
  "libjemalloc2",
  "liblua5.1-0",
  "lua-bitop",
  "lua-cjson",
  "libhiredis0.14",
  "libatomic1",
];

/**
 * Starts a server: the machine's redis-server or valkey-server, else Debian's packages, downloaded and unpacked without
 * installing them. Null where none can be had: its tests are then skipped.
 */
export async function startRedis(...settings: string[]): Promise<RedisServer | null> {
  const program = programOf();
  if (program === null) return null;
  const folder = mkdtempSync(join(tmpdir(), "sameseed-redis-"));
  const port = await freePort();
  let server = await launch(program, { folder, port, settings });
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGKILL");
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    async restart() {
      server = await launch(program, { folder, port, settings });
    },
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function programOf(): Program | null {
  for (const name of ["redis-server", "valkey-server"]) {
    const path = (process.env["PATH"] ?? "")
      .split(":")
      .map((folder) => join(folder, name))
      .find(existsSync);
    if (path !== undefined) return { path, libraries: null };
  }
  return unpacked() ?? (download() ? unpacked() : null);
}

function unpacked(): Program | null {
  const path = join(CACHE, "usr/bin/redis-server");
  const lib = join(CACHE, "usr/lib");
  const triple = existsSync(lib) ? readdirSync(lib).find((name) => name.endsWith("-linux-gnu")) : undefined;
  return existsSync(path) && triple !== undefined ? { path, libraries: join(lib, triple) } : null;
}

/** Two test files may do it concurrently: each unpacks into a separate folder, and the first to end wins. */
function download(): boolean {
  const folder = `${CACHE}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    try {
      execFileSync("apt-get", ["download", "-qq", ...PACKAGES], { cwd: folder, stdio: "ignore", timeout: 60_000 });
    } catch {
      execFileSync("apt-get", ["update", "-qq"], { stdio: "ignore", timeout: 60_000 });
      execFileSync("apt-get", ["download", "-qq", ...PACKAGES], { cwd: folder, stdio: "ignore", timeout: 60_000 });
    }
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".deb"))) {
      execFileSync("dpkg", ["-x", join(folder, name), folder], { stdio: "ignore" });
      rmSync(join(folder, name));
    }
    if (!existsSync(CACHE)) renameSync(folder, CACHE);
    return true;
  } catch {
    return existsSync(CACHE);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Launch {
  readonly folder: string;
  readonly port: number;
  readonly settings: readonly string[];
}

async function launch(program: Program, { folder, port, settings }: Launch): Promise<ChildProcess> {
  const fixed = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
  const server = spawn(program.path, [...fixed, "--maxmemory-policy", "noeviction", ...settings], {
    stdio: "ignore",
    env: { ...process.env, ...(program.libraries !== null && { LD_LIBRARY_PATH: program.libraries }) },
  });
  for (let tries = 0; tries < 500; tries++) {
    if (await isOpen(port)) return server;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  server.kill("SIGKILL");
  throw new Error(`redis-server did not open port ${port} within 10 seconds.`);
}

async function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The whole contents of a server, as one text. */
export async function dumpRedis(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const parts: string[] = [];
    for (const key of await redis.keys("*")) {
      const type = await redis.type(key);
      const value =
        type === "hash"
          ? await redis.hgetall(key)
          : type === "stream"
            ? await redis.xrange(key, "-", "+")
            : type === "list"
              ? await redis.lrange(key, "0", "-1")
              : type === "zset"
                ? await redis.zrange(key, "0", "-1")
                : await redis.get(key);
      parts.push(key, JSON.stringify(value));
    }
    return parts.join("\n");
  } finally {
    redis.disconnect();
  }
}
