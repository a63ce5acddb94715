import type { Scorer } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { loadOnUse } from "../load-on-use.ts";
import { noReference, referenceScorer } from "../reference-scorer.ts";

export interface IsSqlOptions extends CommonOptions {
  /** Default `postgres`. */
  readonly dialect?: "postgres" | "sqlite" | undefined;
}

/**
 * 1 when the whole answer is SQL that its dialect's parser reads: pgsql-ast-parser for Postgres, SQLite itself for SQLite.
 * Only the grammar counts: no table has to exist.
 */
export function isSql(options: IsSqlOptions = {}): Scorer {
  const { dialect = "postgres" } = options;
  const problemOf = dialect === "postgres" ? postgresProblem : sqliteProblem;
  return referenceScorer({
    type: "is-sql",
    options,
    settings: { dialect },
    reference: noReference,
    judge(output) {
      const problem = output.trim() === "" ? "the answer is empty" : problemOf(output);
      return problem === undefined ? { value: 1 } : { value: 0, reason: problem };
    },
  });
}

function postgresProblem(text: string): string | undefined {
  const { parse } = loadOnUse("pgsql-ast-parser") as typeof import("pgsql-ast-parser");
  try {
    return parse(text).length > 0 ? undefined : "there is no statement";
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
