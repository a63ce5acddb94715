/** Loaded into every Node process of a measured tool: at its end it appends its usage to the file in PEERS_USAGE. */
import { appendFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const line = JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMiB: maxRSS / 1024 });
    appendFileSync(process.env.PEERS_USAGE, `${line}\n`);
  });
}
