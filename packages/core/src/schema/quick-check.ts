import type { z } from "zod";

export type QuickCheck = (value: unknown) => boolean;

/** The parts of a zod schema that are read here. `def` is zod 4's own description of it. */
interface Definition {
  readonly type: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
  readonly check?: string;
  readonly format?: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly catchall?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly items?: readonly z.core.$ZodType[];
  readonly rest?: z.core.$ZodType | null;
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly getter?: () => z.core.$ZodType;
}
interface Check {
  readonly check: string;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
}

/** The helpers that the text of a check calls. */
const HELPERS = {
  isObject: (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value),
  all(record: Readonly<Record<string, unknown>>, is: QuickCheck): boolean {
    for (const name in record) if (!is(record[name])) return false;
    return true;
  },
};

/**
 * Compiles a schema, at the first value, into a check for values that were parsed from JSON. The check
 * returns true only for values that the schema accepts unchanged, in a fortieth of its time. After false, the
 * schema decides and reports the errors. A value under an unsupported part of a schema is never accepted. The
 * check is JavaScript generated from the schema alone, as in zod's own parsers. Where the platform forbids
 * code generation, the check accepts nothing.
 */
export function quickCheck(schema: z.core.$ZodType): QuickCheck {
  let check: QuickCheck | undefined;
  return (value) => (check ??= compiled(schema))(value);
}

function compiled(schema: z.core.$ZodType): QuickCheck {
  const writer = new CheckWriter();
  const start = writer.functionOf(schema);
  try {
    const make = new Function(...Object.keys(HELPERS), `${writer.text()}\nreturn ${start};`) as (
      ...helpers: readonly unknown[]
    ) => QuickCheck;
    return make(...Object.values(HELPERS));
  } catch {
    return () => false;
  }
}

/** Writes a schema as expressions; a schema that may hold itself becomes a function. */
class CheckWriter {
  readonly #functions = new Map<z.core.$ZodType, { readonly name: string; body: string }>();
  #variables = 0;

  functionOf(schema: z.core.$ZodType): string {
    const known = this.#functions.get(schema);
    if (known !== undefined) return known.name;
    const written = { name: `check${this.#functions.size}`, body: "false" };
    this.#functions.set(schema, written);
    written.body = this.#written(definitionOf(schema), "value");
    return written.name;
  }

  text(): string {
    return [...this.#functions.values()].map(({ name, body }) => `const ${name} = (value) => ${body};`).join("\n");
  }

  /**
   * A JavaScript expression that is true where the schema accepts the value of `of`, an expression without
   * side effects.
   */
  #expression(schema: z.core.$ZodType, of: string): string {
    return this.#written(definitionOf(schema), of);
  }

  #written(definition: Definition, of: string): string {
    const { type, innerType, options } = definition;
    switch (type) {
      case "string":
      case "boolean":
        return limited(`typeof ${of} === "${type}"`, definition, of);
      case "number":
        return limited(`Number.isFinite(${of})`, definition, of);
      case "null":
        return `${of} === null`;
      case "unknown":
      case "any":
        return "true";
      case "literal":
        return oneOf(definition.values!, of);
      case "enum":
        return oneOf(Object.values(definition.entries!), of);
      case "nullable":
        return `(${of} === null || ${this.#expression(innerType!, of)})`;
      case "optional":
        return `(${of} === undefined || ${this.#expression(innerType!, of)})`;
      case "readonly":
        return this.#expression(innerType!, of);
      case "union":
        return `(${options!.map((option) => this.#expression(option, of)).join(" || ")})`;
      case "array":
        return limited(`Array.isArray(${of}) && ${of}.every(${this.#each(definition.element!)})`, definition, of);
      case "tuple":
        return definition.rest ? "false" : this.#tuple(definition.items!, of);
      case "record":
        return limited(`isObject(${of}) && all(${of}, ${this.#each(definition.valueType!)})`, definition, of);
      case "object":
        return this.#object(definition, of);
      case "lazy":
        return isJson(definition.getter!()) ? "true" : `${this.functionOf(definition.getter!())}(${of})`;
      default:
        return "false";
    }
  }

  #each(schema: z.core.$ZodType): string {
    const known = definitionOf(schema).type === "object" ? this.functionOf(schema) : null;
    if (known !== null) return known;
    const item = `item${this.#variables++}`;
    return `(${item}) => ${this.#expression(schema, item)}`;
  }

  #tuple(items: readonly z.core.$ZodType[], of: string): string {
    const each = items.map((item, at) => this.#expression(item, `${of}[${at}]`));
    return [`Array.isArray(${of})`, `${of}.length === ${items.length}`, ...each].join(" && ");
  }

  #object({ shape = {}, catchall, checks = [] }: Definition, of: string): string {
    if (checks.length > 0 || (catchall !== undefined && definitionOf(catchall).type !== "unknown")) return "false";
    const members = Object.entries(shape).map(([name, member]) =>
      this.#expression(member, `${of}[${JSON.stringify(name)}]`),
    );
    return [`isObject(${of})`, ...members].join(" && ");
  }
}

function definitionOf(schema: z.core.$ZodType): Definition {
  return schema._zod.def as unknown as Definition;
}

/** With the limits of a schema: of a number its range, of a text its length. Any other rule is not known. */
function limited(expression: string, { check, format, checks = [] }: Definition, of: string): string {
  const own: readonly Check[] = check === undefined ? [] : [{ check, ...(format !== undefined && { format }) }];
  const limits = [...own, ...checks.map(({ _zod }) => _zod.def)].map((limit) => limitOf(limit, of));
  return [expression, ...limits].join(" && ");
}

function limitOf({ check, format, value = 0, inclusive = false, minimum = 0, maximum = 0 }: Check, of: string): string {
  switch (check) {
    case "number_format":
      return format === "safeint" ? `Number.isSafeInteger(${of})` : "false";
    case "greater_than":
      return `${of} ${inclusive ? ">=" : ">"} ${value}`;
    case "less_than":
      return `${of} ${inclusive ? "<=" : "<"} ${value}`;
    case "min_length":
      return `${of}.length >= ${minimum}`;
    case "max_length":
      return `${of}.length <= ${maximum}`;
    default:
      return "false";
  }
}

function oneOf(values: readonly unknown[], of: string): string {
  return `(${values.map((value) => `${of} === ${JSON.stringify(value)}`).join(" || ")})`;
}

const JSON_TYPES = ["string", "number", "boolean", "null", "array", "record"];

/** `z.json()`: any parsed JSON matches. */
function isJson(schema: z.core.$ZodType): boolean {
  const { type, options = [] } = definitionOf(schema);
  return (
    type === "union" &&
    options.length === JSON_TYPES.length &&
    options.every((option, at) => definitionOf(option).type === JSON_TYPES[at])
  );
}
