import type { JSX } from "preact";
import type { Answered, Manifest } from "@sameseed/core";
import type { CaseDetails, TrialDetails } from "../../data/case-details.ts";
import { count, dollars, milliseconds, shortPercent } from "../../models/format.ts";
import { scoreTone } from "../../models/score-tone.ts";
import { Calls } from "../parts/message-view.tsx";
import { useMarkdown } from "../hooks/use-markdown.ts";
import { Markdown } from "../parts/markdown.tsx";
import { Untrusted } from "../parts/untrusted.tsx";

/** Every scorer's value with its reason. */
export function Scores({
  trial,
  manifest,
}: {
  readonly trial: TrialDetails;
  readonly manifest: Manifest;
}): JSX.Element {
  if (trial.outcome.status === "failed") return <p class="note">No score, because there is no answer.</p>;
  return (
    <ul class="scores">
      {manifest.scorers.map(({ name }) => {
        const score = Object.hasOwn(trial.scores, name) ? trial.scores[name] : undefined;
        return (
          <li key={name}>
            <span class={`score-value ${scoreTone(score?.value ?? null)}`}>
              {score === undefined || score.value === null ? "no score" : shortPercent(score.value)}
            </span>
            <span>
              <b>{name}</b>
              {score?.reason !== undefined && (
                <>
                  {" "}
                  <Untrusted text={score.reason} />
                </>
              )}
              {score?.answer !== undefined && (
                <small>
                  {" "}
                  read as{" "}
                  <code>
                    <Untrusted text={score.answer} />
                  </code>
                  {score.expected !== undefined && (
                    <>
                      , expected{" "}
                      <code>
                        <Untrusted text={score.expected} />
                      </code>
                    </>
                  )}
                </small>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** The answer as text, or the reason for a missing one. */
export function AnswerText({ trial }: { readonly trial: TrialDetails }): JSX.Element {
  const { outcome } = trial;
  if (outcome.status === "failed") {
    return (
      <div class="answer failed">
        <b>{outcome.error.kind}</b> <Untrusted text={outcome.error.message} />
      </div>
    );
  }
  const { toolCalls = [], reasoning } = outcome;
  return (
    <>
      {outcome.status !== "completed" && <p class="note">{ENDS[outcome.status]}</p>}
      {reasoning !== undefined && (
        <details class="reasoning">
          <summary>Reasoning</summary>
          <div class="answer" dir="auto">
            <Untrusted text={reasoning} />
          </div>
        </details>
      )}
      <Calls calls={toolCalls} />
      {(toolCalls.length === 0 || (outcome.text ?? "") !== "") && <TextOf outcome={outcome} />}
    </>
  );
}

/** The end of an answer that is not complete. */
const ENDS = { refused: "Refused by the service.", truncated: "Cut off at the token limit." } as const;

function TextOf({ outcome }: { readonly outcome: Answered }): JSX.Element {
  const isMarkdown = useMarkdown();
  if (outcome.text === null) return <div class="answer empty">No text ({outcome.status}).</div>;
  if (outcome.text === "") return <div class="answer empty">Empty answer.</div>;
  return (
    <div class="answer" dir="auto">
      {isMarkdown ? <Markdown text={outcome.text} /> : <Untrusted text={outcome.text} />}
    </div>
  );
}

/** The request's data and measurements other than the text. */
export function TrialFacts({
  trial,
  manifest,
  variant,
  repeat,
}: {
  readonly trial: TrialDetails;
  readonly manifest: Manifest;
  readonly variant: Manifest["variants"][number];
  readonly repeat: number;
}): JSX.Element {
  const { outcome } = trial;
  const answered = outcome.status === "failed" ? null : outcome;
  const params = Object.entries(variant.params).map(
    ([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const facts: readonly (readonly [string, string | null])[] = [
    ["Status", outcome.status],
    ["Finish reason", answered?.finishReason ?? null],
    ...(manifest.repeats > 1 ? [["Repeat", `${repeat + 1} of ${manifest.repeats}`] as const] : []),
    ["Seed", trial.seed === null ? `none (policy: ${manifest.seedPolicy})` : `${trial.seed} (${manifest.seedPolicy})`],
    ["Parameters", params.length === 0 ? "none sent" : params.join(", ")],
    ["Model version", answered?.modelVersion ?? null],
    ["System fingerprint", answered === null ? null : (answered.systemFingerprint ?? "not sent by the service")],
    [
      "Tokens",
      answered?.usage
        ? `${count(answered.usage.promptTokens)} in, ${count(answered.usage.completionTokens)} out`
        : null,
    ],
    ["Cost", answered === null || answered.costUsd === null ? null : dollars(answered.costUsd)],
    [
      "Latency",
      outcome.latencyMs === null
        ? null
        : `${milliseconds(outcome.latencyMs)}${answered?.cached ? " (from the cache)" : ""}`,
    ],
    ["First token", answered === null || answered.ttftMs === null ? null : milliseconds(answered.ttftMs)],
    ["Attempts", String(outcome.attempts)],
    ["Started", outcome.startedAt],
    ["Order", `${count(trial.order)} (0 is the first, ${count(manifest.counts.planned - 1)} the last)`],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Untrusted text={value} />
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** The case's variables and its reference. */
export function CaseVars({ details }: { readonly details: CaseDetails }): JSX.Element {
  const { id, vars, expected, cluster } = details.case;
  const extra = { ...(expected !== undefined && { expected }), ...(cluster !== undefined && { cluster }) };
  // A dataset's own id column, or an `expected` that is a variable too, is shown once.
  const entries = Object.entries({ ...vars, ...extra }).filter(([, value]) => value !== id);
  return (
    <dl class="vars">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>
            <Untrusted text={name} />
          </dt>
          <dd dir="auto">
            <Untrusted text={typeof value === "string" ? value : (JSON.stringify(value) ?? "")} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
