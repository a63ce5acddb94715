import type { JSX } from "preact";
import type { Contradiction, JudgeAudit, Manifest, SelfPreference } from "@sameseed/core";
import type { RunSummary } from "../data/page-data.ts";
import { count, dollars, percent, plural, points } from "../models/format.ts";
import { JudgeMeasures } from "./judge-measures.tsx";
import { JudgeCorrected, JudgePeople } from "./judge-people.tsx";
import { Choice, Section, Untrusted, VariantName } from "./parts.tsx";
import { amend, linkTo } from "./use-route.ts";

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
          title="Against itself"
          note="Each share with its 95 % interval; where one case gives several, over cases."
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
      <Section title="In words">
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
        No scorer of this run asks a model, and nobody has labelled its answers. To have people label them:{" "}
        <code>sameseed annotate export</code>.
      </p>
    </Section>
  );
}

/** What speaks against the judge, first of all. */
function Verdict({ audit }: { readonly audit: JudgeAudit }): JSX.Element {
  const { judge, metric, caveats } = audit;
  return (
    <Section
      title={judge === null ? `${metric}, held against people` : `Judge of ${metric}`}
      note={judge === null ? undefined : <Untrusted text={judge} />}
    >
      {caveats.length === 0 ? (
        <p class="lead">
          <span class="tick" aria-hidden="true">
            ✓
          </span>{" "}
          {judge === null ? "Nothing speaks against it." : "Nothing that was measured speaks against this judge."}
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

/** A caveat names its judge for the comparisons that bear it; here it is the one that is looked at. */
function ofThis({ metric, judge }: JudgeAudit, caveat: string): string {
  const text = caveat.replaceAll(`the judge of ${metric} (${judge})`, "the judge");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const JUDGED = { grade: "Answers judged", pairwise: "Pairs judged", selection: "Selections" } as const;

function Facts({ audit }: { readonly audit: JudgeAudit }): JSX.Element {
  const { kind, judged, unparsed, unanswered, calls, failedCalls, cachedCalls, seed } = audit;
  const { promptTokens, completionTokens, costUsd } = audit;
  const facts: readonly (readonly [string, string])[] = [
    [JUDGED[kind ?? "grade"], count(judged)],
    ["Without a verdict", `${count(unparsed)} unread, ${count(unanswered)} unanswered`],
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
    ["Seed, by the probe", seed ?? "not probed"],
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
          <dd>{others.length === 0 ? "none: a preference does not show" : <Untrusted text={others.join(", ")} />}</dd>
        </div>
        <div>
          <dt>Its own, over the others</dt>
          <dd>
            {difference === null
              ? "no case has answers of both"
              : `${shown(difference)}, over ${plural(difference.cases, "case")}`}
          </dd>
        </div>
        <div>
          <dt>Of that, what people do not see</dt>
          <dd>
            {excess === null
              ? "not known: it takes labels by people"
              : `${shown(excess)}, over ${plural(excess.cases, "case")}`}
          </dd>
        </div>
      </dl>
    </Section>
  );
}

function Backends({ audit: { backends } }: { readonly audit: JudgeAudit }): JSX.Element {
  const most = Math.max(1, ...backends.flatMap(({ timeline }) => timeline));
  return (
    <Section
      title="Who answered"
      note={
        backends.length > 1
          ? `${backends.length} backends: the judge was not one and the same.`
          : "One backend from the first call to the last."
      }
    >
      <div class="strips">
        {backends.map(({ modelVersion, systemFingerprint, calls, timeline }, place) => (
          <div class="strip" key={`${modelVersion} ${systemFingerprint}`}>
            <span class="variant-name">
              <b>{modelVersion === null ? "no version" : <Untrusted text={modelVersion} />}</b>
              <small>
                {systemFingerprint === null ? "no fingerprint" : <Untrusted text={systemFingerprint} />} ·{" "}
                {plural(calls, "call")}
              </small>
            </span>
            <svg
              viewBox={`0 0 ${timeline.length} 10`}
              preserveAspectRatio="none"
              height="26"
              width="100%"
              role="img"
              aria-label={`${plural(calls, "call")} along the run`}
            >
              <rect class="no-fingerprint" x="0" y="0" width={timeline.length} height="10" />
              {timeline.map((seen, part) => (
                <rect
                  key={part}
                  class={`fill-${place % 8}`}
                  x={part}
                  y={10 - (10 * seen) / most}
                  width="1.02"
                  height={(10 * seen) / most}
                />
              ))}
            </svg>
          </div>
        ))}
        <p class="strip-ends">
          <span>first trial</span>
          <span>last</span>
        </p>
      </div>
    </Section>
  );
}

const KINDS: Readonly<Record<Contradiction["kind"], readonly [what: string, other: string]>> = {
  swapped: ["in the other order", "then"],
  retest: ["when asked again", "then"],
  people: ["against people", "people say"],
};

/** Where the judge spoke against itself or against people: the cases to read. */
function Contradictions({ audit, manifest }: { readonly audit: JudgeAudit; readonly manifest: Manifest }): JSX.Element {
  const { first, count: all } = audit.contradictions;
  return (
    <Section
      title="To be read"
      note={`${plural(all, "verdict")} that something speaks against${all > first.length ? `, the first ${count(first.length)} here` : ""}.`}
    >
      <div class="scroll contradictions" tabIndex={0} role="region" aria-label="Verdicts that something speaks against">
        <table class="board">
          <thead>
            <tr>
              <th scope="col">Case</th>
              <th scope="col">Answer of</th>
              <th scope="col">What</th>
              <th scope="col" class="number">
                Verdict
              </th>
              <th scope="col" class="number">
                Against it
              </th>
            </tr>
          </thead>
          <tbody>
            {first.map((found, place) => (
              <tr key={place}>
                <th scope="row">
                  <a
                    href={linkTo("trial", {
                      case: found.case,
                      variant: found.variant,
                      repeat: found.repeat === 0 ? undefined : String(found.repeat),
                    })}
                  >
                    <b>
                      <Untrusted text={found.case} />
                    </b>
                  </a>
                  {manifest.repeats > 1 && <small> repeat {found.repeat + 1}</small>}
                </th>
                <td>
                  <VariantName {...manifest.variants.find(({ id }) => id === found.variant)!} />
                </td>
                <td>{KINDS[found.kind][0]}</td>
                <td class="number">{percent(found.value, 0)} %</td>
                <td class="number">
                  <small>{KINDS[found.kind][1]}</small> <b>{percent(found.other, 0)} %</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
