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

const SECRET = "hunter2secret$";
const chat = (config: object): object => ({ providers: [{ id: "openai:chat:gpt-4o", config }] });

test.each<[string, object, string]>([
  ["user and password", chat({ apiBaseUrl: `https://u:${SECRET}@h.example/v1` }), "https://h.example/v1"],
  ["a first parameter", chat({ apiBaseUrl: `https://h.example/v1?api_key=${SECRET}&x=1` }), "https://h.example/v1?x=1"],
  ["a last parameter", chat({ apiBaseUrl: `https://h.example/v1?x=1&token=${SECRET}` }), "https://h.example/v1?x=1"],
  ["the only parameter", chat({ apiBaseUrl: `https://h.example/v1?key=${SECRET}` }), '"https://h.example/v1"'],
  ["apiHost", chat({ apiHost: `u:${SECRET}@h.example` }), "https://h.example/v1"],
  ["a part of the body", chat({ passthrough: { api_key: SECRET, top_k: 3 } }), '{"top_k":3}'],
  [
    "an HTTP provider",
    { providers: [{ id: `https://u:${SECRET}@h.example/x?token=${SECRET}`, config: { method: "GET" } }] },
    "https://h.example/x",
  ],
  [
    "a judge",
    {
      defaultTest: {
        options: { provider: { id: "openai:o", config: { apiBaseUrl: `https://u:${SECRET}@j.example` } } },
      },
      tests: [{ assert: [{ type: "llm-rubric", value: "good" }] }],
    },
    "https://j.example",
  ],
  [
    "a webhook",
    { tests: [{ assert: [{ type: "webhook", value: `https://h.example/?token=${SECRET}` }] }] },
    "https://h.example/",
  ],
])("a key in %s does not reach a file, and is said to be left out", async (_, more, kept) => {
  const config = { prompts: ["Hi"], providers: ["echo"], tests: [{ vars: { x: "1" } }], ...more };
  const { warnings, benchmark } = await translatedConfig(config, {}, { isWritten: true });
  expect(JSON.stringify([benchmark, warnings])).not.toContain(SECRET);
  expect(JSON.stringify(benchmark)).toContain(kept);
  expect(warnings.filter((warning) => warning.includes("holds a key, which is left out"))).toHaveLength(1);
});

test("a key in data is copied with a warning, and a benchmark that is run at once keeps its addresses", async () => {
  const data = { prompts: [`Hi ${KEY}`], providers: ["echo"], tests: [{ vars: { x: KEY } }] };
  const written = await translatedConfig(data, {}, { isWritten: true });
  expect(JSON.stringify(written.benchmark).split(KEY)).toHaveLength(3);
  const address = `https://u:${SECRET}@h.example/v1`;
  const { benchmark } = await translatedConfig({ prompts: ["Hi"], ...chat({ apiBaseUrl: address }), tests: [{}] });
  expect(JSON.stringify(benchmark)).toContain(address);
});
