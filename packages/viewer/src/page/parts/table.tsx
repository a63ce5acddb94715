import type { ComponentChildren, JSX } from "preact";

export interface TableProps {
  /** Name of the region that scrolls sideways on a narrow screen. */
  readonly label: string;
  /** Texts and heads in their order; false for a column that this table lacks. */
  readonly columns: readonly (string | JSX.Element | false)[];
  readonly class?: string;
  /** Class of the region. */
  readonly region?: string;
  /** Rows of the body. */
  readonly children: ComponentChildren;
  /** Notes below the table. */
  readonly after?: ComponentChildren;
}

export function Table({ label, columns, class: name = "board", region, children, after }: TableProps): JSX.Element {
  return (
    <div class={region === undefined ? "scroll" : `scroll ${region}`} tabIndex={0} role="region" aria-label={label}>
      <table class={name}>
        <thead>
          <tr>{columns.map((column) => (typeof column === "string" ? <th scope="col">{column}</th> : column))}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      {after}
    </div>
  );
}

/** The head of a column of numbers. */
export function numberHead(name: ComponentChildren): JSX.Element {
  return (
    <th scope="col" class="number">
      {name}
    </th>
  );
}
