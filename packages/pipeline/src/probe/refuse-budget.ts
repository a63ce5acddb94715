import { SameseedError } from "@sameseed/core";

/** A limit that leaves no room for a single answer. */
export function refuseBudget(stoppedBy: string): never {
  throw new SameseedError("BAD_ARGUMENT", `Stopped before the first answer by ${stoppedBy}.`, {
    hint: "Nothing was written. Raise the limit.",
  });
}
