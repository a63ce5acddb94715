import type { JSX } from "preact";
import { withToggled } from "../../models/case-view.ts";
import { amend } from "../hooks/use-route.ts";
import { VariantName } from "./variant-name.tsx";

export interface VariantChooserProps {
  readonly variants: readonly { readonly id: string; readonly prompt: string; readonly model: string }[];
  /** Positions of the variants that have a column. */
  readonly shown: readonly number[];
}

/** Which variants have a column. */
export function VariantChooser({ variants, shown }: VariantChooserProps): JSX.Element {
  return (
    <details class="chooser">
      <summary>
        <span class="label">Columns</span>
        <span class="button">
          {shown.length === variants.length ? `all ${variants.length}` : `${shown.length} of ${variants.length}`}
        </span>
      </summary>
      <ul>
        {variants.map((variant, position) => (
          <li key={variant.id}>
            <label>
              <input
                type="checkbox"
                checked={shown.includes(position)}
                onChange={() => amend({ hide: withToggled(shown, position, variants.length) })}
              />
              <VariantName {...variant} />
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}
