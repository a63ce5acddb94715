import { keepCompiledCode } from "./compile-cache.ts";
import { endWith } from "./process-end.ts";
import { version } from "./terminal/package-files.ts";

const OLDEST_NODE = [22, 18] as const;

/** Runs the command line and ends the process. */
export function start(args: readonly string[]): Promise<void> {
  return endWith(async () => {
    const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
    if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
      console.error(`sameseed needs Node ${OLDEST_NODE.join(".")} or newer; this is ${process.versions.node}.`);
      return 2;
    }
    if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
      console.log(version());
      return 0;
    }
    keepCompiledCode();
    (await import("./clean-output.ts")).printCleanly();
    const { main } = await import("./main.ts");
    return main(args);
  });
}
