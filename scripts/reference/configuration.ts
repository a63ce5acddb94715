import { type Schema, resolver } from "./json-schema.ts";
import { isModel, typeOf } from "./schema-type.ts";

type Resolve = (schema: Schema) => Schema;

/** Options that every scorer has: described once. */
const COMMON = ["metric", "weight", "threshold", "transform"];

/** The reference of the benchmark file in Markdown, from its JSON Schema. */
export function configurationReference(schema: Schema): string {
  const resolve = resolver(schema);
  const keys = Object.entries(schema.properties ?? {});
  const rows = keys.map(([name, key]) =>
    row(
      { path: nameOrLink(name, key, resolve), schema: key, isRequired: schema.required?.includes(name) ?? false },
      resolve,
    ),
  );
  const sections = keys.filter(([name]) => name !== "scorers").flatMap(([name, key]) => section(name, key, resolve));
  return `# Configuration reference

Every key of a benchmark file with its type and default. Generated from the JSON Schema (\`packages/cli/schema/benchmark.schema.json\`) by \`pnpm reference\`. The guides explain the keys with examples: [benchmark file](benchmark-file.md), [datasets](datasets.md), [prompts](prompts.md), [models](models.md), [scorers](scorers.md).

An unknown key is an error that names the nearest known key. \`sameseed init --yaml\` writes the schema next to the benchmark, so that an editor completes and checks the keys.

## All keys

${table(rows)}
${sections.join("\n")}
${scorers(resolve(schema.properties!["scorers"]!), resolve)}`;
}

interface Key {
  /** The key in Markdown. */
  readonly path: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

function table(rows: readonly string[]): string {
  return `| key | type | description |\n| --- | --- | --- |\n${rows.join("")}`;
}

function row({ path, schema, isRequired }: Key, resolve: Resolve): string {
  const { description = "" } = resolve(schema);
  return `| ${path}${isRequired ? " (required)" : ""} | ${cell(typeOf(schema, resolve))} | ${cell(description)} |\n`;
}

function nameOrLink(name: string, schema: Schema, resolve: Resolve): string {
  const hasSection = name === "scorers" || formsOf(schema, resolve).length > 0;
  return hasSection ? `[\`${name}\`](#${name.toLowerCase()})` : `\`${name}\``;
}

/** The section of a key with an object as value: a table for each form. */
function section(name: string, schema: Schema, resolve: Resolve): string[] {
  const forms = formsOf(schema, resolve);
  if (forms.length === 0) return [];
  if (forms.some(isModel) && name !== "models") return [`## \`${name}\`\n\n${typeOf(schema, resolve)}.\n`];
  const tables = forms.map((form) => {
    const title = forms.length === 1 ? "" : `### ${titleOf(name, form, resolve)}\n\n`;
    return `${title}${table(keysOf(form, resolve).map((key) => row(key, resolve)))}`;
  });
  return [`## \`${name}\`\n\n${tables.join("\n")}`];
}

/** The objects that are allowed under a key, alone or in a list. */
function formsOf(schema: Schema, resolve: Resolve): Schema[] {
  const one = resolve(schema);
  const inside = one.anyOf ?? one.oneOf ?? (one.items === undefined ? [] : [one.items]);
  return one.properties === undefined ? inside.flatMap((form) => formsOf(form, resolve)) : [one];
}

function titleOf(name: string, { properties = {}, required = [] }: Schema, resolve: Resolve): string {
  const model = properties["model"] && resolve(properties["model"]);
  if (model?.const !== undefined) return `\`model: ${String(model.const)}\``;
  if (model !== undefined && properties["baseUrl"] !== undefined) return "`model: <provider>:<model>`";
  if (model !== undefined && name === "models") return "`model: file://…` or `exec:…`";
  const telling = required.find((key) => key !== "id") ?? required[0];
  return `${name} with \`${telling}\``;
}

/** The keys of an object; those of nested objects by their path. */
function keysOf({ properties = {}, required = [] }: Schema, resolve: Resolve, before = ""): Key[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const key = { path: `\`${before}${name}\``, schema, isRequired: required.includes(name) };
    const one = resolve(schema);
    return one.properties === undefined ? [key] : [key, ...keysOf(one, resolve, `${before}${name}.`)];
  });
}

function scorers(schema: Schema, resolve: Resolve): string {
  const all = formsOf(schema, resolve)[0]!.properties!;
  const names = Object.keys(all);
  const common = resolve(all["equals"]!);
  const commonKeys = keysOf({ properties: pick(common.properties!, (name) => COMMON.includes(name)) }, resolve);
  const own = names.filter((name) => !name.startsWith("not-"));
  const sections = own.map((name) => {
    const { properties = {}, required = [], description = "" } = resolve(all[name]!);
    const keys = keysOf({ properties: pick(properties, (key) => !COMMON.includes(key)), required }, resolve);
    const options = keys.length === 0 ? "No options of its own.\n" : table(keys.map((key) => row(key, resolve)));
    const without = names.includes(`not-${name}`) ? "" : `\nIt has no form \`not-${name}\`.\n`;
    return `### \`${name}\`\n\n${cell(description)}\n\n${options}${without}`;
  });
  return `## \`scorers\`

A list. An entry is a scorer's name, \`- contains\`, or a map of its name to its options, \`- contains: {expected: "{{answer}}"}\`. \`not-<name>\` passes where the scorer fails, with the same options. [Scorers](scorers.md) says what each one measures.

Options of every scorer:

${table(commonKeys.map((key) => row(key, resolve)))}
${sections.join("\n")}`;
}

function pick(
  properties: Readonly<Record<string, Schema>>,
  isWanted: (name: string) => boolean,
): Record<string, Schema> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => isWanted(name)));
}

/** Text that does not break a table; a placeholder such as "<name>" is not HTML. */
function cell(text: string): string {
  return text
    .replaceAll("|", "\\|")
    .replaceAll("\n", " ")
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replaceAll("<", "\\<")))
    .join("");
}
