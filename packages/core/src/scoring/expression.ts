import { SameseedError } from "../error.ts";

export interface Expression {
  /** The variables it reads, in order of first use. */
  readonly names: readonly string[];
  evaluate(values: Readonly<Record<string, number>>): number;
}

type Node = (values: Readonly<Record<string, number>>) => number;

const TOKEN = /\s*(?:(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|\.\d+)|([A-Za-z_]\w*)|'([^']+)'|"([^"]+)"|(.))/gy;

const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  abs: Math.abs,
  sqrt: Math.sqrt,
  round: Math.round,
  log: Math.log,
  exp: Math.exp,
};

interface Token {
  readonly kind: "number" | "name" | "quoted" | "sign";
  readonly text: string;
}

/**
 * Compiles arithmetic over named values: `+ - * / ^`, brackets, and min, max, abs, sqrt, round, log, exp.
 * Errors: `BAD_BENCHMARK` with the place.
 */
export function compileExpression(source: string): Expression {
  const tokens = tokensOf(source);
  const names = new Set<string>();
  let position = 0;

  const fail = (): never => {
    const found = tokens[position]?.text;
    throw new SameseedError(
      "BAD_BENCHMARK",
      `The expression ${JSON.stringify(source)} ${found === undefined ? "ends too early" : `has an unexpected "${found}"`}.`,
      { hint: "Write a formula with scorer names, e.g. 2 * p * r / (p + r). Names with hyphens need quotes." },
    );
  };
  const take = (sign: string): boolean => {
    const token = tokens[position];
    if (token?.kind !== "sign" || token.text !== sign) return false;
    position++;
    return true;
  };
  const sum = (): Node => {
    let left = product();
    for (;;) {
      const one = left;
      if (take("+")) {
        const other = product();
        left = (values) => one(values) + other(values);
      } else if (take("-")) {
        const other = product();
        left = (values) => one(values) - other(values);
      } else return left;
    }
  };
  const product = (): Node => {
    let left = negation();
    for (;;) {
      const one = left;
      if (take("*")) {
        const other = negation();
        left = (values) => one(values) * other(values);
      } else if (take("/")) {
        const other = negation();
        left = (values) => one(values) / other(values);
      } else return left;
    }
  };
  const negation = (): Node => {
    if (!take("-")) return power();
    const inner = negation();
    return (values) => -inner(values);
  };
  const power = (): Node => {
    const base = operand();
    if (!take("^")) return base;
    const exponent = negation();
    return (values) => base(values) ** exponent(values);
  };
  const operand = (): Node => {
    if (take("(")) {
      const inner = sum();
      return take(")") ? inner : fail();
    }
    const token = tokens[position];
    if (token === undefined || token.kind === "sign") return fail();
    position++;
    if (token.kind === "number") return () => Number(token.text);
    if (token.kind === "name" && take("(")) return call(token.text);
    names.add(token.text);
    return (values) => values[token.text]!;
  };
  const call = (name: string): Node => {
    const apply = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]! : fail();
    const given = [sum()];
    while (take(",")) given.push(sum());
    return take(")") ? (values) => apply(...given.map((node) => node(values))) : fail();
  };

  const root = sum();
  if (position < tokens.length) fail();
  return { names: [...names], evaluate: root };
}

function tokensOf(source: string): Token[] {
  return [...source.trim().matchAll(TOKEN)].map(([, number, name, single, double, sign]) => {
    if (number !== undefined) return { kind: "number", text: number };
    if (name !== undefined) return { kind: "name", text: name };
    const quoted = single ?? double;
    return quoted === undefined ? { kind: "sign", text: sign! } : { kind: "quoted", text: quoted };
  });
}
