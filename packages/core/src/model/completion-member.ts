import type { z } from "zod";
import { quickCheck } from "../schema/quick-check.ts";
import { whenUsed } from "../when-used.ts";
import { CompletionFields } from "./answer.ts";

/** The type check for one member of a completion. */
export interface CompletionMember {
  readonly name: keyof CompletionFields;
  /** True for a member that is null without a value; otherwise it is absent then. */
  readonly isNullable: boolean;
  /** Checks a value that is neither null nor absent. */
  readonly isRight: (value: unknown) => boolean;
  /** In words, for a message: `a number from 0`. */
  readonly expected: string;
}

/** The members of a completion with their rules, of the one declaration. */
export function completionMembers(): readonly CompletionMember[] {
  return MEMBERS.all;
}

const MEMBERS = whenUsed(() => ({ all: Object.entries(CompletionFields.shape).map(memberOf) }));

function memberOf([name, schema]: readonly [string, z.ZodOptional | z.ZodNullable]): CompletionMember {
  const { type, innerType } = schema.def as { readonly type: string; readonly innerType: z.ZodType };
  return {
    name: name as keyof CompletionFields,
    isNullable: type === "nullable",
    isRight: quickCheck(innerType),
    expected: expectedOf(innerType),
  };
}

function expectedOf(schema: z.ZodType): string {
  if (schema.description !== undefined) return schema.description;
  if (schema.type !== "number") return `a ${schema.type}`;
  return schema.safeParse(-1).success ? "a number" : "a number from 0";
}
