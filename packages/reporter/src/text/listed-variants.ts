import { count, type VariantSummary } from "@sameseed/core";

/** Variants that a sentence names; of more the tables have the figures. */
export const LISTED_VARIANTS = 3;
export const MOST_LISTED_VARIANTS = 4;

/** One sentence on all variants that it concerns; none where it concerns no variant. */
export function listed(
  sentence: string,
  variants: readonly VariantSummary[],
  valueOf: (variant: VariantSummary) => string | null,
): string[] {
  const parts = variants.flatMap((variant) => {
    const value = valueOf(variant);
    return value === null ? [] : [`${variant.variant} ${value}`];
  });
  if (parts.length === 0) return [];
  if (parts.length <= MOST_LISTED_VARIANTS) return [`${sentence}: ${parts.join(", ")}.`];
  const more = parts.length - LISTED_VARIANTS;
  return [`${sentence}: ${parts.slice(0, LISTED_VARIANTS).join(", ")}, and of ${count(more)} more variants.`];
}

export function countOrNull(value: number): string | null {
  return value > 0 ? count(value) : null;
}
