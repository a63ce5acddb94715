import type { JSX } from "preact";
import type { Manifest } from "@sameseed/core";
import { count, duration } from "../../models/format.ts";
import { workerRows } from "../../models/worker-rows.ts";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { numberHead, Table } from "../parts/table.tsx";

/** The workers of a run over several machines: trials, failures and pace of each. Empty for a run of one machine. */
export function WorkerTable({ manifest }: { readonly manifest: Manifest }): JSX.Element | null {
  const rows = workerRows(manifest);
  if (rows.length === 0) return null;
  return (
    <Section title="Workers" note="A silent worker stopped responding; other workers took over its trials.">
      <Table
        label="Workers"
        columns={["Worker", "State", ...["In flight at most", "Trials", "Failed", "Trials/s", "Time"].map(numberHead)]}
      >
        {rows.map((row, place) => (
          <tr key={place}>
            <th scope="row">
              <Untrusted text={row.name} />
            </th>
            <td>{row.state}</td>
            <td class="number">{count(row.concurrency)}</td>
            <td class="number">{count(row.trials)}</td>
            <td class="number">{count(row.failed)}</td>
            <td class="number">{row.perSecond !== null && count(row.perSecond)}</td>
            <td class="number">{duration(row.ms)}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
