import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface LocalServer {
  readonly url: string;
  readonly child: ChildProcess;
  stop(): void;
}

/** Starts `local-server.ts` in another process. With `places` it works on this number of requests at a time. */
export async function startServer(latencyMs: number, places = Infinity): Promise<LocalServer> {
  const args = [join(import.meta.dirname, "local-server.ts"), String(latencyMs), String(places)];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { url: line.toString("utf8").trim(), child, stop: () => void child.kill() };
}

/** The middle of the values, for interleaved rounds on a machine that is not quiet. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
