import { type Flag, longOf } from "../../flags/flag-table.ts";
import { type RunFlags, RUN_FLAGS } from "./run-flags.ts";

/** A command that continues from this run, for a shell: with the run's flags that identify it. */
export function commandAgain(command: "run" | "plan", file: string, flags: Partial<RunFlags>): string {
  const given = Object.entries<Flag>(RUN_FLAGS).filter(([, { identifies }]) =>
    command === "plan" ? identifies === "run and plan" : identifies !== undefined,
  );
  const words = given.flatMap(([name, flag]) => flagText(flag, name, flags[name as keyof RunFlags]));
  return ["sameseed", command, quoted(file), ...words].join(" ");
}

/** ` --out <folder>` where runs are not where commands look for them. */
export function outText({ out }: Pick<RunFlags, "out">): string {
  return flagText(RUN_FLAGS.out, "out", out)
    .map((part) => ` ${part}`)
    .join("");
}

function flagText(flag: Flag, name: string, value: RunFlags[keyof RunFlags] | undefined): readonly string[] {
  if (value === undefined || value === false || (name === "out" && value === "results")) return [];
  const long = longOf(flag);
  if (value === true) return [long];
  if (name === "filterMetadata")
    return Object.entries(value).flatMap(([key, text]) => [long, quoted(`${key}=${String(text)}`)]);
  const text = textOf(value);
  return [long, name === "baseUrl" && mayHoldKey(text) ? "'<the same>'" : quoted(text)];
}

function textOf(value: NonNullable<RunFlags[keyof RunFlags]>): string {
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "object" && "of" in value ? `${value.index}/${value.of}` : String(value);
}

/** An address with a user or a query may hold a key, which is never shown. */
function mayHoldKey(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { username, password, search, hash } = new URL(url);
  return `${username}${password}${search}${hash}` !== "";
}

/** A word for a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
