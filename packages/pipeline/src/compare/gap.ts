import { askedTrials, count, type Manifest, plural } from "@sameseed/core";
import type { Check } from "./gate.ts";

/** An expected part of a comparison that is missing and cannot be checked by a gate. */
export interface Gap {
  /** The missing part: `variant plain/nano`, `metric equals`, `cases`, `trials`. */
  readonly name: string;
  /** A sentence with the missing part and the check that it prevents. */
  readonly message: string;
}

/** One side of a comparison: its variants and metrics. */
export interface Side {
  /** How messages name it: `the baseline file`, or a run's id. */
  readonly label: string;
  readonly variants: readonly { readonly id: string; readonly control?: boolean | undefined }[];
  readonly scorers: readonly { readonly name: string }[];
}

/** The user's explicit choices: other parts are left out on purpose. */
interface Named {
  readonly baseline?: string | undefined;
  readonly metric?: string | undefined;
}

/**
 * Variants and metrics of the first side that the second lacks. If the two share no id and the user names the
 * baseline, every variant is compared with it and no part counts as missing.
 */
export function missingVariants(before: Side, after: Side, { baseline, metric }: Named): readonly Gap[] {
  const names = new Set(after.scorers.map(({ name }) => name));
  const absent = absentVariants(before, after);
  const isByHand = baseline !== undefined && absent.length === before.variants.filter(isArm).length;
  return [
    ...(isByHand
      ? []
      : absent.map((id) => ({
          name: `variant ${id}`,
          message: `${id} is in ${before.label} and not in ${after.label}: it was removed, filtered out or renamed.`,
        }))),
    ...before.scorers
      .filter(({ name }) => !names.has(name) && (metric === undefined || metric === name))
      .map(({ name }) => ({
        name: `metric ${name}`,
        message: `${before.label} was scored by ${name} and ${after.label} was not: nothing was compared on it.`,
      })),
  ];
}

function absentVariants(before: Side, after: Side): readonly string[] {
  const known = new Set(after.variants.map(({ id }) => id));
  return before.variants.filter((variant) => isArm(variant) && !known.has(variant.id)).map(({ id }) => id);
}

/** The A/A control does not count as a variant. */
function isArm({ control }: Side["variants"][number]): boolean {
  return control !== true;
}

/** Cases of the first side that the second lacks with the same content. */
export function missingCases(
  { before, matched }: { readonly before: number; readonly matched: number },
  [first, second]: readonly [string, string],
): readonly Gap[] {
  if (before <= matched) return [];
  return [
    {
      name: "cases",
      message: `${count(before - matched)} of ${plural(before, "case")} of ${first} are not in ${second} with the same content: left out.`,
    },
  ];
}

/** Trials that a run planned and never got. A sequential run that its rule ended is whole. */
export function missingTrials(
  manifest: Pick<Manifest, "runId" | "cases" | "repeats" | "counts" | "sequential">,
  rows: number,
): readonly Gap[] {
  const { runId, sequential } = manifest;
  const asked = askedTrials(manifest);
  if ((sequential?.stoppedAt ?? null) !== null || rows >= asked) return [];
  return [
    {
      name: "trials",
      message: `${count(asked - rows)} of ${plural(asked, "planned trial")} of ${runId} have no answer: the run is not complete.`,
    },
  ];
}

/** The group of the checks for missing parts. */
export const GAP_GROUP = "gate.coverage";

/** Every gap as an undecided check. */
export function gapChecks(gaps: readonly Gap[]): readonly Check[] {
  return gaps.map(({ name, message }) => ({ name, group: GAP_GROUP, result: "undecided", message }));
}
