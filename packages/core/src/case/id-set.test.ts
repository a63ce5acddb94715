import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IdSet } from "./id-set.ts";

describe("IdSet", () => {
  it("is a set of strings", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), (ids, other) => {
        const [ours, known] = [new IdSet(), new Set<string>()];
        for (const id of ids) {
          expect(ours.add(id)).toBe(!known.has(id));
          known.add(id);
        }
        expect(ours.size).toBe(known.size);
        expect(ours.has(other)).toBe(known.has(other));
      }),
    );
  });

  it("recognizes each of many ids, and no other", () => {
    const ids = new IdSet();
    const count = 230_000; // each of its tables has grown once
    let added = 0;
    for (let id = 0; id < count; id++) if (ids.add(`case-${id}`)) added++;
    expect(added).toBe(count);
    let known = 0;
    let others = 0;
    for (let id = 0; id < count; id += 4) {
      if (ids.has(`case-${id}`) && !ids.add(`case-${id}`)) known++;
      if (ids.has(`case-${id}x`)) others++;
    }
    expect([known, others, ids.size]).toEqual([count / 4, 0, count]);
  });

  it("distinguishes halves of surrogate pairs, also among many ids", () => {
    const ids = new IdSet();
    const odd = ["\uD800", "\uDC00", "\uFFFD", "a\uD800", "a\uFFFD"];
    for (let id = 0; id < 70_000; id++) ids.add(`case-${id}`);
    expect(odd.map((id) => ids.add(id))).toEqual(odd.map(() => true));
    expect(odd.map((id) => ids.add(id))).toEqual(odd.map(() => false));
    expect(ids.size).toBe(70_005);
  });

  it("accepts ids such as __proto__ and the empty one", () => {
    const ids = new IdSet();
    for (const id of ["__proto__", "constructor", "", "__proto__"]) ids.add(id);
    expect(ids.size).toBe(3);
    expect(ids.has("toString")).toBe(false);
  });
});
