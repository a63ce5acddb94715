import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { installedPackages } from "./install-size.ts";

const project = mkdtempSync(join(tmpdir(), "sameseed-size-"));
afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

test("counts the package and its required dependencies once, nested ones too, and no optional ones", () => {
  const ours = JSON.stringify({ dependencies: { big: "1", small: "1" }, peerDependencies: { peer: "1" } });
  const big = JSON.stringify({ dependencies: { small: "2" } });
  write("node_modules/ours/package.json", ours);
  write("node_modules/big/package.json", big);
  write("node_modules/big/data.bin", "x".repeat(1000));
  write("node_modules/big/node_modules/small/package.json", "{}");
  write("node_modules/small/package.json", "{}  ");
  write("node_modules/peer/package.json", "{}");
  expect(installedPackages(project, "ours")).toEqual([
    { name: "big", bytes: big.length + 1000 },
    { name: "ours", bytes: ours.length },
    { name: "small", bytes: 4 },
    { name: "small", bytes: 2 },
  ]);
  expect(() => installedPackages(project, "theirs")).toThrow("theirs is not installed.");
});
