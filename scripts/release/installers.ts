import { execFileSync } from "node:child_process";
import type { Tarball } from "../packed.ts";

export const INSTALLERS = ["npm", "pnpm", "yarn", "yarn-berry"] as const;

/** An empty project and the command that installs the tarballs into it. */
export interface Installer {
  readonly manifest: object;
  readonly files: Readonly<Record<string, string>>;
  readonly command: readonly [string, ...string[]];
}

/** Installs `sameseed` alone; its own packages come from the tarballs and not from a registry. */
export function installer(name: (typeof INSTALLERS)[number], tarballs: readonly Tarball[]): Installer {
  const sources = Object.fromEntries(tarballs.map((tarball) => [tarball.name, `file:${tarball.path}`]));
  const base = { name: "user", version: "1.0.0", private: true, type: "module" };
  const dependencies = { sameseed: sources["sameseed"] };
  switch (name) {
    case "npm":
      return {
        manifest: { ...base, dependencies: sources },
        files: {},
        command: ["npm", "install", "--no-audit", "--no-fund"],
      };
    case "pnpm": {
      const { sameseed: _, ...overrides } = sources;
      const lines = Object.entries(overrides).map(([one, source]) => `  "${one}": "${source}"\n`);
      return {
        manifest: { ...base, dependencies },
        files: { "pnpm-workspace.yaml": `packages: []\npmOnFail: ignore\noverrides:\n${lines.join("")}` },
        command: ["pnpm", "install", "--no-frozen-lockfile"],
      };
    }
    case "yarn":
      return {
        manifest: { ...base, dependencies, resolutions: sources },
        files: {},
        // The machine's cache may hold an earlier tarball of the same path or version, and yarn 1 installs that one.
        command: ["npx", "-y", "yarn@1", "install", "--non-interactive", "--no-lockfile", "--cache-folder", ".cache"],
      };
    case "yarn-berry": {
      // It does not read npm's settings.
      const registry = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" })
        .trim()
        .replace(/\/$/, "");
      const settings = ["nodeLinker: node-modules", "enableGlobalCache: false", `npmRegistryServer: "${registry}"`];
      return {
        manifest: { ...base, dependencies, resolutions: sources },
        // An empty lock file makes it a separate project.
        files: { ".yarnrc.yml": `${settings.join("\n")}\n`, "yarn.lock": "" },
        command: ["npx", "-y", "@yarnpkg/cli-dist@4", "install", "--no-immutable"],
      };
    }
  }
}
