/**
 * The part of zod that the packages use. They import it from here, so that the built packages share one copy;
 * a copy per package took 150 kB and about 10 ms of CPU time at every start (docs/decisions/0004-zod.md).
 */
export {
  array,
  boolean,
  coerce,
  discriminatedUnion,
  enum,
  globalRegistry,
  int,
  json,
  lazy,
  literal,
  looseObject,
  NEVER,
  null,
  number,
  object,
  preprocess,
  record,
  strictObject,
  string,
  tuple,
  union,
  unknown,
  url,
  ZodArray,
  ZodError,
  ZodObject,
  ZodOptional,
  ZodUnion,
} from "zod";
export type { core, infer, ZodType } from "zod";
export { toJSONSchema } from "./json-schema.ts";
export { madeOf, whenUsed } from "./when-used.ts";
