import { quickCheck, Row } from "@sameseed/core";

const check = quickCheck(Row);

/**
 * True only for values that core's schema `Row` accepts, in a fraction of its time, since stored rows are
 * read many times. After false, the schema decides and reports the errors.
 */
export function isRow(value: unknown): value is Row {
  return check(value);
}
