import { existsSync, fstatSync, type Stats, statSync } from "node:fs";
import { basename, isAbsolute, relative, resolve, sep } from "node:path";
import { watch } from "chokidar";
import { SameseedError } from "@sameseed/core";

export interface FileWatch {
  /** Waits for a change and for quiet after it: the files, or null when `end` is aborted. */
  changes(end: AbortSignal): Promise<readonly string[] | null>;
  /** Watches these files too, with any location and name. */
  add(files: Iterable<string>): void;
  close(): Promise<void>;
}

export interface FileWatchOptions {
  /** Folders to leave out, in addition to hidden ones, node_modules, logs and drafts. */
  readonly except: readonly string[];
  /** Descriptors that this process prints to: their files change at each turn. Default: stdout and stderr. */
  readonly outputs?: readonly number[];
}

/** Editors write a file in several steps, and a formatter follows them. */
const QUIET_MS = 150;
/** Hidden files, packages, and temporary files of programs. */
const NOT_READ = /^[.#]|^node_modules$|~$|\.(?:log|tmp|swp|swx|part|pid|lock)$/;

/** Watches all files of a folder. Errors: `BAD_ARGUMENT` when the system watches no more files. */
export async function watchFiles(folder: string, { except, outputs = [1, 2] }: FileWatchOptions): Promise<FileWatch> {
  const root = resolve(folder);
  const written = outputs.flatMap((descriptor) => idOf(() => fstatSync(descriptor)) ?? []);
  const left = new Set(except.map((path) => resolve(path)));
  const named = new Set<string>();
  const isLeftOut = (path: string): boolean =>
    path !== root &&
    !named.has(resolve(path)) &&
    isInside(root, path) &&
    (left.has(resolve(path)) || NOT_READ.test(basename(path)));
  const watcher = watch(root, { ignoreInitial: true, ignored: isLeftOut });
  const waiting = new Set<string>();
  let quiet: NodeJS.Timeout | undefined;
  let settle = Promise.withResolvers<void>();

  watcher.on("all", (event, path) => {
    if (event === "addDir" || event === "unlinkDir") return;
    if (written.length > 0 && written.includes(idOf(() => statSync(path)) ?? "")) return;
    waiting.add(path);
    clearTimeout(quiet);
    quiet = setTimeout(() => settle.resolve(), QUIET_MS);
  });
  const failed = new Promise<never>((_, reject) => watcher.on("error", (error) => reject(cannotWatch(root, error))));
  failed.catch(() => {}); // the next waiting call reports it
  await Promise.race([new Promise<void>((ready) => watcher.on("ready", ready)), failed]);

  return {
    async changes(end) {
      const ended = new Promise<void>((done) => {
        if (end.aborted) done();
        end.addEventListener("abort", () => done(), { once: true });
      });
      await Promise.race([settle.promise, ended, failed]);
      if (end.aborted) return null;
      const files = [...waiting];
      const left = files.filter((file) => existsSync(file)); // without the drafts that an editor wrote and took away
      waiting.clear();
      settle = Promise.withResolvers();
      return left.length > 0 ? left : files;
    },
    add(files) {
      const others = [...files].filter((file) => file !== root && !named.has(file));
      for (const file of others) named.add(file);
      watcher.add(others);
    },
    async close() {
      clearTimeout(quiet);
      await watcher.close();
    },
  };
}

/** The identity of a file, under any name; null for a descriptor without a file, such as a terminal or a closed one. */
function idOf(stat: () => Stats): string | null {
  try {
    const found = stat();
    return found.isFile() ? `${found.dev}:${found.ino}` : null;
  } catch {
    return null;
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function cannotWatch(root: string, cause: unknown): SameseedError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new SameseedError("BAD_ARGUMENT", `Cannot watch ${root}: ${message}.`, {
    hint:
      code === "ENOSPC" || code === "EMFILE"
        ? "The folder has more files than the system watches: put the benchmark into a separate folder, or raise fs.inotify.max_user_watches."
        : "Run without --watch.",
    cause,
  });
}
