/** The parts of a JSON Schema that are read. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

/** Looks up references. Keywords next to a reference take precedence. */
export function resolver(root: Schema): (schema: Schema) => Schema {
  return function resolve(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const { $ref, ...own } = schema;
    const found = root.$defs?.[$ref.split("/").at(-1)!];
    if (found === undefined) throw new Error(`The schema has no ${$ref}.`);
    return resolve({ ...found, ...own });
  };
}
