import { expect, test } from "vitest";
import { z } from "zod";
import { toJSONSchema } from "./json-schema.ts";
import { whenUsed } from "./when-used.ts";

test("creates a schema once, when it is first used", () => {
  let made = 0;
  const Name = whenUsed(() => (made++, z.string().min(1)));
  const Person = whenUsed(() => (made++, z.strictObject({ name: Name })));
  expect(made).toBe(0);
  expect(Person.parse({ name: "a" })).toEqual({ name: "a" });
  expect(Person.safeParse({ name: "" }).error?.issues[0]?.path).toEqual(["name"]);
  expect(made).toBe(2);
});

test("a shape can be spread, extended and identified like any other", () => {
  const shape = whenUsed(() => ({ a: z.string(), b: z.number().optional() }));
  const Wide = whenUsed(() => z.strictObject({ ...shape }).extend({ c: z.boolean() }));
  expect(Object.keys(Wide.shape)).toEqual(["a", "b", "c"]);
  expect(Wide instanceof z.ZodObject).toBe(true);
  expect("b" in shape).toBe(true);
  expect(Wide.safeParse({ a: "x", c: true }).success).toBe(true);
  expect(Wide.safeParse({ a: "x", c: true, d: 1 }).success).toBe(false);
});

test("checks a value without making schemas that it does not reach", () => {
  const made: string[] = [];
  const Rare = whenUsed(() => (made.push("rare"), z.strictObject({ text: z.string() })));
  const Other = whenUsed(() => (made.push("other"), z.strictObject({ rare: z.array(Rare) })));
  const Whole = whenUsed(() => z.strictObject({ name: z.string(), others: z.array(Other) }));
  expect(Whole.parse({ name: "a", others: [] })).toEqual({ name: "a", others: [] });
  expect(made).toEqual([]);
  expect(Whole.parse({ name: "a", others: [{ rare: [] }] })).toEqual({ name: "a", others: [{ rare: [] }] });
  expect(made).toEqual(["other"]);
});

test.each([
  [
    "by z.lazy",
    (): z.ZodType => {
      const Tree: z.ZodType = whenUsed(() => z.object({ parts: z.array(z.lazy(() => Tree)).optional() }));
      return Tree;
    },
  ],
  [
    "over several that are made late",
    (): z.ZodType => {
      const Tree: z.ZodType = whenUsed(() => z.object({ parts: Parts.optional() }));
      const Parts = whenUsed(() => z.array(z.lazy(() => Tree)));
      return whenUsed(() => z.union([z.string(), Tree]));
    },
  ],
  [
    "by a getter",
    (): z.ZodType =>
      whenUsed(() => {
        const Tree = z.object({
          get parts(): z.ZodType {
            return z.array(Tree).optional();
          },
        });
        return Tree;
      }),
  ],
])("a schema that contains itself %s accepts a value that contains itself", (_, schemaOf) => {
  const schema = schemaOf();
  const tree: { parts: unknown[] } = { parts: [{ parts: [] }] };
  tree.parts.push(tree);
  const { data, success } = schema.safeParse(tree);
  expect(success).toBe(true);
  const { parts } = data as { parts: { parts: unknown[] }[] };
  expect(parts[1]!.parts[1]).toBe(parts[1]);
});

test("zod itself keeps its way of checking", () => {
  const before = z.config().memoizer;
  const Text = whenUsed(() => z.strictObject({ text: z.string() }));
  expect(Text.parse({ text: "a" })).toEqual({ text: "a" });
  expect(z.config().memoizer).toBe(before);
});

/** The same schemas with or without `made`, which is `whenUsed` or the identity. */
function schemaOf(made: <T extends object>(make: () => T) => T): z.ZodType {
  const Text = made(() => z.string().min(1).meta({ description: "A text." }));
  const Pair = made(() => z.tuple([Text, z.number()]));
  const Tree: z.ZodType = made(() => z.strictObject({ name: Text, parts: z.array(z.lazy(() => Tree)).optional() }));
  return made(() =>
    z.strictObject({
      text: Text.optional().meta({ description: "Another text." }),
      either: z.union([Text, Pair, z.record(z.string(), Pair)]),
      tree: Tree,
      list: z.array(Text).min(1),
    }),
  );
}

test("its JSON Schema is that of the schema", () => {
  const plain = schemaOf((make) => make());
  const late = schemaOf(whenUsed);
  expect(late.safeParse({ either: "a", tree: { name: "a", parts: [{ name: "b" }] }, list: ["a"] }).success).toBe(true);
  expect(toJSONSchema(late, { io: "input", reused: "ref" })).toEqual(
    z.toJSONSchema(plain, { io: "input", reused: "ref" }),
  );
});
