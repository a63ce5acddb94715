import { gapChecks } from "../compare/gap.ts";
import { type Check, exitCodeOf, gateChecks, type GateOptions, sliceChecks } from "../compare/gate.ts";
import type { ComparedRuns } from "../compare/compare-run.ts";

/** Rules of a gate: its mode, its metric, and its tolerance. */
export interface GateRules extends Partial<GateOptions> {
  /** Pass although the run lacks variants, metrics or cases that it is compared with. */
  readonly allowMissing?: boolean | undefined;
}

/** The result of a gate, with all its checks. */
export interface GateResult {
  /** `undecided`: no check failed, but at least one could not be decided with this data. */
  readonly result: "passed" | "failed" | "undecided";
  /** One check per comparison and metric, and one per missing variant, metric or case; with a message each. */
  readonly checks: readonly Check[];
}

/** Checks comparisons against a gate, like `sameseed compare --gate`. Default mode: `fail-on-worse`. */
export function gate(compared: ComparedRuns, rules: GateRules = {}): GateResult {
  const { mode = "fail-on-worse", allowMissing = false, ...rest } = rules;
  const checks = [
    ...gateChecks(compared, { ...rest, mode }),
    ...(allowMissing ? [] : gapChecks(compared.gaps)),
    ...sliceChecks(compared.slices),
  ];
  return { result: resultOf(checks), checks };
}

function resultOf(checks: readonly Check[]): GateResult["result"] {
  const code = exitCodeOf(checks);
  return code === 1 ? "failed" : code === 3 ? "undecided" : "passed";
}
