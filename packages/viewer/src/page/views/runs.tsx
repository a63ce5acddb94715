import type { JSX } from "preact";
import type { RunEntry } from "../../data/page-data.ts";
import { count, dateTime, percent, plural } from "../../models/format.ts";
import { niceScale, onScale } from "../../models/scale.ts";
import { routeHash } from "../../models/route.ts";
import { toneClass } from "../../models/variant-tone.ts";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";

export interface RunsProps {
  /** Oldest first. */
  readonly runs: readonly (RunEntry & { readonly href?: string })[];
}

/** All runs, newest first, benchmark by benchmark: what each variant scored, run after run. */
export function Runs({ runs }: RunsProps): JSX.Element {
  if (runs.length === 0)
    return (
      <Section title="Runs">
        <p class="note">
          There are no runs yet: <code>sameseed run &lt;benchmark&gt;</code>
        </p>
      </Section>
    );
  const groups = [...Map.groupBy(runs, ({ name }) => name)].toReversed();
  return (
    <>
      {groups.map(([name, group]) => (
        <Section key={name} title={<Untrusted text={name} />}>
          {group.length > 1 && <History runs={group} />}
          <div class="scroll" tabIndex={0} role="region" aria-label={`Runs of ${name}`}>
            <table class="board">
              <thead>
                <tr>
                  <th scope="col">Started</th>
                  <th scope="col">State</th>
                  <th scope="col" class="number">
                    Trials
                  </th>
                  <th scope="col" class="number">
                    Failed
                  </th>
                  <th scope="col">Scores [95 %]</th>
                </tr>
              </thead>
              <tbody>
                {group.toReversed().map((run) => (
                  <tr key={run.id}>
                    <th scope="row">
                      <a href={run.href ?? routeHash("board", { run: run.id })}>{dateTime(run.startedAt)}</a>
                      <small class="run-id">
                        <Untrusted text={run.id} />
                      </small>
                    </th>
                    <td>
                      <span class={`pill state-${run.state}`}>{run.state}</span>
                    </td>
                    <td class="number">
                      {count(run.done)} of {count(run.planned)}
                    </td>
                    <td class="number">{count(run.failed)}</td>
                    <td>
                      <ul class="run-scores">
                        {run.scores?.slice(0, MOST_SCORES).map(({ variant, mean, low, high, n }) => (
                          <li key={variant}>
                            <Untrusted text={variant} /> <b>{percent(mean)}</b>
                            <small>
                              {low === null || high === null ? "[no interval]" : `[${percent(low)}, ${percent(high)}]`}{" "}
                              n = {count(n)}
                            </small>
                          </li>
                        )) ?? <li class="note">no report yet</li>}
                        {run.scores !== null && run.scores.length > MOST_SCORES && (
                          <li class="note">and {plural(run.scores.length - MOST_SCORES, "more variant")}</li>
                        )}
                      </ul>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Section>
      ))}
    </>
  );
}

/** Scores in a line of the list; the run's own page has all. */
const MOST_SCORES = 5;
/** Runs whose start fits below the chart. */
const MOST_LABELS = 8;
const [WIDTH, HEIGHT] = [960, 170];
const PLOT = { left: 44, right: 16, top: 10, bottom: 30 };

/** Each variant's score with its interval over the runs of one benchmark. */
function History({ runs }: { readonly runs: readonly RunEntry[] }): JSX.Element | null {
  // The newest run first: its variants have the colours of its own page.
  const variants = [...new Set(runs.toReversed().flatMap(({ scores }) => scores?.map(({ variant }) => variant) ?? []))];
  const ends = runs
    .flatMap(({ scores }) => scores?.flatMap(({ mean, low, high }) => [low ?? mean, high ?? mean]) ?? [])
    .filter((value) => value !== null);
  if (ends.length === 0) return null;
  const scale = niceScale(ends, { wanted: 3 });
  const step = (WIDTH - PLOT.left - PLOT.right) / runs.length;
  const y = (value: number): number => HEIGHT - PLOT.bottom - (HEIGHT - PLOT.top - PLOT.bottom) * onScale(scale, value);
  return (
    <>
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label="Scores run after run; the figures are in the table below"
      >
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line class="grid" x1={PLOT.left} x2={WIDTH - PLOT.right} y1={y(tick)} y2={y(tick)} />
            <text x={PLOT.left - 8} y={y(tick) + 4} text-anchor="end">
              {percent(tick, 0)}
            </text>
          </g>
        ))}
        {runs.map(({ id, startedAt }, place) => (
          <g key={id}>
            {place > 0 && (
              <line
                class="grid between"
                x1={PLOT.left + step * place}
                x2={PLOT.left + step * place}
                y1={PLOT.top}
                y2={HEIGHT - PLOT.bottom}
              />
            )}
            {runs.length <= MOST_LABELS && (
              <text x={PLOT.left + step * (place + 0.5)} y={HEIGHT - 8} text-anchor="middle">
                {dateTime(startedAt)}
              </text>
            )}
          </g>
        ))}
        {runs.map((run, place) =>
          run.scores?.map(({ variant, mean, low, high }) => {
            const position = variants.indexOf(variant);
            const x = PLOT.left + step * (place + (position + 1) / (variants.length + 1));
            return mean === null ? null : (
              <g key={run.id + variant} class={`dot-group ${toneClass(position)}`}>
                {low !== null && high !== null && <line class="range" x1={x} x2={x} y1={y(low)} y2={y(high)} />}
                <circle cx={x} cy={y(mean)} r="4" />
              </g>
            );
          }),
        )}
      </svg>
      <ul class="legend">
        {variants.map((variant, position) => (
          <li key={variant}>
            <i class={`swatch ${toneClass(position)}`} /> <Untrusted text={variant} />
          </li>
        ))}
      </ul>
    </>
  );
}
