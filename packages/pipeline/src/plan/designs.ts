import type { PlannedDesign, PlannedPower } from "@sameseed/analysis";
import { FEWEST_ADJUSTED, normPpf } from "@sameseed/stats";
import type { PowerSetting } from "./plan-power.ts";

/** In shares of the fixed number of cases, by numerical integration at 80 % power (`benches/sequential-designs.ts`). */
const SEQUENTIAL = { planned: 1.13, mean: 0.75, withoutDifference: 1.11 };
const WITH_DETECT = { planned: 1.14, mean: 0.73, withoutDifference: 0.84 };
/** The shares for pruning, by the number of variants that they apply to (`benches/pruning-designs.ts`). */
const PRUNED: readonly (readonly [variants: number, shares: typeof SEQUENTIAL])[] = [
  [3, { planned: 0.93, mean: 0.65, withoutDifference: 0.91 }],
  [4, { planned: 0.95, mean: 0.67, withoutDifference: 0.93 }],
  [6, { planned: 0.97, mean: 0.68, withoutDifference: 0.95 }],
  [8, { planned: 0.98, mean: 0.69, withoutDifference: 0.96 }],
  [12, { planned: 0.99, mean: 0.7, withoutDifference: 0.97 }],
  [16, { planned: 1.0, mean: 0.7, withoutDifference: 0.98 }],
];
const FEWEST_SEQUENTIAL = 50;
/** A verdict takes this many cases, however small the variance. */
export const FEWEST_CASES = 6;

export interface DesignSource {
  /** The fixed paired design at each number of repeats. */
  readonly power: readonly PlannedPower[];
  /** Variances of the case means of both variants; null where they are not known. */
  readonly variances: readonly [a: number, b: number] | null;
  /** Share of the variance that a past run as covariate saves; null without one. */
  readonly saved: number | null;
}

/** The cost of each design to detect the requested difference, sorted by the average number of requests. */
export function plannedDesigns(setting: PowerSetting, source: DesignSource): readonly PlannedDesign[] {
  const { variants, repeats, detect, alpha, power } = setting;
  if (detect === null) return [];
  const fixed = (kind: PlannedDesign["kind"], needed: number, draws: number): PlannedDesign => {
    const cases = Math.max(FEWEST_CASES, Math.ceil(needed));
    const requests = cases * draws * variants;
    return { kind, repeats: draws, cases, requests, meanRequests: requests, withoutDifference: requests };
  };
  const paired = source.power.flatMap(({ cases, repeats: draws }) =>
    cases === null ? [] : [fixed("paired", cases, draws)],
  );
  const own = paired.find((design) => design.repeats === repeats);
  const z = normPpf(1 - alpha / 2) + normPpf(power);
  const [varianceA, varianceB] = source.variances ?? [0, 0];
  const variance = varianceA + varianceB; // 0: a pilot with equal scores gives no information
  const unpaired = variance === 0 ? [] : [fixed("unpaired", (z ** 2 * variance) / detect ** 2, repeats)];
  const adjusted = Math.max(FEWEST_ADJUSTED, Math.ceil((own?.cases ?? 0) * (1 - (source.saved ?? 0))));
  const all = [
    ...unpaired,
    ...paired,
    ...(own === undefined ? [] : [...sequential(own, setting), ...pruning(own, setting)]),
    ...(own === undefined || adjusted >= own.cases ? [] : [fixed("covariate", adjusted, repeats)]),
  ];
  return all.toSorted((left, right) => left.meanRequests - right.meanRequests);
}

/**
 * The mean is that of two variants. With more variants the run continues until the last one is decided: the
 * mean is left out.
 */
function sequential(
  own: PlannedDesign,
  { variants, comparisons, repeats, isFixedSize = false }: PowerSetting,
): readonly PlannedDesign[] {
  if (isFixedSize || comparisons !== 1 || own.cases < FEWEST_SEQUENTIAL) return [];
  const shares = [
    ["sequential", SEQUENTIAL],
    ["detect", WITH_DETECT],
  ] as const;
  return shares.map(([kind, { planned, mean, withoutDifference }]) => {
    const cases = Math.ceil(own.cases * planned);
    const requests = cases * repeats * variants;
    const share = (part: number): number => Math.round(own.requests * part);
    return {
      kind,
      repeats,
      cases,
      requests,
      meanRequests: share(mean),
      withoutDifference: Math.min(requests, share(withoutDifference)),
    };
  });
}

/** Requests to find the best variant: one is better than all others by the requested difference, or all are equal. */
function pruning(
  own: PlannedDesign,
  { variants, comparisons, repeats, isFixedSize = false }: PowerSetting,
): readonly PlannedDesign[] {
  const contenders = comparisons + 1;
  const known = PRUNED.find(([most]) => contenders <= most);
  if (isFixedSize || comparisons < 2 || known === undefined || own.cases < FEWEST_SEQUENTIAL) return [];
  const { planned, mean, withoutDifference } = known[1];
  const cases = Math.ceil(own.cases * planned);
  const ofControl = cases * repeats * (variants - contenders); // the A/A control is never dropped
  const requestsAt = (share: number): number => Math.round(own.cases * repeats * contenders * share) + ofControl;
  const requests = cases * repeats * variants;
  return [
    {
      kind: "prune",
      repeats,
      cases,
      requests,
      meanRequests: Math.min(requests, requestsAt(mean)),
      withoutDifference: Math.min(requests, requestsAt(withoutDifference)),
    },
  ];
}
