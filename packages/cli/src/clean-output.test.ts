import { styleText } from "node:util";
import { expect, test, vi } from "vitest";
import { cleanOutput, printCleanly } from "./clean-output.ts";

test("keeps the program's colours on a terminal, and makes other control characters visible", () => {
  const text = `${styleText("red", "error", { validateStream: false })} fp\u001b]0;x\u0007\u001b[2J\n::error::y`;
  expect(cleanOutput(text, true)).toBe(
    `${styleText("red", "error", { validateStream: false })} fp\\u001b]0;x\\u0007\\u001b[2J\n\\u003a:error::y`,
  );
  expect(cleanOutput(text, false)).not.toContain("\u001b");
});

test("a CI command is not recognized after a colour either", () => {
  expect(cleanOutput("\u001b[31m::error::x", false)).toBe("\\u001b[31m::error::x");
});

test("prints all of a script's values, objects as Node does, without control characters", () => {
  const written: string[] = [];
  const own = { ...console };
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  try {
    printCleanly();
    console.log("seen", 2, { id: "a\u001B[31m" });
    console.info("%s of %d", "one", 3);
    console.log();
    console.log("100 % of %s");
  } finally {
    write.mockRestore();
    Object.assign(console, own);
  }
  expect(written).toEqual(["seen 2 { id: 'a\\x1B[31m' }\n", "one of 3\n", "\n", "100 % of %s\n"]);
});
