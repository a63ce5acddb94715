import type { Completion, ModelRequest } from "./model.ts";
import type { ModelError } from "./outcome.ts";

/** A request in a batch, under a name that is the same each time the run is resumed. */
export interface BatchRequest {
  /** Letters and digits, 64 characters at most. */
  readonly id: string;
  readonly request: ModelRequest;
}

/** The result of one request of a batch. */
export type BatchAnswer = { readonly id: string } & (
  | { readonly status: "answered"; readonly completion: Completion }
  | { readonly status: "failed"; readonly error: ModelError }
);

/** How far a batch is. */
export type BatchState =
  | { readonly status: "running"; readonly done: number; readonly total: number }
  /** Answers can be collected; a batch that expired or was cancelled may have few. */
  | { readonly status: "ended"; readonly isExpired: boolean }
  /** The service refused the batch. `lines`: its messages for single requests, by their position from 0. */
  | {
      readonly status: "refused";
      readonly message: string;
      readonly lines: readonly { readonly place: number; readonly message: string }[];
    };

/** A service that answers many requests within a day, at half the price: submit → poll → collect. */
export interface BatchService {
  readonly mostRequests: number;
  /** Bytes of all requests of a batch together, as JSON. */
  readonly mostBytes: number;
  /** The JSON of one request, to count its bytes. */
  lineOf(request: BatchRequest): string;
  /** Sends a batch under sameseed's key; resolves with the service's name for it. Errors: `ModelError`. */
  submit(lines: readonly string[], key: string): Promise<string>;
  /** The batch with this key; null where there is no such batch or the service cannot list batches. */
  find(key: string): Promise<string | null>;
  poll(batch: string): Promise<BatchState>;
  /** The answers, in any order; a request without one was not answered. */
  collect(batch: string): AsyncIterable<BatchAnswer>;
}
