import { styleText } from "node:util";
import { expect, test } from "vitest";
import { cleanOutput } from "./clean-output.ts";

test("colours of the program stay on a terminal that shows them, and all else of a text is made visible", () => {
  const text = `${styleText("red", "error", { validateStream: false })} fp\u001b]0;x\u0007\u001b[2J\n::error::y`;
  expect(cleanOutput(text, true)).toBe(
    `${styleText("red", "error", { validateStream: false })} fp\\u001b]0;x\\u0007\\u001b[2J\n\\u003a:error::y`,
  );
  expect(cleanOutput(text, false)).not.toContain("\u001b");
});

test("a command is no command after a colour either", () => {
  expect(cleanOutput("\u001b[31m::error::x", false)).toBe("\\u001b[31m::error::x");
});
