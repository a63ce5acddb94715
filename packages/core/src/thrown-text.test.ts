import { expect, test } from "vitest";
import { thrownText } from "./thrown-text.ts";

const circle = new Error("outer", { cause: new Error("inner") });
(circle.cause as Error).cause = circle;
const ring: Record<string, unknown> = { code: 1 };
ring["self"] = ring;
const trap = (): never => {
  throw new Error("trap");
};
const hostile = new Proxy({}, { get: trap, getPrototypeOf: trap, has: trap, ownKeys: trap });
const UNREADABLE = "it threw a value that cannot be shown as text";
const withoutMessage = Object.defineProperty(new Error(""), "message", { get: trap });

test.each<[string, unknown, string]>([
  ["an error", new Error("broken\n"), "broken"],
  ["an error of a class", new TypeError("not a list"), "not a list"],
  ["an error without a message", new RangeError(""), "RangeError"],
  ["an error whose message is a number", Object.assign(new Error("x"), { message: 5 }), "Error"],
  ["an error whose causes are a circle", circle, "outer"],
  ["a text", "broken", "broken"],
  ["nothing", undefined, "undefined"],
  ["null", null, "null"],
  ["a symbol", Symbol("s"), "Symbol(s)"],
  ["a bigint", 5n, "5"],
  ["a function", function failing() {}, "a function failing"],
  ["a plain object", { code: 429, reason: "slow down" }, '{"code":429,"reason":"slow down"}'],
  ["a plain object with a message", { message: "slow down" }, "slow down"],
  ["a list", ["a", 1], '["a",1]'],
  ["an object without a prototype", Object.assign(Object.create(null) as object, { code: 1 }), '{"code":1}'],
  ["an object that contains itself", ring, UNREADABLE],
  ["an object with its own toString", { toString: () => "said" }, "said"],
  ["an object whose toString throws", { toString: trap }, UNREADABLE],
  ["an object whose toJSON throws", { toJSON: trap }, UNREADABLE],
  ["an error whose message throws", withoutMessage, UNREADABLE],
  ["a proxy that throws", hostile, UNREADABLE],
  ["a revoked proxy", revoked(), UNREADABLE],
  ["a date", new Date(0), String(new Date(0))],
  ["an address", new URL("http://a.test/"), "http://a.test/"],
])("%s has a text", (_, thrown, text) => {
  expect(thrownText(thrown)).toBe(text);
});

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
