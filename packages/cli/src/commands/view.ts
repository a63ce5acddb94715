import { dirname, relative } from "node:path";
import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { natural } from "../flags/option-parsers.ts";
import { example, OUT_FLAG } from "../flags/shared-flags.ts";

const FLAGS = {
  port: { flags: "-p, --port <n>", help: "port; 0 selects a free one", parse: natural, default: 8124 },
  export: { flags: "--export <folder>", help: "write the pages into this folder instead of serving them" },
  ...OUT_FLAG,
} as const satisfies FlagTable;
type ViewFlags = FlagsOf<typeof FLAGS>;

/** `sameseed view`: the runs in the browser, until Ctrl-C; or as files, with `--export`. */
export function addView(sameseed: Command): void {
  const view = sameseed.command("view").description("browse runs in the browser (served on 127.0.0.1 only)");
  addFlags(view.argument("[run]", "id, the beginning of one, a folder, or latest; none: all runs"), FLAGS)
    .addHelpText("after", example("sameseed view latest"))
    .action((run: string | undefined, flags: ViewFlags) =>
      flags.export === undefined ? serve(run, flags) : write(run, flags.export, flags.out),
    );
}

async function serve(reference: string | undefined, { out, port }: ViewFlags): Promise<void> {
  const { serveRuns } = await import("../view/serve-runs.ts");
  const { namedRun } = await import("../view/named-run.ts");
  const folder = reference === undefined ? null : await namedRun(out, reference);
  const results = folder === null ? out : dirname(folder.path); // a run named by its path includes its neighbours
  const server = await serveRuns(results, { run: folder?.id ?? null, port });
  console.log(`${folder?.id ?? `The runs in ${out}`} at ${server.url} (Ctrl-C ends it)`);
  await new Promise<void>((resolve) => void process.once("SIGINT", resolve).once("SIGTERM", resolve));
  await server.close();
}

async function write(reference: string | undefined, to: string, out: string): Promise<void> {
  const { listRuns } = await import("@sameseed/runner");
  const { warn } = await import("../terminal/tell.ts");
  const { exportSite } = await import("../view/export-site.ts");
  const { namedRun } = await import("../view/named-run.ts");
  const folders = reference === undefined ? await listRuns(out) : [await namedRun(out, reference)];
  const files = await exportSite(
    {
      results: folders[0] === undefined ? out : dirname(folders[0].path),
      folders,
      onDamaged: ({ message }) => warn(`${message} Left out.`),
    },
    to,
  );
  console.log(
    `Wrote ${relative(process.cwd(), to) || "."}/\n${files.map((file) => `  ${relative(to, file)}`).join("\n")}`,
  );
}
