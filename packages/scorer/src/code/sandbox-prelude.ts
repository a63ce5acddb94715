/**
 * Runs in the sandbox before the answer. Returns `assert`, `assertEqual`, and the names and values of the
 * built-ins that tests see whatever the answer declares. Everything they need is captured here, and the
 * language's built-ins cannot be replaced afterwards: an answer may add to `Array.prototype`, but not replace
 * `forEach`. Where programs override by assignment (`toString`, `constructor`, `message`…), an accessor
 * allows it on their own objects.
 *
 * Answers may print (`console` does nothing) and export (`module.exports`, `exports`): `publish` declares what an answer
 * exports under names that it does not declare.
 */
export const PRELUDE = `(() => {
  "use strict";
  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, keys, is, hasOwn } = Object;
  const { ownKeys, apply } = Reflect;
  const { isArray } = Array;
  const Failure = Error;
  const stringify = JSON.stringify;
  const text = String;
  const uncurry = Function.prototype.bind.bind(Function.prototype.call);
  const tagOf = uncurry(Object.prototype.toString);
  const timeOf = uncurry(Date.prototype.getTime);
  const [mapSize, setSize] = [Map, Set].map((type) => uncurry(getOwnPropertyDescriptor(type.prototype, "size").get));
  const [mapEach, setEach, mapHas, mapGet, setHas] = [Map.prototype.forEach, Set.prototype.forEach, Map.prototype.has, Map.prototype.get, Set.prototype.has].map((method) => uncurry(method));
  const sourceOf = uncurry(getOwnPropertyDescriptor(RegExp.prototype, "source").get);
  const [wordOf, numberOf, flagOf] = [String, Number, Boolean].map(({ prototype }) => uncurry(prototype.valueOf));

  const brandOf = (value) => {
    for (const [brand, read] of [["date", timeOf], ["map", mapSize], ["set", setSize]]) {
      try { read(value); return brand; } catch {}
    }
    try { if (tagOf(value) === "[object RegExp]") { sourceOf(value); return "regexp"; } } catch {}
    for (const [brand, read] of [["string", wordOf], ["number", numberOf], ["boolean", flagOf]]) {
      try { read(value); return brand; } catch {}
    }
    return isArray(value) ? "array" : "object";
  };
  const sameMembers = (actual, expected, depth) => {
    const names = keys(expected);
    if (keys(actual).length !== names.length) return false;
    for (let at = 0; at < names.length; at++)
      if (!hasOwn(actual, names[at]) || !same(actual[names[at]], expected[names[at]], depth + 1)) return false;
    return true;
  };
  const same = (actual, expected, depth) => {
    if (is(actual, expected)) return true;
    if (typeof actual !== "object" || typeof expected !== "object" || actual === null || expected === null) return false;
    if (depth > 500) throw new Failure("the values are too deep to compare");
    const brand = brandOf(expected);
    if (brandOf(actual) !== brand) return false;
    if (brand === "array" && actual.length !== expected.length) return false;
    if (brand === "date" && !is(timeOf(actual), timeOf(expected))) return false;
    if (brand === "regexp" && text(actual) !== text(expected)) return false;
    if (brand === "string" && wordOf(actual) !== wordOf(expected)) return false;
    if (brand === "number" && !is(numberOf(actual), numberOf(expected))) return false;
    if (brand === "boolean" && flagOf(actual) !== flagOf(expected)) return false;
    if (brand === "map") {
      let equal = mapSize(actual) === mapSize(expected);
      mapEach(expected, (value, key) => { if (equal && !(mapHas(actual, key) && same(mapGet(actual, key), value, depth + 1))) equal = false; });
      if (!equal) return false;
    }
    if (brand === "set") {
      let equal = setSize(actual) === setSize(expected);
      setEach(expected, (value) => { if (equal && !setHas(actual, value)) equal = false; });
      if (!equal) return false;
    }
    return sameMembers(actual, expected, depth);
  };
  const shown = (value) => {
    try { return stringify(value) ?? text(value); } catch { return typeof value; }
  };
  const assert = (ok, message) => {
    if (!ok) throw new Failure(message === undefined ? "assertion failed" : text(message));
  };
  const assertEqual = (actual, expected, message) => {
    if (!same(actual, expected, 0)) throw new Failure(message === undefined ? "expected " + shown(expected) + ", got " + shown(actual) : text(message));
  };

  const OVERRIDDEN = new Set(["toString", "valueOf", "constructor", "name", "message", "toJSON", "toLocaleString", "hasOwnProperty", "stack"]);
  const isOverridable = (owner, key) => OVERRIDDEN.has(key) && (owner === Object.prototype || owner === Function.prototype || tagOf(owner) === "[object Error]" || owner === Error.prototype || getPrototypeOf(owner) === Error.prototype);
  const seen = new Set();
  const fix = (owner) => {
    if ((typeof owner !== "object" && typeof owner !== "function") || owner === null || seen.has(owner)) return;
    seen.add(owner);
    for (const key of ownKeys(owner)) {
      const found = getOwnPropertyDescriptor(owner, key);
      fix(found.value); fix(found.get); fix(found.set);
      if (!found.configurable || owner === globalThis) continue;
      if (found.get !== undefined || found.set !== undefined) defineProperty(owner, key, { ...found, configurable: false });
      else if (!isOverridable(owner, key)) defineProperty(owner, key, { ...found, writable: false, configurable: false });
      else {
        const { value, enumerable } = found;
        defineProperty(owner, key, {
          enumerable,
          configurable: false,
          get() { return value; },
          set(given) {
            if (this === owner) return;
            defineProperty(this, key, { value: given, writable: true, enumerable: true, configurable: true });
          },
        });
      }
    }
    fix(getPrototypeOf(owner));
  };
  const names = ownKeys(globalThis).filter((name) => typeof name === "string" && /^[A-Za-z]\\w*$/.test(name) && name !== "globalThis");
  const values = names.map((name) => globalThis[name]);
  fix(globalThis);
  for (const odd of [[][Symbol.iterator](), new Map().entries(), new Set().entries(), ""[Symbol.iterator](), "".matchAll(/a/g), function* () {}, async () => {}, async function* () {}, (function* () {})(), (async function* () {})()]) fix(getPrototypeOf(odd));
  for (const name of ["NaN", "Infinity", "undefined"]) fix(name);
  const noted = { exports: {} };
  const quiet = () => {};
  const console = {};
  for (const method of ["log", "info", "warn", "error", "debug", "trace", "dir", "table", "group", "groupEnd", "groupCollapsed", "time", "timeEnd", "timeLog", "count", "countReset", "assert", "clear"]) console[method] = quiet;
  for (const [name, value] of [["console", console], ["module", noted], ["exports", noted.exports]]) defineProperty(globalThis, name, { value, writable: true, configurable: true });
  const publish = () => {
    const exported = noted.exports;
    if ((typeof exported !== "object" && typeof exported !== "function") || exported === null) return;
    const own = keys(exported).map((name) => [name, exported[name]]);
    for (const [name, value] of typeof exported === "function" ? [[exported.name, exported], ...own] : own)
      if (!hasOwn(globalThis, name)) defineProperty(globalThis, name, { value, writable: true, configurable: true });
  };
  defineProperty(globalThis, "assert", { value: assert, writable: true, configurable: true });
  defineProperty(globalThis, "assertEqual", { value: assertEqual, writable: true, configurable: true });
  return { assert, assertEqual, publish, names, values };
})()`;

/** Built-ins that an answer may have to write itself, such as a class Set: tests see the answer's own. */
export const REPLACEABLE: ReadonlySet<string> = new Set([
  "Map",
  "Set",
  "WeakMap",
  "WeakSet",
  "Promise",
  "Date",
  "Iterator",
  "escape",
  "unescape",
]);
