import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { sameseed } from "./hosted-sameseed.ts";
import { copiedFolders, folderWith } from "./sameseed.ts";

/** How many of the cases each prompt answers right. */
export interface Arms {
  readonly cases: number;
  readonly right: Readonly<Record<string, number>>;
  readonly repeats?: number;
}

/** A benchmark on an embedded fake model: prompt `p` answers the first `right.p` cases right. */
export function armsBenchmark({ cases, right, repeats = 1 }: Arms): string {
  return `import { contains, defineBenchmark, fake } from "sameseed";
const right = ${JSON.stringify(right)};
export default defineBenchmark({
  name: "arms",
  seed: 123,
  repeats: ${repeats},
  cases: Array.from({ length: ${cases} }, (_, number) => ({ id: "c" + String(number).padStart(3, "0"), vars: { number }, expected: "yes" })),
  prompts: Object.keys(right).map((id) => ({ id, text: id + " {{number}}" })),
  models: [fake("fake:m", ({ messages }) => {
    const [id, number] = messages.at(-1).content.split(" ");
    return Number(number) < right[id] ? "yes" : "no";
  })],
  scorers: [contains()],
});
`;
}

export interface RunFolderOfTest extends AsyncDisposable {
  readonly path: string;
  /** The run's folder. */
  readonly run: string;
}

const ranFolder = copiedFolders(async ({ arms, flags }: { arms: Arms; flags: readonly string[] }) => {
  const folder = await folderWith({ "benchmark.ts": armsBenchmark(arms), "package.json": '{"type":"module"}' });
  const { code, stderr } = await sameseed(["run", "benchmark.ts", "--no-progress-bar", ...flags], { cwd: folder.path });
  if (code !== 0) throw new Error(stderr);
  return folder;
});

/** A folder with `benchmark.ts` and one finished run of it. */
export async function ranVariants(arms: Arms, flags: readonly string[] = []): Promise<RunFolderOfTest> {
  const folder = await ranFolder({ arms, flags });
  const [id] = await readdir(join(folder.path, "results"));
  return {
    path: folder.path,
    run: join(folder.path, "results", id!),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
