import { memoizer, z } from "zod";

type Schema = z.core.$ZodType;

/** Schemas that are made when they are first used. */
const late = new WeakSet<object>();
const known = new WeakMap<Schema, boolean>();
const usual = memoizer();

/** Marks a schema that is made when it is first used. */
export function isMadeLate<T extends object>(schema: T): T {
  late.add(schema);
  return schema;
}

/**
 * zod recognises values that contain themselves. To do so, each schema looks through all schemas below it when it
 * is first used, which makes schemas that nothing else uses. In `make`, schemas look only as far as the next one
 * that is made late. That one looks further when it is used itself. A schema can contain itself only through
 * `z.lazy`, and the schema above it finds that.
 */
export function withShortCycleCheck<T>(make: () => T): T {
  const before = z.config().memoizer;
  z.config({ memoizer: { ...usual, attach } });
  try {
    return make();
  } finally {
    z.config({ memoizer: before });
  }
}

function attach(schema: Schema): void {
  const internals = schema._zod;
  (internals.deferred ??= []).push(() => {
    const { parse } = internals;
    const first: typeof parse = (payload, context) => {
      replace(internals, first, parse);
      if (mayContainItself(schema)) attachUsual(schema);
      return internals.parse(payload, context);
    };
    replace(internals, parse, first);
  });
}

function replace(internals: Schema["_zod"], before: Schema["_zod"]["parse"], after: Schema["_zod"]["parse"]): void {
  internals.parse = after;
  if (internals.run === before) internals.run = after;
}

/** zod attaches a schema while it makes it, and calls the deferred functions afterwards. */
function attachUsual(schema: Schema): void {
  const internals = schema._zod;
  internals.deferred = [];
  usual.attach(schema);
  for (const deferred of internals.deferred) deferred();
  internals.deferred = undefined;
}

function mayContainItself(schema: Schema): boolean {
  const found = known.get(schema);
  if (found !== undefined) return found;
  known.set(schema, true); // the answer if the schema is reached again before its walk has ended
  const { def } = schema._zod as unknown as { readonly def: Readonly<Record<string, unknown>> };
  const answer = def["type"] === "lazy" || Object.keys(def).some((key) => mayReach(def[key]));
  known.set(schema, answer);
  return answer;
}

/** A schema, or a list or shape of schemas. A getter in a shape is how zod writes a schema that contains itself. */
function mayReach(value: unknown): boolean {
  if (typeof value !== "object" || value === null || late.has(value)) return false;
  if ("_zod" in value) return mayContainItself(value as Schema);
  return Object.values(Object.getOwnPropertyDescriptors(value)).some(({ get, value: one, enumerable }) =>
    get === undefined ? isSchema(one) && mayContainItself(one) : enumerable,
  );
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !late.has(value) && "_zod" in value;
}
