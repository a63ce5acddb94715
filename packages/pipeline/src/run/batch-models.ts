import type { BatchService, Model } from "@sameseed/core";
import { batched, type BatchLog, openBatchLog } from "@sameseed/runner";
import type { BatchOptions } from "./open-execution.ts";

/** The models of a run over batches. */
export interface BatchModels {
  /** The model over its service's batches; unchanged if it has no batches or they are not requested. */
  of(model: Model): Model;
  has(model: Model): boolean;
  /** Opens the log of sent batches. Errors: `BAD_RUN` for a damaged one. */
  open(file: string): Promise<void>;
  close(): void;
}

export function batchModels(options: BatchOptions | undefined): BatchModels {
  const log = Promise.withResolvers<BatchLog>();
  log.promise.catch(() => {}); // the sender gets the error
  const services = new Map<Model, BatchService | null>();
  const made = new Map<Model, Model>();
  let opened: BatchLog | undefined;
  const serviceOf = (model: Model): BatchService | null => {
    if (options === undefined) return null;
    const known = services.get(model);
    if (known !== undefined) return known;
    const service = model.batches?.() ?? null;
    services.set(model, service);
    return service;
  };
  return {
    of(model) {
      const service = serviceOf(model);
      if (service === null) return model;
      const known = made.get(model) ?? batched(model, service, { ...options, log: log.promise });
      made.set(model, known);
      return known;
    },
    has: (model) => serviceOf(model) !== null,
    async open(file) {
      if (made.size === 0) return;
      try {
        opened = await openBatchLog(file);
        log.resolve(opened);
      } catch (error) {
        log.reject(error);
        throw error;
      }
    },
    close() {
      for (const model of made.values()) void model.close?.();
      void opened?.close();
    },
  };
}
