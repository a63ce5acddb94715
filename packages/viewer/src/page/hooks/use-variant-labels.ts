import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { VariantLabel } from "../../models/variant-labels.ts";

/** How the variants of the run on the page are written, by id; empty where there is no one run. */
export const VariantLabels = createContext<ReadonlyMap<string, VariantLabel>>(new Map());

export function useVariantLabels(): ReadonlyMap<string, VariantLabel> {
  return useContext(VariantLabels);
}
