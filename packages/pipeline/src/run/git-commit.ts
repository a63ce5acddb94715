import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** They move the repository, or where git looks for it. */
const SETTINGS = ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_CEILING_DIRECTORIES"];
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * The commit that is checked out in a folder; null outside of repositories and before the first commit. Reads the
 * files of a usual repository, which takes much less CPU time than to start git.
 * Other forms, such as worktrees and packed references, are left to git.
 */
export async function gitCommit(folder: string): Promise<string | null> {
  const found = SETTINGS.some((name) => process.env[name] !== undefined) ? undefined : storedCommit(folder);
  if (found !== undefined) return found;
  const { stdout } = await promisify(execFile)("git", ["rev-parse", "HEAD"], { cwd: folder }).catch(() => ({
    stdout: "",
  }));
  return stdout.trim() || null;
}

/** Null outside of repositories, and undefined where only git can tell. */
function storedCommit(folder: string): string | null | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return commitIn(join(at, ".git"));
    if (existsSync(join(at, "HEAD"))) return undefined; // a bare repository
    if (dirname(at) === at) return null;
  }
}

function commitIn(repository: string): string | undefined {
  try {
    const head = readFileSync(join(repository, "HEAD"), "utf8").trim();
    const [, branch] = /^ref: (refs\/heads\/(?!.*\.\.)\S+)$/.exec(head) ?? [];
    const commit = branch === undefined ? head : readFileSync(join(repository, branch), "utf8").trim();
    return COMMIT.test(commit) ? commit : undefined;
  } catch {
    return undefined;
  }
}
