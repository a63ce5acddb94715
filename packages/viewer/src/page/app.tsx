import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { PageData, RunSummary } from "../data/page-data.ts";
import type { View } from "../models/route.ts";
import { Frame } from "./frame.tsx";
import { useLoaded } from "./hooks/use-loaded.ts";
import { useRoute } from "./hooks/use-route.ts";
import { useTick } from "./hooks/use-tick.ts";
import { Ready } from "./parts/ready.tsx";
import { embeddedSource } from "./sources/embedded-source.ts";
import type { RunSource } from "./sources/run-source.ts";
import { allowWrites, serverRuns, serverSource } from "./sources/server-source.ts";
import { Backend } from "./views/backend.tsx";
import { Board } from "./views/board.tsx";
import { Cases } from "./views/cases.tsx";
import { Changes } from "./views/changes.tsx";
import { Classes } from "./views/classes.tsx";
import { Compare } from "./views/compare.tsx";
import { Determinism } from "./views/determinism.tsx";
import { FairnessView } from "./views/fairness.tsx";
import { Judge } from "./views/judge.tsx";
import { Review } from "./views/review.tsx";
import { Runs } from "./views/runs.tsx";
import { Slices } from "./views/slices.tsx";
import { Trial } from "./views/trial.tsx";

export function App({ data }: { readonly data: PageData }): JSX.Element {
  if (data.kind === "site")
    return (
      <Frame title="Runs">
        <Runs runs={data.runs} />
      </Frame>
    );
  if (data.kind === "report") return <OneRun key="report" first={embeddedSource(data)} />;
  allowWrites(data.token);
  return <Live run={data.run} />;
}

function Live({ run: first }: { readonly run: string | null }): JSX.Element {
  const route = useRoute();
  const run = route.params["run"] ?? first ?? undefined;
  const { before, after } = route.params;
  if (route.view === "changes" && before !== undefined && after !== undefined)
    return (
      <Frame title="Runs" hasRuns>
        <Changes key={before + after} {...{ before, after }} params={route.params} />
      </Frame>
    );
  if (route.view === "runs" || run === undefined) return <AllRuns />;
  return <OneRun key={run} first={serverSource(run)} again={() => serverSource(run)} />;
}

function AllRuns(): JSX.Element {
  const tick = useTick(true);
  const [changes, setChanges] = useState(0);
  const again = (): void => setChanges(changes + 1);
  const runs = useLoaded(() => serverRuns(), [tick, changes]);
  return (
    <Frame title="Runs" hasRuns>
      <Ready of={runs} what="the runs">
        {(value) => <Runs runs={value} onChanged={again} />}
      </Ready>
    </Frame>
  );
}

interface OneRunProps {
  readonly first: RunSource;
  /** Reads the run again, where it can change. */
  readonly again?: () => RunSource;
}

function OneRun({ first, again }: OneRunProps): JSX.Element {
  const { view, params } = useRoute();
  const [isRunning, setRunning] = useState(false);
  const tick = useTick(isRunning && view !== "trial");
  const source = useMemo(() => (tick === 0 || again === undefined ? first : again()), [tick]);
  const loaded = useLoaded(async () => {
    if (view === "cases") source.cells().catch(() => {}); // concurrently; the view reports errors
    return { source, summary: await source.summary() };
  }, [source, view]); // the source reads the run again only if labels were added since
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
    case "review":
      return props.source.id === null ? (
        <Board summary={props.summary} metric={undefined} />
      ) : (
        <Review source={props.source} />
      );
    case "judge":
      return <Judge summary={props.summary} metric={props.params["metric"]} />;
    default:
      return <Board summary={props.summary} metric={props.params["metric"]} />;
  }
}
