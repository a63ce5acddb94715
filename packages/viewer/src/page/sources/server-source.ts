import type { Row, RunNote, WordedComparison } from "@sameseed/core";
import { type CaseDetails, caseDetails } from "../../data/case-details.ts";
import { type Cells, decodeCells } from "../../data/cells.ts";
import type { Review, RunEntry, RunsComparison, RunSummary } from "../../data/page-data.ts";
import type { RunSource } from "./run-source.ts";

/** Number of cases with rows in memory; others are loaded again. */
const MOST_CASES = 2000;

/** A run that the local server reads from disk. Trials come in pages, the figures of all of them as one block of bytes. */
export function serverSource(run: string): RunSource {
  const base = `api/runs/${encodeURIComponent(run)}`;
  const kept = new Map<number, Promise<CaseDetails | null>>();
  const summary = new FreshSummary(() => getJson(`${base}/report`));
  let cells: Promise<Cells> | undefined;

  async function ask(first: number, last: number): Promise<ReadonlyMap<number, CaseDetails>> {
    const { report } = await source.summary();
    const perCase = report.manifest.repeats * report.manifest.variants.length;
    const rows = await getJson<readonly Row[]>(`${base}/rows?from=${first * perCase}&to=${(last + 1) * perCase}`);
    const byCase = Map.groupBy(rows, ({ trial }) => Math.floor(trial.index / perCase));
    return new Map([...byCase].map(([number, group]) => [number, caseDetails(report.manifest, group)]));
  }

  const source: RunSource = {
    id: run,
    summary: () => summary.read(),
    cells: () => (cells ??= getBytes(`${base}/cells`).then(decodeCells)),
    details(caseNumbers) {
      const missing = [...new Set(caseNumbers)].filter((number) => !kept.has(number)).toSorted((a, b) => a - b);
      for (const range of ranges(missing)) {
        const page = ask(range[0]!, range.at(-1)!);
        for (const number of range)
          kept.set(
            number,
            page.then((found) => found.get(number) ?? null),
          );
      }
      const wanted = caseNumbers.map((number) => kept.get(number)!);
      for (const number of kept.keys()) {
        if (kept.size <= MOST_CASES) break;
        kept.delete(number);
      }
      return Promise.all(wanted);
    },
    async search(query, signal, onFound) {
      const { body } = await get(`${base}/search?q=${encodeURIComponent(query)}`, signal);
      return numbersIn(body!.pipeThrough(new TextDecoderStream()), onFound);
    },
    async label(label) {
      await summary.changedBy(postJson(`${base}/labels`, label)); // agreement with people is in it
      kept.clear(); // they hold the labels of before
      cells = undefined;
    },
    comparisons: (baseline) =>
      getJson<readonly WordedComparison[]>(`${base}/comparisons?baseline=${encodeURIComponent(baseline)}`),
  };
  return source;
}

/** The summary, read once and again after each change; a reader waits for changes in progress. */
class FreshSummary {
  readonly #load: () => Promise<RunSummary>;
  #found: Promise<RunSummary> | undefined;
  #changes: Promise<unknown> = Promise.resolve();

  constructor(load: () => Promise<RunSummary>) {
    this.#load = load;
  }

  read(): Promise<RunSummary> {
    return (this.#found ??= this.#changes.then(this.#load));
  }

  changedBy<T>(change: Promise<T>): Promise<T> {
    this.#found = undefined;
    this.#changes = Promise.allSettled([this.#changes, change]);
    return change;
  }
}

export function serverRuns(): Promise<readonly RunEntry[]> {
  return getJson("api/runs");
}

/** Two runs compared: the second with the first. */
export function serverComparison(before: string, after: string): Promise<RunsComparison> {
  return getJson(`api/compare?before=${encodeURIComponent(before)}&after=${encodeURIComponent(after)}`);
}

/** Changes a run's note. */
export function changeNote(run: string, changes: Partial<RunNote>): Promise<RunNote> {
  return postJson(`api/runs/${encodeURIComponent(run)}/note`, changes);
}

/** The items that a person labels, in the blind order of this person. */
export function serverReview(run: string, asked: Readonly<Record<string, string>>): Promise<Review> {
  return getJson(`api/runs/${encodeURIComponent(run)}/review?${new URLSearchParams(asked).toString()}`);
}

/** The token from the server that allows this page to write. */
let token = "";
export function allowWrites(given: string): void {
  token = given;
}

async function postJson<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-sameseed-token": token },
    body: JSON.stringify(body),
  });
  return (await checked(response)).json() as Promise<T>;
}

/** The numbers of a text that arrives line by line; reported after every line with numbers. */
async function numbersIn(
  pieces: ReadableStream<string>,
  onFound: (numbers: ReadonlySet<number>) => void,
): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  let rest = "";
  for (const reader = pieces.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return found;
    const end = value.lastIndexOf("\n") + 1;
    const before = found.size;
    for (const [number] of (rest + value.slice(0, end)).matchAll(/\d+/g)) found.add(Number(number));
    rest = value.slice(end);
    if (found.size > before) onFound(new Set(found));
  }
}

/** Numbers that follow one another, a hundred together at most: one request each. */
function ranges(numbers: readonly number[]): number[][] {
  const found: number[][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last !== undefined && last.at(-1) === number - 1 && last.length < 100) last.push(number);
    else found.push([number]);
  }
  return found;
}

async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await get(path, signal)).json() as Promise<T>;
}

async function getBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await get(path)).arrayBuffer());
}

async function get(path: string, signal?: AbortSignal): Promise<Response> {
  return checked(await fetch(path, signal === undefined ? {} : { signal }));
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const { error } = (await response.json().catch(() => ({ error: response.statusText }))) as { error: string };
  throw new Error(error);
}
