import type { Outcome, ScoreRecord, TestCase } from "@sameseed/core";
import type { LogSample, LogScore } from "./log-schema.ts";
import { type Scale, scoreValues } from "./score-value.ts";

type Message = NonNullable<LogSample["messages"]>[number];

/** A sample's case: its inputs without the answer. */
export function caseOf(sample: LogSample, clusterKey: string | undefined): TestCase {
  const { id, input, choices, target, metadata } = resolved(sample);
  const cluster = clusterKey === undefined ? undefined : metadata?.[clusterKey];
  const expected = Array.isArray(target) && target.length === 1 ? target[0] : target;
  const isNone = expected === undefined || expected === null || expected === "";
  return {
    id: String(id),
    vars: {
      input: typeof input === "string" ? input : input.map(plainMessage),
      ...(choices && { choices }),
    },
    ...(isNone ? {} : { expected }),
    ...(cluster === undefined || cluster === null ? {} : { cluster: String(cluster) }),
    ...(metadata && Object.keys(metadata).length > 0 && { metadata }),
  };
}

/** Without the ids and sources that Inspect adds to messages. */
function plainMessage({ role, content, ...rest }: Message): object {
  const { tool_calls: calls, tool_call_id: callId } = rest;
  return {
    role,
    content,
    ...(Array.isArray(calls) && calls.length > 0 && { tool_calls: calls as unknown }),
    ...(typeof callId === "string" && { tool_call_id: callId }),
  };
}

/** The outcome of a sample. `model` is the log's, for the usage of a sample that used several. */
export function outcomeOf(sample: LogSample, model: string, created: string): Outcome {
  const { output, error, model_usage: usages, error_retries: retries } = resolved(sample);
  const events = sample.events ?? sample.transcript?.events ?? [];
  const timing = {
    attempts: 1 + (retries?.length ?? 0),
    startedAt: isoTime(sample.started_at ?? events[0]?.timestamp ?? created),
    latencyMs: typeof output?.time === "number" ? output.time * 1000 : null,
  };
  if (error) return { status: "failed", error: { kind: "other", message: error.message }, ...timing };
  const choice = output?.choices?.[0];
  const reason = choice?.stop_reason ?? null;
  const usage = usages?.[model] ?? output?.usage;
  return {
    status:
      reason === "content_filter"
        ? "refused"
        : reason === "max_tokens" || reason === "model_length"
          ? "truncated"
          : "completed",
    text: choice === undefined ? null : contentText(choice.message.content),
    finishReason: reason,
    systemFingerprint: fingerprintOf(events),
    modelVersion: output?.model ?? null,
    usage:
      typeof usage?.input_tokens === "number" && typeof usage.output_tokens === "number"
        ? { promptTokens: usage.input_tokens, completionTokens: usage.output_tokens }
        : null,
    costUsd: null,
    ttftMs: null,
    cached: false,
    ...timing,
  };
}

/** Inspect writes local time with its offset; rows have UTC. */
function isoTime(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
}

function contentText(content: unknown): string | null {
  if (typeof content === "string") return content;
  return Array.isArray(content) ? textOfParts(content) : null;
}

function textOfParts(content: readonly unknown[]): string {
  return (content as { type?: unknown; text?: unknown }[])
    .flatMap(({ type, text }) => (type === "text" && typeof text === "string" ? [text] : []))
    .join("\n");
}

/** The backend's name, where the log keeps the service's answers. */
function fingerprintOf(events: NonNullable<LogSample["events"]>): string | null {
  const call = events.findLast(({ event }) => event === "model")?.["call"] as
    | { response?: { system_fingerprint?: unknown } }
    | null
    | undefined;
  const fingerprint = call?.response?.system_fingerprint;
  return typeof fingerprint === "string" ? fingerprint : null;
}

/** A sample's scores by scorer; logs of version 1 have one without a name. */
export function logScores({ scores, score }: LogSample, firstScorer: string): Readonly<Record<string, LogScore>> {
  return scores ?? (score ? { [firstScorer]: score } : {});
}

/** A sample's scores by column. A number outside 0…1 is null: it needs a scale. */
export function scoreRecords(scores: Readonly<Record<string, LogScore>>, scale: Scale): Record<string, ScoreRecord> {
  return Object.fromEntries(
    Object.entries(scores).flatMap(([scorer, score]) =>
      scoreValues(scorer, score).map(({ column, value, reason }) => {
        const scaled = value === null ? null : value / (scale[column] ?? scale[scorer] ?? 1);
        const isInside = scaled !== null && scaled >= 0 && scaled <= 1;
        const why = reason ?? (isInside || value === null ? score.explanation : `${value} is not from 0 to 1`);
        return [
          column,
          {
            value: isInside ? scaled : null,
            ...(typeof why === "string" && { reason: why }),
            ...(typeof score.answer === "string" && { answer: score.answer }),
          },
        ] as const;
      }),
    ),
  );
}

/** Long texts are stored separately in the sample, with `attachment://…` in their places. */
function resolved(sample: LogSample): LogSample {
  const { attachments } = sample;
  if (!attachments || Object.keys(attachments).length === 0) return sample;
  const resolve = (value: unknown): unknown => {
    if (typeof value === "string") {
      return value.startsWith("attachment://") ? (attachments[value.slice("attachment://".length)] ?? value) : value;
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member)]));
  };
  const { events: _, transcript: __, attachments: ___, ...rest } = sample;
  return { ...sample, ...(resolve(rest) as object) } as LogSample;
}
