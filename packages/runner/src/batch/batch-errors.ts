import { type ErrorKind, ModelError, option, SameseedError, thrownText } from "@sameseed/core";

const NOT_SENT: readonly ErrorKind[] = ["rate_limited", "unreachable"];
const AMBIGUOUS: readonly ErrorKind[] = ["connection", "server", "timeout"];

/** Whether the service may have taken the batch, although its response is missing. */
export function mayHaveArrived(error: unknown): boolean {
  return isUnreadable(error) || (error instanceof ModelError && AMBIGUOUS.includes(error.kind));
}

/** Whether the service is only unavailable for now, or reports that. */
export function mayPass(error: unknown): boolean {
  return error instanceof ModelError && [...AMBIGUOUS, ...NOT_SENT].includes(error.kind);
}

/** A response in another form than the service's reference gives, such as the page of a proxy. */
export function isUnreadable(error: unknown): boolean {
  if (error instanceof SameseedError) return false;
  return !(error instanceof ModelError) || error.kind === "invalid_response";
}

/** The error of a batch that may be with the service: its requests are not sent again, for they would be paid for twice. */
export function lasting(thrown: unknown, cause: unknown = thrown): ModelError {
  const { kind, message, status } = modelError(thrown);
  const why = cause === thrown ? "" : ` Searching for it failed: ${ended(modelError(cause).message)}`;
  const collect = `The batch may be with the service; ${option("resume")} with ${option("retryErrors")} collects it.`;
  return new ModelError(kind, `${ended(message)}${why} ${collect}`, { status, isLasting: true, cause });
}

function ended(message: string): string {
  return message.replace(/[^.]$/, "$&.");
}

export function modelError(thrown: unknown): ModelError {
  if (thrown instanceof ModelError) return thrown;
  if (thrown instanceof SameseedError) return new ModelError("other", thrown.message, { isLasting: true });
  return new ModelError("invalid_response", `The service's answer on a batch has another form: ${thrownText(thrown)}`);
}
