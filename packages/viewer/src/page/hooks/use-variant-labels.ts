import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { VariantLabel } from "../../models/variant-labels.ts";

/** The labels of the page's variants, by id; empty without a single run. */
export const VariantLabels = createContext<ReadonlyMap<string, VariantLabel>>(new Map());

export function useVariantLabels(): ReadonlyMap<string, VariantLabel> {
  return useContext(VariantLabels);
}
