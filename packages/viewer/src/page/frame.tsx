import type { ComponentChildren, JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { RunSummary } from "../data/page-data.ts";
import type { View } from "../models/route.ts";
import { type Tab, tabsOf } from "../models/tabs.ts";
import { variantLabels } from "../models/variant-labels.ts";
import { useKeys } from "./hooks/use-keys.ts";
import { go, linkTo } from "./hooks/use-route.ts";
import { VariantLabels } from "./hooks/use-variant-labels.ts";
import { Help } from "./parts/help.tsx";
import { ThemeButton } from "./parts/theme-button.tsx";
import { Untrusted } from "./parts/untrusted.tsx";
import { RunFacts } from "./sections/run-facts.tsx";

export interface FrameProps {
  readonly title: string;
  readonly summary?: RunSummary;
  readonly view?: View;
  readonly hasRuns?: boolean;
  readonly children: ComponentChildren;
}

const NO_TABS: readonly Tab[] = [];

/** The page around a view: the run's title, the tabs, help and theme. */
export function Frame({ title, summary, view, hasRuns = false, children }: FrameProps): JSX.Element {
  const [isHelpOpen, setHelpOpen] = useState(false);
  const tabs = useMemo(
    () => (summary === undefined ? NO_TABS : tabsOf(summary.report, { isLive: hasRuns })),
    [summary],
  );
  const labels = useMemo(() => variantLabels(summary?.report.manifest.variants ?? []), [summary]);
  const keys = Object.fromEntries(tabs.map((tab, place) => [String(place + 1), () => go(tab.view)]));
  useKeys({ ...keys, "?": () => setHelpOpen(true), ...(hasRuns && { "0": () => go("runs", { run: undefined }) }) });
  useEffect(() => {
    document.title = `${title} · sameseed`;
  }, [title]);
  return (
    <VariantLabels.Provider value={labels}>
      <SkipLink />
      <header class="page-head">
        <Bar hasRuns={hasRuns} onHelp={() => setHelpOpen(true)} />
        <h1>
          <Untrusted text={title} />
        </h1>
        {summary && <RunFacts summary={summary} />}
        {summary && <Tabs tabs={tabs} shown={view === "runs" ? "board" : view} />}
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {isHelpOpen && <Help tabs={tabs} onClose={() => setHelpOpen(false)} />}
    </VariantLabels.Provider>
  );
}

function SkipLink(): JSX.Element {
  return (
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
  );
}

function Bar({ hasRuns, onHelp }: { readonly hasRuns: boolean; readonly onHelp: () => void }): JSX.Element {
  return (
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
        <button type="button" onClick={onHelp} aria-label="Keys and help">
          ?
        </button>
        <ThemeButton />
      </span>
    </div>
  );
}

function Tabs({ tabs, shown }: { readonly tabs: readonly Tab[]; readonly shown: View | undefined }): JSX.Element {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [shown]);
  return (
    <nav aria-label="Views" ref={nav}>
      {tabs.map(({ view, name }) => (
        <a key={view} href={linkTo(view)} aria-current={view === shown ? "page" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
