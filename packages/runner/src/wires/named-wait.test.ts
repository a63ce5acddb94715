import { expect, test } from "vitest";
import { namedWaitMs } from "./named-wait.ts";

test.each([
  ["Please try again in 6m38.304s. Need more?", 398_304],
  ["Please try again in 345ms.", 345],
  ["Please try again in 1h2m.", 3_720_000],
  ["Please retry after 26 seconds.", 26_000],
  ["Please retry after 1 second.", 1000],
  ["Please wait 84930 seconds before retrying.", 84_930_000],
  ["Please wait before trying again.", undefined],
  ["Please try again later.", undefined],
  ["Rate limit reached. Please try again in 2 minutes.", 120_000],
  ["Please retry after 37s", 37_000],
  ["Please retry in 46.072754265s.", 46_072.754265],
  ["try again in 1h2m3s", 3_723_000],
  ["Try again in 500ms.", 500],
  ["Please try again in 250 milliseconds.", 250],
  ["Rate limit is exceeded. Try again in 2 seconds.", 2000],
  ["Please retry after 86400 seconds. Please contact Azure support", 86_400_000],
  ["Please wait 42 seconds before retrying.", 42_000],
  ["Please wait for 1 minute, then try again.", 60_000],
  ["Try again in about 1 minute and 30 seconds", 90_000],
  ["Your limit resets in: 1 hour, 5 mins", 3_900_000],
  ["Please try again in 1 day.", 86_400_000],
  ["Please try again in 1m0.363142857s. Visit", 60_363.142857],
  ["Try again in 5 meters.", undefined],
  ["Try again in 3 models.", undefined],
  ["Please try again in 99999999999 seconds.", undefined],
  ["You may try again in a few minutes.", undefined],
  ["The wait was 5s-long.", undefined],
  ["Retry after 2026-01-01.", undefined],
])("%s names %s ms", (said, waitMs) => {
  expect(namedWaitMs(said)).toBe(waitMs);
});
