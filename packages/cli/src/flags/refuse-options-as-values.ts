import { type Command, InvalidArgumentError } from "commander";

/**
 * Refuses another option in place of a value, as in `--report -o out.yaml`, where the parser would read it as
 * the value and the next word as an argument. A file with such a name is written `./-o`. `whole` returns the
 * program with all commands, of which `program` may have one.
 */
export function refuseOptionsAsValues(program: Command, whole: () => Command = () => program): Command {
  const isLong = (text: string): boolean =>
    text === "--help" || commandsOf(whole()).some(({ options }) => options.some(({ long }) => long === text));
  for (const command of commandsOf(program)) {
    const short = new Set(["-h", ...[program, command].flatMap(({ options }) => options.map((one) => one.short))]);
    for (const option of command.options) {
      if (!option.required) continue;
      const { parseArg, variadic } = option;
      const parse = parseArg ?? (variadic ? collected : (text: string) => text);
      option.argParser<unknown>((text, before) => {
        if (short.has(text) || (text.startsWith("--") && isLong(text.split("=", 1)[0]!)))
          throw new InvalidArgumentError("Expected a value.");
        return parse(text, before as never);
      });
    }
  }
  return program;
}

function commandsOf(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}

function collected(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}
