import { type BatchService, ModelError } from "@sameseed/core";
import { cleanError, type ErrorWords } from "../wires/service-error.ts";
import type { Redactor } from "../transport/redact.ts";

/** The batches of a service without the secrets that it may echo, in answers as in errors. */
export function cleanBatches(service: BatchService, words: ErrorWords & Pick<Redactor, "cleanAnswer">): BatchService {
  const { clean, cleanAnswer } = words;
  const cleaned = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw error instanceof ModelError ? cleanError(error, words) : error;
    }
  };
  return {
    ...service,
    submit: (lines, key) => cleaned(service.submit(lines, key)),
    find: (key) => cleaned(service.find(key)),
    async poll(batch) {
      const state = await cleaned(service.poll(batch));
      if (state.status !== "refused") return state;
      const lines = state.lines.map(({ place, message }) => ({ place, message: clean(message) }));
      return { status: "refused", message: clean(state.message), lines };
    },
    async *collect(batch) {
      for await (const answer of service.collect(batch)) {
        yield answer.status === "answered"
          ? { ...answer, completion: cleanAnswer(answer.completion) }
          : { ...answer, error: cleanError(answer.error, words) };
      }
    },
  };
}
