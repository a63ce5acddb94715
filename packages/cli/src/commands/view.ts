import { dirname, relative } from "node:path";
import { listRuns } from "@sameseed/runner";
import { exportSite } from "../view/export-site.ts";
import { serveRuns } from "../view/serve-runs.ts";
import { namedRun } from "../view/named-run.ts";

export interface ViewFlags {
  readonly out: string;
  readonly port: number;
  readonly export?: string;
}

/** `sameseed view`: the runs in the browser, until Ctrl-C; or as files, with `--export`. */
export async function viewCommand(reference: string | undefined, { out, port, export: to }: ViewFlags): Promise<void> {
  if (to !== undefined) {
    const folders = reference === undefined ? await listRuns(out) : [await namedRun(out, reference)];
    const files = await exportSite(
      {
        results: folders[0] === undefined ? out : dirname(folders[0].path),
        folders,
        onDamaged: ({ message }) => console.error(`warning ${message} Left out.`),
      },
      to,
    );
    console.log(
      `Wrote ${relative(process.cwd(), to) || "."}/\n${files.map((file) => `  ${relative(to, file)}`).join("\n")}`,
    );
    return;
  }
  const folder = reference === undefined ? null : await namedRun(out, reference);
  const results = folder === null ? out : dirname(folder.path); // a run named by its path brings its neighbours
  const server = await serveRuns(results, { run: folder?.id ?? null, port });
  console.log(`${folder?.id ?? `The runs in ${out}`} at ${server.url} (Ctrl-C ends it)`);
  await new Promise<void>((resolve) => void process.once("SIGINT", resolve).once("SIGTERM", resolve));
  await server.close();
}
