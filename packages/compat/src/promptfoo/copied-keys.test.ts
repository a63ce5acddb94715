import { expect, test } from "vitest";
import { translatedConfig } from "./testing/translated-config.ts";

const KEY = "sk-proj-abcdefghij0123456789";

test.each<[string, object]>([
  ["providers[0].config.apiKey", { providers: [{ id: "file://p.js", config: { apiKey: "hunter22" } }] }],
  ["providers[0].config.nested.note", { providers: [{ id: "file://p.js", config: { nested: { note: KEY } } }] }],
  [
    "providers[0].config.passthrough.tag",
    { providers: [{ id: "openai:gpt-4o", config: { passthrough: { tag: KEY } } }] },
  ],
  ["providers[0].id", { providers: [{ id: `exec:cat ${KEY}` }] }],
  ["prompts[0]", { prompts: [`Hi ${KEY}`] }],
  ["tests[0].vars.x", { tests: [{ vars: { x: KEY } }] }],
  [
    "tests[0].assert[0].config.password",
    { tests: [{ assert: [{ type: "javascript", value: "true", config: { password: "hunter22" } }] }] },
  ],
])("a key at %s that is copied is warned of", async (key, more) => {
  const config = { prompts: ["Hi"], providers: ["echo"], tests: [{ vars: { x: "1" } }], ...more };
  const { warnings } = await translatedConfig(config, { "p.js": "" });
  expect(warnings.filter((warning) => warning.includes(`${key}: looks like a key of a service`))).toHaveLength(1);
});

test("a key that is left out is not said to be copied", async () => {
  const config = { prompts: ["Hi"], providers: [{ id: "openai:gpt-4o", config: { apiKey: KEY } }] };
  const { warnings, benchmark } = await translatedConfig(config);
  expect(JSON.stringify(benchmark)).not.toContain(KEY);
  expect(warnings.filter((warning) => warning.includes("looks like a key"))).toEqual([]);
});
