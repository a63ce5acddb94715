import type { TestCase } from "@sameseed/core";
import { expect, test } from "vitest";
import { SharedCases } from "./shared-cases.ts";

function counted(count: number): { opened: number; read: number; ended: number; cases(): AsyncGenerator<TestCase> } {
  const dataset = {
    opened: 0,
    read: 0,
    ended: 0,
    async *cases(): AsyncGenerator<TestCase> {
      dataset.opened++;
      try {
        for (let number = 0; number < count; number++) {
          dataset.read++;
          yield { id: `c${number}`, vars: {} };
        }
      } finally {
        dataset.ended++;
      }
    },
  };
  return dataset;
}

async function ids(cases: AsyncIterable<TestCase>): Promise<string[]> {
  return (await Array.fromAsync(cases)).map(({ id }) => id);
}

test.each([0, 1, 1024, 2048, 5000])("three readers of %i cases read them once, all in order", async (count) => {
  const dataset = counted(count);
  const shared = new SharedCases(() => dataset.cases());
  const read = await Promise.all([ids(shared.cases()), ids(shared.cases()), ids(shared.cases())]);
  const all = Array.from({ length: count }, (_, number) => `c${number}`);
  expect(read).toEqual([all, all, all]);
  expect(dataset).toMatchObject({ opened: 1, read: count });
});

test("a reader that starts late gets all cases by a separate reading", async () => {
  const dataset = counted(5000);
  const shared = new SharedCases(() => dataset.cases());
  expect(await ids(shared.cases())).toHaveLength(5000);
  expect(await ids(shared.cases())).toEqual(Array.from({ length: 5000 }, (_, number) => `c${number}`));
  expect(dataset.opened).toBe(2);
});

test("a reader that stops early does not stop others", async () => {
  const dataset = counted(3000);
  const shared = new SharedCases(() => dataset.cases());
  const first = async (): Promise<string> => {
    for await (const { id } of shared.cases()) return id;
    return "none";
  };
  const [one, all] = await Promise.all([first(), ids(shared.cases())]);
  expect(one).toBe("c0");
  expect(all).toHaveLength(3000);
});

test("cases without readers are not opened, and abandoned readings are closed", async () => {
  const dataset = counted(3000);
  await new SharedCases(() => dataset.cases()).close();
  expect(dataset.opened).toBe(0);
  const shared = new SharedCases(() => dataset.cases());
  for await (const _ of shared.cases()) break;
  await shared.close();
  expect(dataset).toMatchObject({ opened: 1, read: 1, ended: 1 });
});

test("an error of the dataset reaches every reader", async () => {
  const shared = new SharedCases(async function* () {
    yield { id: "a", vars: {} };
    throw new Error("line 2 is broken");
  });
  const results = await Promise.allSettled([ids(shared.cases()), ids(shared.cases())]);
  expect(results.map((result) => result.status === "rejected" && (result.reason as Error).message)).toEqual([
    "line 2 is broken",
    "line 2 is broken",
  ]);
});
