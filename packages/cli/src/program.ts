import { Command } from "commander";
import { addAnnotate } from "./command-line/annotate-commands.ts";
import { addNoColor, errorsOf } from "./terminal/colors.ts";
import { addBenchmarkCommands } from "./command-line/benchmark-commands.ts";
import { addCache } from "./command-line/cache-commands.ts";
import { addBaseline, addExport } from "./command-line/export-commands.ts";
import { addEnvFile } from "./command-line/env-option.ts";
import { addModels, addProbe, addServeTiny } from "./command-line/model-commands.ts";
import { addResultCommands } from "./command-line/result-commands.ts";
import { addRun } from "./command-line/run-command.ts";
import { addScaleCommands } from "./command-line/scale-commands.ts";
import type { Exit } from "./command-line/shared-options.ts";
import { version } from "./terminal/package-files.ts";

/** The command line, in the order of its help. Each command's code is loaded when it is called. */
export function program(exit: Exit): Command {
  const sameseed: Command = new Command("sameseed")
    .description("Benchmark prompts and models fairly: same cases, same seeds, interleaved order, paired statistics.")
    .version(version(), "-V, --version")
    .exitOverride()
    .configureOutput(errorsOf(() => optionsOf(sameseed)))
    .showHelpAfterError("(add --help for the options)")
    .configureHelp({ showGlobalOptions: true });
  addNoColor(sameseed);
  addEnvFile(sameseed);
  addRun(sameseed, exit);
  addBenchmarkCommands(sameseed);
  addResultCommands(sameseed, exit);
  addScaleCommands(sameseed, exit);
  addModels(sameseed);
  addProbe(sameseed);
  addCache(sameseed);
  addExport(sameseed);
  addAnnotate(sameseed);
  addBaseline(sameseed);
  addServeTiny(sameseed);
  return sameseed;
}

/** The options of all commands. */
function optionsOf(sameseed: Command): readonly string[] {
  return sameseed.commands.flatMap(({ options }) =>
    options.flatMap(({ long, hidden }) => (long && !hidden ? [long] : [])),
  );
}
