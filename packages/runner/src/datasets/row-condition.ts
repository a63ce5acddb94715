import { isBlank, SameseedError, textOf } from "@sameseed/core";

/** Condition on a field: a value, a list of alternatives, or an object of conditions that must all hold. */
export type RowCondition =
  | Scalar
  | readonly Scalar[]
  | {
      /** None of these values. `""` means a field that is missing or blank. */
      readonly not?: Scalar | readonly Scalar[] | undefined;
      /** Whether the field is missing, null or blank. */
      readonly empty?: boolean | undefined;
      /** Both ends are included. Numbers compare as numbers, text such as ISO dates as text. */
      readonly min?: number | string | undefined;
      readonly max?: number | string | undefined;
    };
type Scalar = string | number | boolean | null;

/** A condition ready to test values, and its form in messages: `"open" or "new"`, `not "spam"`, `from 3 to 5`. */
export interface CompiledCondition {
  readonly text: string;
  /** `undefined` for a field that the row lacks. */
  test(value: unknown): boolean;
}

/** Errors: `BAD_BENCHMARK` for an object without a known condition. */
export function rowCondition(path: string, condition: unknown): CompiledCondition {
  if (typeof condition !== "object" || condition === null || Array.isArray(condition)) return oneOf(condition);
  const { not, empty, min, max, ...others } = condition as Record<string, unknown>;
  const parts = [
    ...(not === undefined ? [] : [opposite(oneOf(not))]),
    ...(empty === undefined ? [] : [empty === false ? opposite(oneOf("")) : oneOf("")]),
    ...(min === undefined && max === undefined ? [] : [between(min, max)]),
  ];
  if (parts.length > 0 && Object.keys(others).length === 0)
    return {
      text: parts.map(({ text }) => text).join(" and "),
      test: (value) => parts.every((one) => one.test(value)),
    };
  throw new SameseedError("BAD_BENCHMARK", `where: "${path}" has no known condition.`, {
    hint: `Write a value, a list of values, or {not: …}, {empty: false}, {min: 1, max: 5}; a field inside a field is a path such as ${path}.name.`,
  });
}

function oneOf(given: unknown): CompiledCondition {
  const values = [given].flat();
  const texts = new Set(values.filter((value) => !isBlank(value)).map(textOf));
  const takesBlank = values.some(isBlank);
  return {
    text: values.map((value) => (isBlank(value) ? "empty" : JSON.stringify(textOf(value)))).join(" or "),
    test: (value) => (isBlank(value) ? takesBlank : texts.has(textOf(value))),
  };
}

function opposite({ text, test }: CompiledCondition): CompiledCondition {
  return { text: `not ${text}`, test: (value) => !test(value) };
}

function between(min: unknown, max: unknown): CompiledCondition {
  const from = min === undefined ? "" : `from ${textOf(min)}`;
  const to = max === undefined ? "" : `to ${textOf(max)}`;
  return {
    text: `${from} ${to}`.trim(),
    test: (value) => !isBlank(value) && reaches(value, min) && (max === undefined || reaches(max, value)),
  };
}

/** Whether `high` is at least `low`; as numbers where both are, else as text. */
function reaches(high: unknown, low: unknown): boolean {
  if (low === undefined) return true;
  const [left, right] = [Number(high), Number(low)];
  if (Number.isFinite(left) && Number.isFinite(right)) return left >= right;
  return Number.isFinite(left) === Number.isFinite(right) && textOf(high) >= textOf(low);
}
