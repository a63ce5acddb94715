import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cacheFolder, isOwn } from "./compile-cache.ts";

let folder = "";
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "sameseed-test-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(process.platform === "win32")(
  "compiled code lies in the user's own cache folder, never in the temporary one",
  () => {
    expect(cacheFolder({ XDG_CACHE_HOME: "/home/me/.cache" })).toBe("/home/me/.cache/sameseed/compiled");
    expect(cacheFolder({ XDG_CACHE_HOME: "relative" })).toMatch(/\.cache\/sameseed\/compiled$/);
    expect(cacheFolder({})).not.toContain(tmpdir());
  },
);

test.skipIf(process.platform === "win32")(
  "a folder that others can write in, or that leads elsewhere, is not used",
  () => {
    const own = join(folder, "a", "compiled");
    expect(isOwn(own)).toBe(true);
    expect(statSync(own).mode & 0o777).toBe(0o700);
    chmodSync(own, 0o777);
    expect(isOwn(own)).toBe(false);
    mkdirSync(join(folder, "target"));
    symlinkSync(join(folder, "target"), join(folder, "link"));
    expect(isOwn(join(folder, "link"))).toBe(false);
    writeFileSync(join(folder, "file"), "");
    expect(isOwn(join(folder, "file", "compiled"))).toBe(false);
  },
);

/** The folder that a process keeps its compiled code in. */
function keptIn(home: string): string {
  const script = `import { keepCompiledCode } from ${JSON.stringify(join(import.meta.dirname, "compile-cache.ts"))};
keepCompiledCode();
console.log(process.env.NODE_COMPILE_CACHE);`;
  const { NODE_COMPILE_CACHE: _, ...environment } = process.env;
  const env = { ...environment, XDG_CACHE_HOME: home };
  const options = { env, encoding: "utf8", timeout: 30_000 } as const;
  return execFileSync(process.execPath, ["--input-type=module", "-e", script], options).trim();
}

test.skipIf(process.platform === "win32")("threads and programs that the process starts get the folder", () => {
  expect(keptIn(folder)).toBe(join(folder, "sameseed/compiled"));
});

test.runIf(process.platform === "linux")("an unwritable home folder does not block the start", () => {
  expect(keptIn("/proc/1")).toBe("undefined");
});
