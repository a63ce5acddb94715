import { contentHash, thrownText } from "@sameseed/core";
import type { Place } from "./place.ts";
import { type Fields, mistake } from "./reading.ts";

/** The description where the test has one, else a hash of the vars, which are JSON: ids that survive a test put before it. */
export function idOf({ description }: Fields, vars: Fields): string {
  return typeof description === "string" && description.trim() !== "" && !/^Row #\d+$/.test(description)
    ? description.trim().replaceAll(/\s+/g, " ").slice(0, 80)
    : `case-${contentHash(vars).slice(0, 12)}`;
}

/**
 * Dates and similar values as in JSON; undefined members are left out. Errors: `BAD_BENCHMARK` for values
 * that JSON cannot represent.
 */
export function jsonOf(value: Fields, place: Place): Fields {
  try {
    return JSON.parse(JSON.stringify(value)) as Fields;
  } catch (cause) {
    const problem = thrownText(cause).split("\n", 1)[0]!.replace(/\.$/, "");
    throw mistake(place, `a value cannot be stored as JSON: ${problem}`, "Use texts, numbers, lists and objects.");
  }
}
