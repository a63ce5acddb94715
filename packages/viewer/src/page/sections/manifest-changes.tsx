import type { JSX } from "preact";
import type { PromptChange, SettingChange } from "../../models/manifest-diff.ts";
import { answerDiff } from "../parts/answer-diff.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { Table } from "../parts/table.tsx";

/** The prompts that differ, side by side, with their words marked. */
export function PromptChangeList({ changes }: { readonly changes: readonly PromptChange[] }): JSX.Element {
  if (changes.length === 0) return <p class="note">The prompts are the same.</p>;
  return (
    <>
      {changes.map(({ id, before, after }) => (
        <article key={id} class="prompt-change">
          <h3>
            <Untrusted text={id} />
          </h3>
          <Sides before={before} after={after} />
        </article>
      ))}
    </>
  );
}

function Sides({ before, after }: Pick<PromptChange, "before" | "after">): JSX.Element {
  const diff = before === null || after === null ? null : answerDiff(before, after);
  const side = (text: string | null, place: 0 | 1): JSX.Element =>
    text === null ? (
      <p class="note">This run has no such prompt.</p>
    ) : (
      <div class="answer" dir="auto">
        {diff === null ? <Untrusted text={text} /> : diff[place]}
      </div>
    );
  return (
    <div class="sides">
      <section class="side" aria-label="Before">
        {side(before, 0)}
      </section>
      <section class="side" aria-label="After">
        {side(after, 1)}
      </section>
    </div>
  );
}

/** The settings that differ. */
export function SettingChangeTable({ changes }: { readonly changes: readonly SettingChange[] }): JSX.Element {
  if (changes.length === 0) return <p class="note">The settings are the same.</p>;
  return (
    <Table label="Settings that differ" columns={["Setting", "Before", "After"]}>
      {changes.map(({ name, before, after }) => (
        <tr key={name}>
          <th scope="row">
            <Untrusted text={name} />
          </th>
          <td>{before === null ? "–" : <Untrusted text={before} />}</td>
          <td>{after === null ? "–" : <Untrusted text={after} />}</td>
        </tr>
      ))}
    </Table>
  );
}
