import { quickCheck, Row } from "@sameseed/core";

const check = quickCheck(Row);

/**
 * True only for what core's schema `Row` takes, in a fraction of its time: what a run wrote is read back many times.
 * False says nothing: the schema decides, and says what is wrong.
 */
export function isRow(value: unknown): value is Row {
  return check(value);
}
