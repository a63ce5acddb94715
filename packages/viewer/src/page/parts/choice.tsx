import type { JSX } from "preact";
import { useRef } from "preact/hooks";

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, name: string])[];
  readonly onChange: (value: T) => void;
}

/** A choice by mouse releases the focus: the next key belongs to the view. By keyboard, the focus stays. */
export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>): JSX.Element {
  const isPointed = useRef(false);
  return (
    <label class="choice">
      <span>{label}</span>
      <select
        value={value}
        onPointerDown={() => (isPointed.current = true)}
        onKeyDown={() => (isPointed.current = false)}
        onBlur={() => (isPointed.current = false)}
        onChange={({ currentTarget }) => {
          if (isPointed.current) currentTarget.blur();
          onChange(currentTarget.value as T);
        }}
      >
        {options.map(([key, name]) => (
          <option key={key} value={key} selected={key === value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
