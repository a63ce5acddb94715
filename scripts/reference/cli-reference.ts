import type { program } from "../../packages/cli/src/program.ts";

type Command = ReturnType<typeof program>;
type Option = Command["options"][number];

/** The CLI reference in Markdown, from the commands themselves. */
export function cliReference(root: Command): string {
  const commands = root.commands.flatMap((command) => [command, ...command.commands]);
  return `# Command-line reference

Every command with its options, generated from the commands by \`pnpm reference\`. \`sameseed <command> --help\` prints the same.

| command | description |
| --- | --- |
${commands.map((command) => `| [\`${nameOf(command)}\`](#${anchorOf(command)}) | ${cell(command.description())} |\n`).join("")}
${commands.map(section).join("\n")}`;
}

function section(command: Command): string {
  const argumentRows = command.registeredArguments.map(
    (argument) =>
      `| \`${argumentOf(argument)}\` | ${cell(argument.description)} | ${defaultOf(argument.defaultValue)} |\n`,
  );
  const optionRows = command.options.filter(({ hidden }) => !hidden).map(optionRow);
  const rows = [...argumentRows, ...optionRows];
  const table =
    rows.length === 0 ? "" : `\n| argument or option | description | default |\n| --- | --- | --- |\n${rows.join("")}`;
  return `## \`${nameOf(command)}\`\n\n${sentence(command.description())}\n${table}`;
}

function optionRow({ flags, description, argChoices, defaultValue, negate }: Option): string {
  const choices = argChoices === undefined ? "" : ` (${argChoices.join(", ")})`;
  return `| \`${cell(flags)}\` | ${cell(description)}${choices} | ${negate ? "" : defaultOf(defaultValue)} |\n`;
}

interface Argument {
  name(): string;
  readonly required: boolean;
  readonly variadic: boolean;
}

function argumentOf(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function nameOf(command: Command): string {
  const { parent } = command;
  return parent === null ? command.name() : `${nameOf(parent)} ${command.name()}`;
}

function anchorOf(command: Command): string {
  return nameOf(command).replaceAll(" ", "-");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;
}

function defaultOf(value: unknown): string {
  return value === undefined || (Array.isArray(value) && value.length === 0) ? "" : `\`${cell(String(value))}\``;
}

/** Text that breaks no table. Placeholders such as `<n>` stay readable. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
