import type { RunSettings } from "@sameseed/compat";
import { filesOf } from "../../flags/outputs.ts";
import type { RunFlags } from "./run-flags.ts";

/** Flags that have a value even if they were not typed. */
export type Untyped = ReadonlySet<"maxConcurrency" | "progressBar">;

/** The flags with another tool's settings for a run; typed flags take precedence. */
export function withSettings(flags: RunFlags, { outputs = [], ...settings }: RunSettings): RunFlags {
  const { untyped = new Set() } = flags;
  const typed = Object.fromEntries(
    Object.entries(flags).filter(([name, value]) => value !== undefined && !untyped.has(name as never)),
  );
  const files = flags.files ?? [];
  return {
    ...flags,
    ...settings,
    ...typed,
    ...(outputs.length > 0 && files.length === 0 && { files: filesOf(outputs) }),
  };
}
