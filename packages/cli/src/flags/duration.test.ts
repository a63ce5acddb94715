import { expect, test } from "vitest";
import { durationMs } from "./duration.ts";

test.each<[string, number | undefined]>([
  ["500ms", 500],
  ["90s", 90_000],
  ["10m", 600_000],
  ["1h30m", 5_400_000],
  ["14d", 1_209_600_000],
  ["1.5s", 1500],
  ["0s", undefined],
  ["10", undefined],
  ["10 m", undefined],
  ["m", undefined],
  ["-5s", undefined],
])("%s is %s ms", (text, ms) => expect(durationMs(text)).toBe(ms));
