/** The parts of the library Nunjucks that a sandbox needs, such as `import * as nunjucks`. */
export interface NunjucksLibrary {
  readonly Environment: new (loader: null, options: object) => unknown;
  readonly Template: new (text: string, environment: never, name: string, isEager: boolean) => unknown;
}

export interface SandboxOptions {
  /** Whether a missing variable is an error; false makes it empty text. */
  readonly throwOnUndefined: boolean;
  /** Filters by name, in addition to Nunjucks' own and `load`. */
  readonly filters?: Readonly<Record<string, (...given: never[]) => unknown>> | undefined;
  /** Changes the text of each `{{ … }}`. Default: its text unchanged. */
  readonly output?: ((text: string) => string) | undefined;
}

type Lookup = (name: string) => unknown;

interface Runtime {
  readonly suppressValue: (value: unknown, autoescape: unknown) => unknown;
  readonly memberLookup: (value: unknown, key: unknown) => unknown;
  readonly contextOrFrameLookup: (context: Context, frame: { readonly lookup: Lookup }, name: string) => unknown;
}

interface Context {
  readonly ctx: object;
  readonly env: { readonly globals: object };
}

interface SandboxEnvironment {
  readonly filters: Readonly<Record<string, unknown>>;
  readonly tests: Readonly<Record<string, unknown>>;
  readonly addFilter: (name: string, filter: unknown) => void;
  getFilter: Lookup;
  getTest: Lookup;
}

type Root = (
  ...given: [environment: unknown, context: unknown, frame: unknown, runtime: Runtime, done: unknown]
) => unknown;

interface SandboxTemplate {
  rootRenderFunc: Root;
  readonly render: (vars: object) => string;
}

/**
 * Compiles Nunjucks templates that cannot reach JavaScript. Names, members and filters are looked up among
 * own properties only, which hides `constructor`, `prototype`, `__proto__` and everything reached through
 * them. Texts, lists, numbers and regular expressions keep their methods. No template reads a file. Errors:
 * Nunjucks' own, for a text that does not compile.
 */
export function nunjucksSandbox(
  library: NunjucksLibrary,
  { throwOnUndefined, filters = {}, output }: SandboxOptions,
): (text: string) => (vars: object) => string {
  const environment = new library.Environment(null, { autoescape: false, throwOnUndefined }) as SandboxEnvironment;
  environment.addFilter("load", (text: string) => JSON.parse(text) as unknown); // promptfoo's additions to Nunjucks
  for (const [name, filter] of Object.entries(filters)) environment.addFilter(name, settled(name, filter));
  environment.getFilter = ownMember(environment.filters, "filter");
  environment.getTest = ownMember(environment.tests, "test");
  return (text) => {
    const template = new library.Template(text, environment as never, "prompt", true) as SandboxTemplate;
    const root = template.rootRenderFunc;
    template.rootRenderFunc = (...[own, context, frame, runtime, done]) => {
      const suppressValue: Runtime["suppressValue"] = (value, autoescape) => {
        const text = runtime.suppressValue(value, autoescape);
        return output === undefined ? text : output(String(text));
      };
      return root(own, context, frame, { ...runtime, suppressValue, memberLookup, contextOrFrameLookup }, done);
    };
    return (vars) => template.render(vars);
  };
}

/** Rendering does not wait: a promise would be the text `[object Promise]`. */
function settled(name: string, filter: (...given: never[]) => unknown): (...given: never[]) => unknown {
  return (...given) => {
    const value = filter(...given);
    if (typeof (value as { then?: unknown } | null | undefined)?.then !== "function") return value;
    void Promise.resolve(value).catch(() => undefined); // report the error below instead
    throw new Error(`the filter ${name} returns a promise, and a template does not wait for it; return the value`);
  };
}

function ownMember(members: Readonly<Record<string, unknown>>, what: string): Lookup {
  return (name) => {
    if (Object.hasOwn(members, name)) return members[name];
    throw new Error(`${what} not found: ${name}`);
  };
}

function contextOrFrameLookup(
  context: Context,
  frame: { readonly lookup: Lookup },
  name: string,
): ReturnType<Runtime["contextOrFrameLookup"]> {
  const local = frame.lookup(name);
  if (local !== undefined) return local;
  const found = Object.hasOwn(context.ctx, name) ? context.ctx : context.env.globals;
  return Object.hasOwn(found, name) ? (found as Record<string, unknown>)[name] : undefined;
}

function memberLookup(value: unknown, key: unknown): unknown {
  if (value === undefined || value === null || typeof value === "function") return undefined;
  const name = String(key);
  const members = value as Readonly<Record<string, unknown>>;
  if (!Object.hasOwn(Object(value) as object, name) && !hasMethod(value, name)) return undefined;
  const member = members[name];
  return typeof member === "function"
    ? (...given: readonly unknown[]) => (member as (...all: readonly unknown[]) => unknown).apply(value, [...given])
    : member;
}

function hasMethod(value: unknown, name: string): boolean {
  const prototype = prototypeOf(value);
  return name !== "constructor" && prototype !== undefined && Object.hasOwn(prototype, name);
}

/** The prototype with the methods that a template may call on the value. */
function prototypeOf(value: unknown): object | undefined {
  if (typeof value === "string") return String.prototype;
  if (typeof value === "number") return Number.prototype;
  if (Array.isArray(value)) return Array.prototype;
  return value instanceof RegExp ? RegExp.prototype : undefined;
}
