import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { gitCommit } from "./git-commit.ts";

const hasGit = spawnSync("git", ["--version"]).error === undefined;

let folder = "";

beforeEach(() => {
  for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_CEILING_DIRECTORIES"])
    vi.stubEnv(name, undefined);
  folder = mkdtempSync(join(realpathSync(tmpdir()), "git-commit-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Without the git settings of this machine. */
function git(...args: readonly string[]): string {
  const who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main"];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  return execFileSync("git", [...who, ...args], { cwd: folder, env, encoding: "utf8", stdio: "pipe" }).trim();
}

function committed(): string {
  git("init", "--quiet");
  git("commit", "--quiet", "--allow-empty", "--message", "one");
  return git("rev-parse", "HEAD");
}

describe.runIf(hasGit)("the commit of a repository (needs git)", () => {
  test("null outside of a repository, and before the first commit", async () => {
    expect(await gitCommit(folder)).toBeNull();
    git("init", "--quiet");
    expect(await gitCommit(folder)).toBeNull();
  });

  test("reads a branch, a branch in a folder and a commit without a branch, also from a folder below", async () => {
    const commit = committed();
    mkdirSync(join(folder, "a/b"), { recursive: true });
    vi.stubEnv("PATH", ""); // without a process of git
    expect([await gitCommit(folder), await gitCommit(join(folder, "a/b"))]).toEqual([commit, commit]);
    vi.unstubAllEnvs();
    git("checkout", "--quiet", "-b", "fix/some-thing");
    git("commit", "--quiet", "--allow-empty", "--message", "two");
    const second = git("rev-parse", "HEAD");
    vi.stubEnv("PATH", "");
    expect(await gitCommit(folder)).toBe(second);
    vi.unstubAllEnvs();
    git("checkout", "--quiet", "--detach", commit);
    vi.stubEnv("PATH", "");
    expect(await gitCommit(folder)).toBe(commit);
  });

  test("asks git about packed references, worktrees, bare repositories and GIT_DIR", async () => {
    const commit = committed();
    git("worktree", "add", "--quiet", "tree");
    git("clone", "--quiet", "--bare", ".", "bare");
    expect(await gitCommit(join(folder, "tree"))).toBe(commit);
    expect(await gitCommit(join(folder, "bare"))).toBe(commit);
    git("pack-refs", "--all");
    expect(await gitCommit(folder)).toBe(commit);
    git("commit", "--quiet", "--allow-empty", "--message", "two");
    vi.stubEnv("GIT_DIR", join(folder, "bare"));
    expect(await gitCommit(folder)).toBe(commit);
  });

  test("null for a repository that is damaged", async () => {
    committed();
    writeFileSync(join(folder, ".git/HEAD"), "ref: refs/heads/../../../secret\n");
    expect(await gitCommit(folder)).toBeNull();
  });
});
