import type { CaseDetails } from "../../data/case-details.ts";
import { matches } from "../../data/case-details.ts";
import { type Cells, decodeCells } from "../../data/cells.ts";
import type { RunSummary } from "../../data/page-data.ts";
import type { RunSource } from "./run-source.ts";

/** A run in the page's own file. Figures and answers are unpacked on first use. */
export function embeddedSource(summary: RunSummary): RunSource {
  let cells: Promise<Cells> | undefined;
  let answers: Promise<ReadonlyMap<number, CaseDetails>> | undefined;
  const allAnswers = () => (answers ??= readAnswers());
  return {
    id: null,
    summary: () => Promise.resolve(summary),
    cells: () => (cells ??= unpacked("cells").then(decodeCells)),
    async details(caseNumbers) {
      const known = await allAnswers();
      return caseNumbers.map((number) => known.get(number) ?? null);
    },
    async search(query) {
      const wanted = query.toLowerCase();
      const found = new Set<number>();
      for (const details of (await allAnswers()).values()) if (matches(details, wanted)) found.add(details.number);
      return found;
    },
    comparisons: () => Promise.resolve(null),
  };
}

async function readAnswers(): Promise<ReadonlyMap<number, CaseDetails>> {
  const text = new TextDecoder().decode(await unpacked("answers"));
  return new Map((JSON.parse(text) as readonly CaseDetails[]).map((details) => [details.number, details]));
}

async function unpacked(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const element = document.getElementById(id);
  const binary = atob(element?.textContent ?? "");
  const bytes = new Uint8Array(binary.length);
  for (let place = 0; place < binary.length; place++) bytes[place] = binary.charCodeAt(place);
  element?.remove(); // the text is not needed twice in memory
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
