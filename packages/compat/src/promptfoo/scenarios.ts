import { inside, type Place } from "./place.ts";
import { type Fields, isObject, isFileReference, mistake, pathOf, readYaml, type Reading } from "./reading.ts";
import { type RawTest, readTests } from "./tests.ts";
import { mergedVars, varsOf } from "./vars.ts";

/** The tests of scenarios: each test with each entry of its scenario's `config`. */
export async function scenarioTests(value: unknown, place: Place, reading: Reading): Promise<RawTest[]> {
  if (value === undefined || value === null) return [];
  if (isFileReference(value)) {
    if (reading.dataRoot !== undefined)
      throw mistake(place, "a file of scenarios names another", "Write them into one.");
    const { value: loaded, place: there } = readYaml(pathOf(value, reading.folder), place);
    return scenarioTests(loaded, there, { ...reading, dataRoot: reading.folder });
  }
  if (Array.isArray(value)) {
    const tests: RawTest[] = [];
    for (const [index, entry] of value.entries())
      tests.push(...(await scenarioTests(entry, inside(place, index), reading)));
    return tests;
  }
  if (!isObject(value)) throw mistake(place, "a scenario is not an object", "Write {config, tests}.");
  const configs = await readTests(value["config"] ?? [{}], inside(place, "config"), reading);
  const tests = await readTests(value["tests"] ?? [{}], inside(place, "tests"), reading);
  const combined: RawTest[] = [];
  for (const config of configs) for (const test of tests) combined.push(await merged(config, test, reading));
  return combined;
}

/** The test's keys over the scenario's; vars, options and metadata key by key. */
async function merged(config: RawTest, test: RawTest, reading: Reading): Promise<RawTest> {
  const { vars, literal } = mergedVars(
    await varsOf(config.value["vars"], inside(config.place, "vars"), { source: config, reading }),
    await varsOf(test.value["vars"], inside(test.place, "vars"), { source: test, reading }),
  );
  const both = (key: string): Fields => ({
    ...(config.value[key] as Fields | undefined),
    ...(test.value[key] as Fields | undefined),
  });
  const hasOwnAssertions = test.value["assert"] !== undefined;
  const asserting = hasOwnAssertions || config.value["assert"] === undefined ? test : config;
  const affixing = Object.keys((test.value["options"] as Fields | undefined) ?? {}).length > 0 ? test : config;
  const isOfConfig = config.origin === "config" && test.origin === "config";
  return {
    ...test,
    literal,
    origin: asserting.origin === "data" || isOfConfig ? asserting.origin : "trusted",
    hasTextAffixes: affixing.origin === "data",
    value: { ...config.value, ...test.value, vars, options: both("options"), metadata: both("metadata") },
  };
}
