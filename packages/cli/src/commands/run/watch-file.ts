import { terminalOptions } from "@sameseed/reporter";
import { CACHE_FOLDER } from "@sameseed/pipeline/run";
import { errorText } from "../../terminal/error-text.ts";
import type { ExitCode } from "../../terminal/exit-code.ts";
import { flagsIn } from "../../terminal/flags-in.ts";
import { canDraw } from "../../terminal/live-progress.ts";
import { stopOnInterrupt } from "../../terminal/stop-on-interrupt.ts";
import { watchBenchmark } from "../../watch/watch-benchmark.ts";
import { turnText } from "../../watch/watch-screen.ts";
import type { RunFlags } from "./run-flags.ts";
import { selectionOf } from "./selection.ts";
import { stoppedEarly } from "./stopped-early.ts";
import { runWithProgress } from "./run-with-progress.ts";
import { withFlags } from "./with-flags.ts";

const CLEAR = "\u001B[2J\u001B[3J\u001B[H";

/** `sameseed run --watch`: ends with Ctrl-C, with exit 130 where that stopped a run and 0 where it was waiting. */
export async function watchFile(file: string, flags: RunFlags): Promise<ExitCode> {
  const { resume: _, retryErrors: __, ...later } = flags;
  const isTerminal = canDraw(process.stdout);
  const interrupt = stopOnInterrupt();
  const clear = (): void => void (isTerminal && process.stdout.write(CLEAR));
  let isRunning = false;
  let isFirstTurn = true;
  let screen = "";
  try {
    await watchBenchmark(file, {
      run(definition, { known, stop, isFirst }) {
        isFirstTurn = isFirst;
        return runWithProgress(definition, isFirst ? flags : later, { interrupt, stop, known });
      },
      adjust: (definition) => withFlags(definition, flags),
      prepare: { selection: selectionOf(flags), aa: flags.aa, baseUrl: flags.baseUrl },
      read: { trustData: flags.trustData, downloadTests: flags.downloadTests },
      alsoRead: flags.prices === undefined ? [] : [flags.prices],
      except: [flags.out, flags.cacheDir ?? CACHE_FOLDER],
      end: interrupt.stop,
      show: {
        begin(saved) {
          isRunning = true;
          clear();
          if (isTerminal && saved.length > 0) console.log(`${saved.join(", ")} saved`);
        },
        result(turn) {
          clear();
          screen = turnText(turn, { ...terminalOptions(process.stdout), verbose: flags.verbose ?? false });
          console.log(screen);
          for (const warning of turn.finished.warnings) console.log(`warning ${flagsIn(warning)}`);
        },
        same(saved) {
          if (isTerminal) console.log(screen);
          console.log(`${saved.join(", ")} saved: nothing that counts changed`);
        },
        nothing: () => console.log(stoppedEarly(file, isFirstTurn ? flags : later, process.stdout)),
        error: async (error) => console.log(await errorText(error)),
        wait(folder) {
          isRunning = false;
          console.log(`\nWatching ${folder} and what it reads; Ctrl-C ends.`);
        },
      },
    });
  } finally {
    interrupt.release();
  }
  return isRunning ? 130 : 0;
}
