#!/usr/bin/env node
import { keepCompiledCode } from "./compile-cache.ts";
import { version } from "./terminal/package-files.ts";
import { endWith } from "./process-end.ts";

const OLDEST_NODE = [22, 18] as const;
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const args = process.argv.slice(2);

void endWith(async () => {
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    console.error(`sameseed needs Node ${OLDEST_NODE.join(".")} or newer; this is ${process.versions.node}.`);
    return 2;
  }
  if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
    console.log(version()); // answered before anything else is loaded
    return 0;
  }
  keepCompiledCode();
  (await import("./clean-output.ts")).printCleanly();
  const { main } = await import("./main.ts");
  return main(args);
});
