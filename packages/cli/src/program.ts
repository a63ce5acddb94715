import { Command } from "commander";
import { addAnnotate } from "./commands/annotate.ts";
import { addBaseline } from "./commands/baseline.ts";
import { addCache } from "./commands/cache.ts";
import { addCompare } from "./commands/compare.ts";
import { addExport } from "./commands/export.ts";
import { addImport } from "./commands/import.ts";
import { addInit } from "./commands/init.ts";
import { addList } from "./commands/list.ts";
import { addNote } from "./commands/note.ts";
import { addMerge } from "./commands/merge.ts";
import { addModels } from "./commands/models.ts";
import { addPlan } from "./commands/plan.ts";
import { addProbe } from "./commands/probe.ts";
import { addReplay } from "./commands/replay.ts";
import { addRun } from "./commands/run/run.ts";
import { addServeTiny } from "./commands/serve-tiny.ts";
import { addShow } from "./commands/show.ts";
import { addSplit } from "./commands/split.ts";
import { addValidate } from "./commands/validate.ts";
import { addVerify } from "./commands/verify.ts";
import { addView } from "./commands/view.ts";
import { addWorker } from "./commands/worker.ts";
import { addEnvFile } from "./flags/env-option.ts";
import { refuseOptionsAsValues } from "./flags/refuse-options-as-values.ts";
import type { Exit } from "./flags/shared-flags.ts";
import { HELP_LAYOUT } from "./terminal/help-layout.ts";
import { addNoColor, errorsOf, type KnownOptions } from "./terminal/colors.ts";
import { version } from "./terminal/package-files.ts";

/**
 * The commands, in the order of help. A file contains a whole command: flags, help and action, which loads
 * its dependencies.
 */
const COMMANDS: ReadonlyMap<string, (sameseed: Command, exit: Exit) => void> = new Map([
  ["run", addRun],
  ["init", addInit],
  ["import", addImport],
  ["validate", addValidate],
  ["plan", addPlan],
  ["split", addSplit],
  ["list", addList],
  ["note", addNote],
  ["show", addShow],
  ["view", addView],
  ["compare", addCompare],
  ["replay", addReplay],
  ["verify", addVerify],
  ["worker", addWorker],
  ["merge", addMerge],
  ["models", addModels],
  ["probe", addProbe],
  ["cache", addCache],
  ["export", addExport],
  ["annotate", addAnnotate],
  ["baseline", addBaseline],
  ["serve-tiny", addServeTiny],
]);

/** The command line: all commands, or only the one that is called, where its name is known. */
export function program(exit: Exit, called = ""): Command {
  const sameseed: Command = new Command("sameseed")
    .description("Benchmark prompts and models fairly: same cases, same seeds, interleaved order, paired statistics.")
    .version(version(), "-V, --version")
    .exitOverride()
    .configureOutput(errorsOf(() => optionsOf(sameseed)))
    .showHelpAfterError("(add --help for the options)")
    .configureHelp(HELP_LAYOUT);
  addNoColor(sameseed);
  addEnvFile(sameseed);
  const one = COMMANDS.get(called);
  for (const add of one === undefined ? COMMANDS.values() : [one]) add(sameseed, exit);
  return refuseOptionsAsValues(sameseed, () => (one === undefined ? sameseed : program(exit)));
}

/** The options of the command that is called, and which commands have the others. */
function optionsOf(sameseed: Command): KnownOptions {
  const { rawArgs: words = [] } = sameseed as Command & { readonly rawArgs?: readonly string[] };
  const { commands } = program(() => {});
  const called = words.find((word) => commands.some((command) => isNamed(command, word)));
  const own = commands.find((command) => called !== undefined && isNamed(command, called));
  const commandsOf = new Map<string, string[]>();
  for (const command of commands)
    for (const option of longOptions(command))
      commandsOf.set(option, [...(commandsOf.get(option) ?? []), `sameseed ${command.name()}`]);
  return { own: (own === undefined ? [sameseed] : [own, ...own.commands]).flatMap(longOptions), commandsOf };
}

function isNamed(command: Command, word: string): boolean {
  return command.name() === word || command.aliases().includes(word);
}

function longOptions({ options }: Command): readonly string[] {
  return options.flatMap(({ long, hidden }) => (long && !hidden ? [long] : []));
}
