import type { JSX } from "preact";
import type { WordedJudgeAudit, SelfPreference } from "@sameseed/core";
import type { RunSummary } from "../../data/page-data.ts";
import { count, dollars, plural, points } from "../../models/format.ts";
import { Backends, Contradictions } from "../sections/judge-evidence.tsx";
import { JudgeMeasures } from "../sections/judge-measures.tsx";
import { JudgeCorrected, JudgePeople } from "../sections/judge-people.tsx";
import { Choice } from "../parts/choice.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { amend } from "../hooks/use-route.ts";

/** How far the judges can be trusted: against themselves, against people. */
export function Judge({
  summary,
  metric,
}: {
  readonly summary: RunSummary;
  readonly metric: string | undefined;
}): JSX.Element {
  const { judges = [], manifest } = summary.report;
  const audit = judges.find((one) => one.metric === metric) ?? judges[0];
  if (audit === undefined) return <NoJudge />;
  return (
    <>
      {judges.length > 1 && (
        <div class="controls">
          <Choice
            label="Metric"
            value={audit.metric}
            options={judges.map((one) => [one.metric, one.metric] as const)}
            onChange={(value) => amend({ metric: value })}
          />
        </div>
      )}
      <Verdict audit={audit} />
      {audit.judge !== null && (
        <Section
          title="Consistency and bias"
          note="Shares with 95 % intervals, computed over cases if a case contributes several items."
        >
          <JudgeMeasures audit={audit} />
        </Section>
      )}
      {audit.people.map((people) => (
        <JudgePeople key={people.scale} people={people} audit={audit} />
      ))}
      {audit.corrected.length > 0 && <JudgeCorrected audit={audit} />}
      {audit.selfPreference !== null && <Family found={audit.selfPreference} judge={audit.judge ?? ""} />}
      {audit.judge !== null && <Backends audit={audit} />}
      {audit.contradictions.count > 0 && <Contradictions audit={audit} manifest={manifest} />}
      <Section title="Summary">
        <ul class="sentences">
          {audit.sentences.map((sentence) => (
            <li key={sentence}>
              <Untrusted text={sentence} />
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function NoJudge(): JSX.Element {
  return (
    <Section title="No judge">
      <p class="note">
        This run has no judge model and no labels by people. To label answers, use <code>sameseed annotate export</code>
        .
      </p>
    </Section>
  );
}

/** The caveats about the judge, first. */
function Verdict({ audit }: { readonly audit: WordedJudgeAudit }): JSX.Element {
  const { judge, metric, caveats } = audit;
  return (
    <Section
      title={judge === null ? `${metric}, compared with people` : `Judge of ${metric}`}
      note={judge === null ? undefined : <Untrusted text={judge} />}
    >
      {caveats.length === 0 ? (
        <p class="lead">
          <span class="tick" aria-hidden="true">
            ✓
          </span>{" "}
          {judge === null ? "No problems found." : "The measures show no problems with this judge."}
        </p>
      ) : (
        <ul class="notes judge-caveats">
          {caveats.map((caveat) => (
            <li key={caveat}>
              <Untrusted text={ofThis(audit, caveat)} />
            </li>
          ))}
        </ul>
      )}
      {judge !== null && <Facts audit={audit} />}
    </Section>
  );
}

/** A caveat names its judge for the comparisons that have it; here it is the judge of this view. */
function ofThis({ metric, judge }: WordedJudgeAudit, caveat: string): string {
  const text = caveat.replaceAll(`the judge of ${metric} (${judge})`, "the judge");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const JUDGED = { grade: "Answers judged", pairwise: "Pairs judged", selection: "Selections" } as const;

function Facts({ audit }: { readonly audit: WordedJudgeAudit }): JSX.Element {
  const { kind, judged, unparsed, unanswered, calls, failedCalls, cachedCalls, seed } = audit;
  const { promptTokens, completionTokens, costUsd } = audit;
  const facts: readonly (readonly [string, string])[] = [
    [JUDGED[kind ?? "grade"], count(judged)],
    ["Without a verdict", `${count(unparsed)} unreadable, ${count(unanswered)} unanswered`],
    [
      "Calls",
      `${count(calls)}${failedCalls > 0 ? `, ${count(failedCalls)} failed` : ""}${cachedCalls > 0 ? `, ${count(cachedCalls)} cached` : ""}`,
    ],
    [
      "Tokens",
      promptTokens === null || completionTokens === null
        ? "not known"
        : `${count(promptTokens)} in, ${count(completionTokens)} out`,
    ],
    ["Cost", costUsd === null ? "not known" : dollars(costUsd)],
    ["Seed (probe)", seed ?? "not probed"],
  ];
  return (
    <dl class="tiles">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Family({ found, judge }: { readonly found: SelfPreference; readonly judge: string }): JSX.Element {
  const { family, own, others, difference, excess } = found;
  const shown = ({ value, low, high }: NonNullable<SelfPreference["difference"]>): string =>
    value === null
      ? "none"
      : `${points(value)} points ${low === null || high === null ? "[no interval]" : `[${points(low)}, ${points(high)}]`}`;
  return (
    <Section
      title="Its own family"
      note={
        <>
          <Untrusted text={judge} /> is of the {family} family.
        </>
      }
    >
      <dl class="facts roomy">
        <div>
          <dt>Same family</dt>
          <dd>
            <Untrusted text={own.join(", ")} />
          </dd>
        </div>
        <div>
          <dt>Others</dt>
          <dd>
            {others.length === 0 ? (
              "no other family, so a preference cannot be measured"
            ) : (
              <Untrusted text={others.join(", ")} />
            )}
          </dd>
        </div>
        <div>
          <dt>Own family compared with the others</dt>
          <dd>
            {difference === null
              ? "no case has answers of both"
              : `${shown(difference)}, over ${plural(difference.cases, "case")}`}
          </dd>
        </div>
        <div>
          <dt>Part of it that people's labels do not confirm</dt>
          <dd>
            {excess === null
              ? "unknown: this needs labels by people"
              : `${shown(excess)}, over ${plural(excess.cases, "case")}`}
          </dd>
        </div>
      </dl>
    </Section>
  );
}
