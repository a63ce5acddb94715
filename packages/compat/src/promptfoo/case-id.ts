import { contentHash } from "@sameseed/core";
import type { Fields } from "./reading.ts";

/** The description where the test has one, else a hash of the vars: ids that survive a test put before it. */
export function idOf({ description }: Fields, vars: Fields): string {
  return typeof description === "string" && description.trim() !== "" && !/^Row #\d+$/.test(description)
    ? description.trim().replaceAll(/\s+/g, " ").slice(0, 80)
    : `case-${contentHash(jsonOf(vars)).slice(0, 12)}`;
}

/** Dates and the like as JSON has them; what has no value is left out. */
export function jsonOf(value: Fields): Fields {
  return JSON.parse(JSON.stringify(value)) as Fields;
}
