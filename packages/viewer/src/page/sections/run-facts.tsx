import type { JSX } from "preact";
import type { RunSummary } from "../../data/page-data.ts";
import { count, dateTime, duration, plural } from "../../models/format.ts";
import { Untrusted } from "../parts/untrusted.tsx";

/** The facts of the run: its size, its seed, its time, and its progress. */
export function RunFacts({ summary: { report } }: { readonly summary: RunSummary }): JSX.Element {
  const { description, state, cases, variants, repeats, seed, seedPolicy, startedAt, endedAt, counts } =
    report.manifest;
  const done = report.variants.reduce((sum, { trials }) => sum + trials, 0);
  const spent = endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt);
  return (
    <>
      {description !== null && (
        <p class="description">
          <Untrusted text={description} />
        </p>
      )}
      <ul class="run-facts">
        {state !== "complete" && (
          <li>
            <span class={`pill state-${state}`}>{state === "running" ? "running" : "stopped"}</span> {count(done)} of{" "}
            {plural(counts.planned, "trial")} <progress max={counts.planned} value={done} aria-label="Trials done" />
          </li>
        )}
        <li>
          {plural(cases.count, "case")} × {plural(variants.length, "variant")} × {plural(repeats, "repeat")}
        </li>
        <li>{seedPolicy === "none" ? "no seed" : `seed ${seed} (${seedPolicy})`}</li>
        <li>
          {dateTime(startedAt)}
          {spent !== null && `, took ${duration(spent)}`}
        </li>
      </ul>
    </>
  );
}
