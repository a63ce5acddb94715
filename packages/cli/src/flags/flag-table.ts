import { type Command, Option } from "commander";

/** An option of the command line, and all that is known about it. Its key in a `FlagTable` names its value. */
export interface Flag {
  /** As in help: `-n, --limit <n>`. A `--no-…` flag makes the value of the rest of its name false. */
  readonly flags: `${string}--${string}`;
  /** Absent for a flag that help does not list. */
  readonly help?: string;
  /** Turns the text into the value; `before` is the value so far, of a flag that may be repeated. */
  readonly parse?: (text: string, before: never) => unknown;
  readonly choices?: readonly string[];
  readonly default?: unknown;
  /** The value of the flag when it is given without one. */
  readonly preset?: string;
  readonly conflicts?: readonly string[];
  /** The environment variable with the same effect. */
  readonly env?: string;
  /** The flag, by its key, that this is another name for. */
  readonly aliasOf?: string;
  /** Whether the same command without it is another `run`, and also another `plan`. */
  readonly identifies?: "run" | "run and plan";
  /** Whether it changes settings of a benchmark file, so that workers need it too. */
  readonly forWorkers?: true;
}
export type FlagTable = Readonly<Record<string, Flag>>;

/** The value of a flag. */
type ValueOf<F> = F extends { readonly parse: (text: string, before: never) => infer Value }
  ? OptionalValue<F, Value>
  : F extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : F extends { readonly flags: `${string}...>` }
      ? readonly string[]
      : F extends { readonly flags: `${string}<${string}` }
        ? string
        : F extends { readonly flags: `${string}[${string}` }
          ? string | true
          : boolean;
type OptionalValue<F, Value> = F extends { readonly flags: `${string}[${string}` } ? Value | true : Value;

type Aliases<T> = { [Key in keyof T]: T[Key] extends { readonly aliasOf: string } ? Key : never }[keyof T];
type WithDefault<T> = { [Key in keyof T]: T[Key] extends { readonly default: unknown } ? Key : never }[keyof T];

/** The values of a table's flags, as an action gets them. */
export type FlagsOf<T> = {
  readonly [Key in Exclude<keyof T, Aliases<T> | WithDefault<T>>]?: ValueOf<T[Key]>;
} & { readonly [Key in WithDefault<T>]: ValueOf<T[Key]> };

/** Adds the options of a table to a command, in its order. */
export function addFlags(command: Command, table: FlagTable): Command {
  for (const [key, flag] of Object.entries(table)) command.addOption(optionOf(flag, key));
  return command;
}

/** The long name of a flag: `--limit`. */
export function longOf({ flags }: Flag): string {
  return /--[\w-]+/.exec(flags)![0];
}

/** Its value has the flag's key as its name, or the key of the flag that it is another name for. */
class TableOption extends Option {
  readonly #key: string;

  constructor({ flags, help }: Flag, key: string) {
    super(flags, help);
    this.#key = key;
  }

  override attributeName(): string {
    return this.negate ? super.attributeName() : this.#key;
  }
}

function optionOf(flag: Flag, key: string): Option {
  const { help, parse, choices, default: value, preset, conflicts, env, aliasOf = key } = flag;
  const option = new TableOption(flag, aliasOf);
  if (choices !== undefined) option.choices(choices);
  if (parse !== undefined) option.argParser(parse as (text: string, before: unknown) => unknown);
  if (value !== undefined) option.default(value);
  if (preset !== undefined) option.preset(preset);
  if (conflicts !== undefined) option.conflicts([...conflicts]);
  if (env !== undefined) option.env(env);
  return option.hideHelp(help === undefined);
}
