import { fake } from "@sameseed/runner";
import { equals } from "@sameseed/scorer";
import { expect, test } from "vitest";
import { runWorker } from "./queue-worker.ts";

const RUN = { token: "t", runId: "r", name: "n", hash: "none", version: "0.0.0", settings: {} };
const ABSENT = "redis://127.0.0.1:1";

function definitionWith(onCase: (number: number) => void) {
  const cases = {
    id: "many.jsonl",
    async *cases() {
      for (let number = 0; number < 1000; number++) {
        onCase(number);
        yield { id: `c${number}`, vars: {}, expected: "x" };
      }
    },
  };
  const prompts = [{ id: "p", text: "Say x." }];
  return { name: "n", cases, prompts, models: [fake("m", () => "x")], scorers: [equals()] };
}

test("a worker that is stopped while it checks its cases ends at once", async () => {
  const stopped = new AbortController();
  let read = 0;
  const definition = definitionWith((number) => {
    read = number;
    if (number === 10) stopped.abort();
  });
  const options = { url: ABSENT, run: RUN, settings: {}, stop: stopped.signal };
  expect(await runWorker(definition, options)).toEqual({ rows: 0, failed: 0, isRunOver: false });
  expect(read).toBe(10);
});

test("a worker is ready only if its benchmark is the run's", async () => {
  let isReady = false;
  const options = { url: ABSENT, run: RUN, settings: {}, onReady: () => void (isReady = true) };
  await expect(
    runWorker(
      definitionWith(() => {}),
      options,
    ),
  ).rejects.toMatchObject({ code: "BAD_RUN" });
  expect(isReady).toBe(false);
});
