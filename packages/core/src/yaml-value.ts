import { SameseedError } from "./error.ts";
import { nestingProblem } from "./nesting.ts";

/** An alias (`*name`) of a YAML document. */
export interface YamlAlias {
  /** Where it is in the text. */
  readonly offset: number;
  /** Start and end of the value that it repeats; undefined where there is no such value before it. */
  readonly target: readonly [start: number, end: number] | undefined;
}

/** The source of a YAML document. */
export interface YamlSource {
  /** Its name for messages. */
  readonly file: string;
  /** Called for a document that has a problem. */
  readonly aliases: () => readonly YamlAlias[];
  /** `<file>:<line>:<column>` of an offset. */
  readonly at: (offset: number) => string;
}

type Range = readonly [start: number, end: number, ...rest: number[]];

/** An alias as the package `yaml` has it. */
interface AliasNode<D> {
  readonly range?: Range | null;
  resolve(document: D): { readonly range?: Range | null } | undefined;
}

/** The aliases of a document in their order. `visit` is that of the package `yaml`, which this package does not load. */
export function yamlAliases<D>(
  document: D,
  visit: (document: D, visitor: { readonly Alias: (key: unknown, alias: AliasNode<D>) => void }) => void,
): readonly YamlAlias[] {
  const found: YamlAlias[] = [];
  visit(document, {
    Alias: (_, alias) => {
      const [start, end] = alias.resolve(document)?.range ?? [];
      const target = start === undefined || end === undefined ? undefined : ([start, end] as const);
      found.push({ offset: alias.range![0], target });
    },
  });
  return found;
}

const UNDEFINED = "Define the anchor (&name) above the alias (*name), or write the value itself.";
const TOO_MUCH = "Look at its aliases (*name) and its brackets: write the values themselves, less deep.";

/**
 * The value of a YAML document, refused if it would fill the memory or never end. Errors: `BAD_BENCHMARK`,
 * with the line of the alias at fault, for aliases without a value or that repeat each other without end, and
 * for a value that contains itself or is nested too deeply.
 */
export function yamlValue(document: { toJS(): unknown }, { file, aliases, at }: YamlSource): unknown {
  let problem: string | null;
  try {
    const value = document.toJS();
    problem = nestingProblem(value);
    if (problem === null) return value;
  } catch (error) {
    problem = (error as Error).message;
  }
  const all = aliases();
  const isUndefined = all.some(({ target }) => target === undefined);
  const fault = all.find(isAtFault) ?? all.at(-1);
  throw new SameseedError("BAD_BENCHMARK", `${fault === undefined ? file : at(fault.offset)}: ${problem}.`, {
    hint: isUndefined ? UNDEFINED : TOO_MUCH,
  });
}

/** An alias without a value, or inside the value that it repeats. */
function isAtFault({ offset, target }: YamlAlias): boolean {
  return target === undefined || (target[0] <= offset && offset < target[1]);
}
