import type { JSX } from "preact";
import { type Manifest, manifestParameters, parameterNotes, parameterRows } from "@sameseed/core";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { Table } from "../parts/table.tsx";

/** The handling of each parameter of each model: sent, left to the provider's default, refused or ignored. */
export function ParameterUses({ manifest }: { readonly manifest: Manifest }): JSX.Element | null {
  const models = manifestParameters(manifest);
  const byModel = [...Map.groupBy(parameterRows(models), ({ model }) => model)];
  const [first] = byModel;
  if (first === undefined) return null;
  const notes = parameterNotes(models);
  return (
    <Section title="Parameters by model" note="How each service handles the seed and the parameters.">
      <Table label="Parameters by model" columns={["Model", "Service", ...first[1].map(({ parameter }) => parameter)]}>
        {byModel.map(([model, rows]) => (
          <tr key={model}>
            <th scope="row">
              <Untrusted text={model} />
            </th>
            <td>
              <Untrusted text={rows[0]!.service} />
            </td>
            {rows.map(({ parameter, fate, use }) => (
              <td key={parameter} class={fate === "refused" || fate === "ignored" ? "differs" : ""}>
                <Untrusted text={use} />
              </td>
            ))}
          </tr>
        ))}
      </Table>
      {notes.length > 0 && (
        <ul class="notes">
          {notes.map((note) => (
            <li key={note}>
              <Untrusted text={note} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
