import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PageData, RunSummary } from "../data/page-data.ts";
import { count, dateTime, duration, plural } from "../models/format.ts";
import type { View } from "../models/route.ts";
import { Backend } from "./views/backend.tsx";
import { Board } from "./views/board.tsx";
import { Cases } from "./views/cases.tsx";
import { Classes } from "./views/classes.tsx";
import { Compare } from "./views/compare.tsx";
import { Determinism } from "./views/determinism.tsx";
import { embeddedSource } from "./sources/embedded-source.ts";
import { FairnessView } from "./views/fairness.tsx";
import { Judge } from "./views/judge.tsx";
import { Help } from "./parts/help.tsx";
import { Ready, Untrusted } from "./parts/parts.tsx";
import type { RunSource } from "./sources/run-source.ts";
import { Runs } from "./views/runs.tsx";
import { serverRuns, serverSource } from "./sources/server-source.ts";
import { Slices } from "./views/slices.tsx";
import { ThemeButton } from "./parts/theme-button.tsx";
import { Trial } from "./views/trial.tsx";
import { useKeys } from "./hooks/use-keys.ts";
import { useLoaded } from "./hooks/use-loaded.ts";
import { go, linkTo, useRoute } from "./hooks/use-route.ts";

/** How often a page of a run that goes on asks for news. */
const REFRESH_MS = 2000;

const TABS: readonly (readonly [View, string])[] = [
  ["board", "Board"],
  ["compare", "Compare"],
  ["slices", "Slices"],
  ["classes", "Labels"],
  ["cases", "Cases"],
  ["trial", "Trial"],
  ["determinism", "Determinism"],
  ["backend", "Backend"],
  ["fairness", "Fairness"],
  ["judge", "Judge"],
];

export function App({ data }: { readonly data: PageData }): JSX.Element {
  if (data.kind === "site")
    return (
      <Frame title="Runs">
        <Runs runs={data.runs} />
      </Frame>
    );
  return data.kind === "report" ? <OneRun key="report" first={embeddedSource(data)} /> : <Live run={data.run} />;
}

function Live({ run: first }: { readonly run: string | null }): JSX.Element {
  const route = useRoute();
  const run = route.params["run"] ?? first ?? undefined;
  if (route.view === "runs" || run === undefined) return <AllRuns />;
  return <OneRun key={run} first={serverSource(run)} again={() => serverSource(run)} />;
}

function AllRuns(): JSX.Element {
  const tick = useTick(true);
  const runs = useLoaded(() => serverRuns(), [tick]);
  return (
    <Frame title="Runs" hasRuns>
      <Ready of={runs} what="the runs">
        {(value) => <Runs runs={value} />}
      </Ready>
    </Frame>
  );
}

interface OneRunProps {
  readonly first: RunSource;
  /** Reads the run anew, where it can change. */
  readonly again?: () => RunSource;
}

function OneRun({ first, again }: OneRunProps): JSX.Element {
  const { view, params } = useRoute();
  const [isRunning, setRunning] = useState(false);
  const tick = useTick(isRunning && view !== "trial");
  const source = useMemo(() => (tick === 0 || again === undefined ? first : again()), [tick]);
  const loaded = useLoaded(async () => ({ source, summary: await source.summary() }), [source]);
  useEffect(() => {
    if (loaded.state === "ready")
      setRunning(again !== undefined && loaded.value.summary.report.manifest.state === "running");
  }, [loaded]);
  if (loaded.state !== "ready")
    return (
      <Frame title="sameseed" hasRuns={again !== undefined}>
        <Ready of={loaded} what="the run">
          {() => <></>}
        </Ready>
      </Frame>
    );
  const { summary, source: current } = loaded.value;
  return (
    <Frame title={summary.report.manifest.name} summary={summary} view={view} hasRuns={again !== undefined}>
      {viewOf(view, { summary, source: current, params })}
    </Frame>
  );
}

function viewOf(
  view: View,
  props: {
    readonly summary: RunSummary;
    readonly source: RunSource;
    readonly params: Readonly<Record<string, string>>;
  },
): JSX.Element {
  switch (view) {
    case "compare":
      return <Compare {...props} />;
    case "slices":
      return <Slices summary={props.summary} params={props.params} />;
    case "classes":
      return <Classes summary={props.summary} params={props.params} />;
    case "cases":
      return <Cases {...props} />;
    case "trial":
      return <Trial {...props} />;
    case "determinism":
      return <Determinism {...props} />;
    case "backend":
      return <Backend {...props} />;
    case "fairness":
      return <FairnessView {...props} />;
    case "judge":
      return <Judge summary={props.summary} metric={props.params["metric"]} />;
    default:
      return <Board summary={props.summary} metric={props.params["metric"]} />;
  }
}

interface FrameProps {
  readonly title: string;
  readonly summary?: RunSummary;
  readonly view?: View;
  readonly hasRuns?: boolean;
  readonly children: JSX.Element;
}

/** The page around a view: what run this is, the way to its views, help and theme. */
function Frame({ title, summary, view, hasRuns = false, children }: FrameProps): JSX.Element {
  const [isHelpOpen, setHelpOpen] = useState(false);
  const shown = view === "runs" ? "board" : view;
  const tabsOfRun = TABS.filter(
    ([name]) =>
      (name !== "judge" || summary?.report.judges !== undefined) &&
      (name !== "classes" || summary?.report.classifications !== undefined) &&
      (name !== "slices" || summary?.report.slices !== undefined),
  );
  const keys = Object.fromEntries(tabsOfRun.map(([name], place) => [String(place + 1), () => summary && go(name)]));
  useKeys({ ...keys, "?": () => setHelpOpen(true), ...(hasRuns && { "0": () => go("runs", { run: undefined }) }) });
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => {
    tabs.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [shown, summary === undefined]);
  useEffect(() => {
    document.title = `${title} · sameseed`;
  }, [title]);
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        Skip to the result
      </a>
      <header class="page-head">
        <div class="bar">
          <span class="brand">
            <i aria-hidden="true" />
            sameseed
          </span>
          {hasRuns && (
            <a class="all-runs" href="#/runs">
              All runs
            </a>
          )}
          <span class="tools">
            <button type="button" onClick={() => setHelpOpen(true)} aria-label="Keys and help">
              ?
            </button>
            <ThemeButton />
          </span>
        </div>
        <h1>
          <Untrusted text={title} />
        </h1>
        {summary && <RunFacts summary={summary} />}
        {summary && (
          <nav aria-label="Views" ref={tabs}>
            {tabsOfRun.map(([name, text]) => (
              <a key={name} href={linkTo(name)} aria-current={name === shown ? "page" : undefined}>
                {text}
              </a>
            ))}
          </nav>
        )}
      </header>
      <main id="main" tabIndex={-1} class={summary && differsByModel(summary) ? "by-model" : ""}>
        {children}
      </main>
      {isHelpOpen && <Help onClose={() => setHelpOpen(false)} />}
    </>
  );
}

/** Whether the variants are one prompt under several models: then the model is what a name says first. */
function differsByModel({ report }: RunSummary): boolean {
  const { variants } = report.manifest;
  return variants.length > 1 && new Set(variants.map(({ prompt }) => prompt)).size === 1;
}

function RunFacts({ summary: { report } }: { readonly summary: RunSummary }): JSX.Element {
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

/** Counts up while something goes on and the page is seen. */
function useTick(isOn: boolean): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => document.hidden || setTick((count) => count + 1), REFRESH_MS);
    return () => clearInterval(timer);
  }, [isOn]);
  return tick;
}
