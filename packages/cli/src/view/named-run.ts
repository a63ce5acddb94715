import { findRun, type RunFolder } from "@sameseed/runner";
import { warn } from "../terminal/tell.ts";

/** The run that a command names, see `findRun`. Warns of damaged runs that `latest` passes over. */
export function namedRun(results: string, reference: string): Promise<RunFolder> {
  return findRun(results, reference, ({ message }) => warn(`${message} Passed over.`));
}
