import type { Command } from "commander";
import { addFlags, type FlagsOf } from "../flags/flag-table.ts";
import { example, OUT_FLAG } from "../flags/shared-flags.ts";

/** `sameseed list`: one line per run, newest first. */
export function addList(sameseed: Command): void {
  addFlags(sameseed.command("list").description("list the runs, newest first"), OUT_FLAG)
    .addHelpText("after", example("sameseed list"))
    .action(listRuns);
}

async function listRuns({ out }: FlagsOf<typeof OUT_FLAG>): Promise<void> {
  const { runLines } = await import("../view/run-lines.ts");
  const lines = await runLines(out);
  if (lines.length === 0) return console.log(`No runs in ${out}.`);
  if (!process.stdout.isTTY) return console.log(lines.join("\n")); // one line a run, for other programs
  const { terminalOptions, wrapped } = await import("@sameseed/reporter/terminal");
  const { width } = terminalOptions(process.stdout);
  console.log(lines.flatMap((line) => wrapped(line, width, "  ")).join("\n"));
}
