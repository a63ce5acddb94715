import { expect, test } from "vitest";
import { proofTable } from "./proof.ts";

test("a figure is equal when it rounds to the published one, and a difference is reported", () => {
  const proof = { what: "model on set", source: "paper", published: "80.06 %", n: 1319 };
  expect(
    proofTable([
      { ...proof, ours: "80.06 %" },
      { ...proof, ours: "80.14 %" },
    ]),
  ).toBe(
    `| what | published by | n | published | ours | equal |
| --- | --- | --- | --- | --- | --- |
| model on set | paper | 1,319 | 80.06 % | 80.06 % | yes |
| model on set | paper | 1,319 | 80.06 % | 80.14 % | no |
`,
  );
});
