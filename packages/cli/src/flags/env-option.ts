import { type Command, Option } from "commander";
import { several } from "./option-parsers.ts";

/** `--env-file` anywhere on the command line; without it `.env` of the current folder is read before a command starts. */
export function addEnvFile(program: Command): Command {
  return program
    .option(
      "--env-file <file>",
      "read environment variables from this file; repeatable (default .env, if it exists)",
      several,
    )
    .addOption(new Option("--env-path <file>", "promptfoo's other name").argParser(several).hideHelp())
    .addOption(new Option("--env-file-if-exists <file>", "read by Node itself before this starts").hideHelp())
    .hook("preAction", async () => {
      const { envFile = [], envPath = [] } = program.opts<{
        envFile?: readonly string[];
        envPath?: readonly string[];
      }>();
      const { loadEnvFiles } = await import("../environment/env-files.ts");
      await loadEnvFiles([...envFile, ...envPath]);
    });
}
