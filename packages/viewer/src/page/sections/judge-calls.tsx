import type { JSX } from "preact";
import type { HumanLabel, JudgeCall, Judgement } from "@sameseed/core";
import type { TrialDetails } from "../../data/case-details.ts";
import { count, dollars, milliseconds, percent } from "../../models/format.ts";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { scoreTone } from "../../models/score-tone.ts";

const PURPOSES: Readonly<Record<JudgeCall["purpose"], string>> = {
  verdict: "Verdict",
  swapped: "In the other order",
  retest: "Retest",
};

/** The judge calls behind a trial's scores, one by one, and people's labels. */
export function Judged({ trial }: { readonly trial: TrialDetails }): JSX.Element {
  const judged = Object.entries(trial.scores).flatMap(([name, { judgement }]) =>
    judgement === undefined ? [] : [[name, judgement] as const],
  );
  const labels = trial.labels ?? [];
  return (
    <>
      {judged.map(([name, judgement]) => (
        <Calls key={name} name={name} judgement={judgement} />
      ))}
      {labels.length > 0 && <Labels labels={labels} />}
    </>
  );
}

function Calls({ name, judgement }: { readonly name: string; readonly judgement: Judgement }): JSX.Element {
  const { judge, shown, calls } = judgement;
  return (
    <Section title={`Judge of ${name}`} note={<Untrusted text={judge} />}>
      {shown !== undefined && (
        <p class="note">
          Shown blind, in this order: <Untrusted text={shown.join(", then ")} />.
          {calls.some(({ purpose }) => purpose === "swapped") && " The other order is the reverse."}
        </p>
      )}
      {calls.map((call, place) => (
        <Call key={place} call={call} isAlone={calls.length === 1} />
      ))}
    </Section>
  );
}

function Call({ call, isAlone }: { readonly call: JudgeCall; readonly isAlone: boolean }): JSX.Element {
  const { purpose, step, text, value, error } = call;
  return (
    <details class="judge-call" open={isAlone || purpose === "verdict"}>
      <summary>
        <span class={`score-value ${scoreTone(value)}`}>{value === null ? "–" : percent(value, 0)}</span>{" "}
        {PURPOSES[purpose]}
        {step !== undefined && (
          <>
            {" · "}
            <Untrusted text={step} />
          </>
        )}
      </summary>
      {error !== undefined ? (
        <div class="answer failed">
          <b>{error.kind}</b> <Untrusted text={error.message} />
        </div>
      ) : text === null ? (
        <div class="answer empty">No text.</div>
      ) : (
        <div class="answer" dir="auto">
          <Untrusted text={text} />
        </div>
      )}
      <p class="note">
        <Untrusted text={factsOf(call).join(" · ")} />
      </p>
    </details>
  );
}

function factsOf(call: JudgeCall): readonly string[] {
  const { seed, modelVersion, systemFingerprint, promptTokens, completionTokens, costUsd, latencyMs } = call;
  return [
    seed === null ? "no seed" : `seed ${seed}`,
    ...(modelVersion === null ? [] : [modelVersion]),
    ...(systemFingerprint === null ? [] : [systemFingerprint]),
    ...(promptTokens === null || completionTokens === null
      ? []
      : [`${count(promptTokens)} tokens in, ${count(completionTokens)} out`]),
    ...(costUsd === null ? [] : [dollars(costUsd)]),
    ...(latencyMs === null ? [] : [milliseconds(latencyMs)]),
    ...(call.attempts > 1 ? [`${call.attempts} attempts`] : []),
    ...(call.cached ? ["from the cache"] : []),
  ];
}

function Labels({ labels }: { readonly labels: readonly HumanLabel[] }): JSX.Element {
  return (
    <Section title="People">
      <ul class="scores">
        {labels.map(({ annotator, metric, value, rival, note, flagged }) => (
          <li key={`${annotator} ${metric} ${rival}`}>
            <span class={`score-value ${scoreTone(value)}`}>{percent(value, 0)}</span>
            <span>
              <b>
                <Untrusted text={annotator} />
              </b>{" "}
              <small>
                <Untrusted text={rival === undefined ? metric : `${metric}, against ${rival}`} />
              </small>
              {flagged === true && <b> ⚑ flagged</b>}
              {note !== undefined && (
                <>
                  {" "}
                  <Untrusted text={note} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
