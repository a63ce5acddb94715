import { SameseedError, type AnswerScorer } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { fencedBlocks } from "../answer/find-json.ts";
import { loadOnUse } from "../answer/load-on-use.ts";
import { noReference, referenceScorer } from "../reference-scorer.ts";

export interface IsSqlOptions extends CommonOptions {
  /** Default `postgres`. */
  readonly dialect?: "postgres" | "sqlite" | undefined;
  /** The tables that may be named; for Postgres. Default: any. */
  readonly tables?: readonly string[] | undefined;
}

/**
 * 1 if the whole answer is SQL that its dialect's parser reads: pgsql-ast-parser for Postgres, SQLite itself for SQLite.
 * Only the grammar counts: no table has to exist.
 */
export function isSql(options: IsSqlOptions = {}): AnswerScorer {
  return sqlScorer("is-sql", options, (output) => [output]);
}

/** 1 if the whole answer, or one of its fenced blocks, is such SQL. */
export function containsSql(options: IsSqlOptions = {}): AnswerScorer {
  return sqlScorer("contains-sql", options, (output) => [...fencedBlocks(output).map(({ text }) => text), output]);
}

function sqlScorer(type: string, options: IsSqlOptions, find: (output: string) => readonly string[]): AnswerScorer {
  const { dialect = "postgres", tables } = options;
  if (tables !== undefined && dialect !== "postgres") {
    throw new SameseedError("BAD_BENCHMARK", `The scorer ${type} has tables, which only dialect: postgres checks.`, {
      hint: "Leave tables out, or use dialect: postgres.",
    });
  }
  const problemOf = (text: string): string | undefined =>
    dialect === "postgres" ? postgresProblem(text, tables) : sqliteProblem(text);
  return referenceScorer({
    type,
    options,
    settings: { dialect, ...(tables !== undefined && { tables }) },
    reference: noReference,
    judge(output) {
      if (output.trim() === "") return { value: 0, reason: "the answer is empty" };
      const problems = find(output).map(problemOf);
      return problems.includes(undefined) ? { value: 1 } : { value: 0, reason: problems[0]! };
    },
  });
}

function postgresProblem(text: string, tables: readonly string[] | undefined): string | undefined {
  const { parse, astVisitor } = loadOnUse("pgsql-ast-parser") as typeof import("pgsql-ast-parser");
  try {
    const statements = parse(text);
    if (statements.length === 0) return "there is no statement";
    if (tables === undefined) return undefined;
    const named = new Set<string>();
    const own = new Set<string>();
    const visitor = astVisitor((map) => ({
      tableRef: ({ name, schema }) => void named.add(schema === undefined ? name : `${schema}.${name}`),
      with(statement) {
        for (const { alias } of statement.bind) own.add(alias.name);
        map.super().with(statement);
      },
    }));
    for (const statement of statements) visitor.statement(statement);
    const others = [...named.difference(own)].filter((name) => !tables.includes(name));
    return others.length === 0 ? undefined : `it names other tables: ${others.join(", ")}`;
  } catch (error) {
    return (error as Error).message.trim().split("\n", 1)[0]!;
  }
}

/** A table that does not exist is a fault of meaning, found after the grammar was accepted. */
function sqliteProblem(text: string): string | undefined {
  const { DatabaseSync } = loadOnUse("node:sqlite") as typeof import("node:sqlite");
  const database = new DatabaseSync(":memory:");
  try {
    for (const statement of statementsOf(text)) {
      try {
        database.prepare(statement);
      } catch (error) {
        const { message } = error as Error;
        if (/syntax error|incomplete input|unrecognized token|not an error|^near /.test(message)) return message;
      }
    }
    return undefined;
  } finally {
    database.close();
  }
}

/** Statements between semicolons that are not inside quotes or comments; SQLite prepares one at a time. */
function statementsOf(text: string): string[] {
  const parts = text.match(/(?:'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[^]*?\*\/|[^;])+/g) ?? [];
  return parts.filter((part) => part.replace(/--[^\n]*|\/\*[^]*?\*\//g, "").trim() !== "");
}
