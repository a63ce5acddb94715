import { expect, test } from "vitest";
import { translatedConfig } from "./testing/translated-config.ts";

const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const FUNCTION = { type: "function", function: { name: "weather", description: "The weather.", parameters } };
const GEMINI = {
  name: "weather",
  description: "The weather.",
  parameters: { type: "OBJECT", properties: { city: { type: "STRING" } }, required: ["city"] },
};
const CITY = { type: "json_schema", json_schema: { name: "answer", schema: parameters } };

async function paramsOf(id: string, config: object, files: Readonly<Record<string, string>> = {}) {
  const { benchmark, warnings } = await translatedConfig(
    { prompts: ["p"], providers: [{ id, config }], tests: [{ assert: [{ type: "equals", value: "x" }] }] },
    files,
  );
  const [model] = benchmark["models"] as unknown as [{ readonly params: Readonly<Record<string, unknown>> }];
  return { params: model.params, warnings: warnings.filter((one) => one.includes("config")) };
}

test.each<[string, unknown]>([
  ["openai:gpt-4o", FUNCTION],
  ["openai:responses:gpt-4o", { type: "function", ...FUNCTION.function }],
  ["anthropic:messages:claude-haiku-4-5", { name: "weather", description: "The weather.", input_schema: parameters }],
  ["google:gemini-3.6-flash", { functionDeclarations: [GEMINI] }],
  ["google:gemini-3.6-flash", { function_declarations: [GEMINI] }],
  [
    "bedrock:converse:amazon.nova-lite-v1:0",
    { toolSpec: { name: "weather", description: "The weather.", inputSchema: { json: parameters } } },
  ],
])("%s: a tool in the service's own form is a function", async (id, tool) => {
  const { params, warnings } = await paramsOf(id, { tools: [tool] });
  expect(params["tools"]).toEqual([FUNCTION]);
  expect(warnings).toEqual([]);
});

test("leaves out a tool that the service runs, by name, and keeps the functions next to it", async () => {
  const { params, warnings } = await paramsOf("google:gemini-3.6-flash", {
    tools: [
      { googleSearch: {} },
      { functionDeclarations: [GEMINI] },
      { type: "web_search_20250305", name: "web_search" },
    ],
  });
  expect(params["tools"]).toEqual([FUNCTION]);
  expect(warnings.map((one) => one.replace(/^\d+ /, ""))).toEqual([
    expect.stringMatching(/^providers\[0\]\.config\.tools: googleSearch is left out/),
    expect.stringMatching(/^providers\[0\]\.config\.tools: web_search_20250305 is left out/),
  ]);
});

const NAMED = { type: "function", function: { name: "weather" } };
test.each<[string, object, unknown]>([
  ["openai:gpt-4o", { tool_choice: "required" }, "required"],
  ["openai:gpt-4o", { tool_choice: NAMED }, NAMED],
  ["openai:responses:gpt-4o", { tool_choice: { type: "function", name: "weather" } }, NAMED],
  ["anthropic:claude-haiku-4-5", { tool_choice: { type: "any" } }, "required"],
  ["anthropic:claude-haiku-4-5", { tool_choice: { type: "auto" } }, "auto"],
  ["anthropic:claude-haiku-4-5", { tool_choice: { type: "tool", name: "weather" } }, NAMED],
  ["mistral:mistral-small-latest", { tool_choice: "any" }, "required"],
  ["bedrock:converse:amazon.nova-lite-v1:0", { toolChoice: { any: {} } }, "required"],
  ["bedrock:converse:amazon.nova-lite-v1:0", { toolConfig: { toolChoice: { tool: { name: "weather" } } } }, NAMED],
  ["google:gemini-3.6-flash", { toolConfig: { functionCallingConfig: { mode: "ANY" } } }, "required"],
  [
    "google:gemini-3.6-flash",
    { toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["weather"] } } },
    NAMED,
  ],
  ["google:gemini-3.6-flash", { tool_config: { function_calling_config: { mode: "none" } } }, "none"],
])("%s: the choice of tools in %j", async (id, config, expected) => {
  const { params, warnings } = await paramsOf(id, config);
  expect(params["toolChoice"]).toEqual(expected);
  expect(warnings).toEqual([]);
});

test.each<[string, object, unknown]>([
  ["google:gemini-3.6-flash", { generationConfig: { responseMimeType: "application/json" } }, { type: "json_object" }],
  ["google:gemini-3.6-flash", { responseSchema: GEMINI.parameters }, CITY],
  ["google:gemini-3.6-flash", { response_mime_type: "application/json", response_schema: parameters }, CITY],
  ["vertex:gemini-3.6-flash", { generationConfig: { response_schema: "file://city.json" } }, CITY],
  ["google:gemini-3.6-flash", { generationConfig: { response_mime_type: "text/plain" } }, undefined],
  ["ollama:chat:llama3.2", { format: "json" }, { type: "json_object" }],
  ["ollama:chat:llama3.2", { format: parameters }, CITY],
  ["anthropic:claude-haiku-4-5", { output_format: { type: "json_schema", schema: parameters } }, CITY],
  ["anthropic:claude-haiku-4-5", { output_config: { format: { type: "json_schema", schema: parameters } } }, CITY],
])("%s: the form of an answer in %j", async (id, config, expected) => {
  const { params, warnings } = await paramsOf(id, config, { "city.json": JSON.stringify(parameters) });
  expect(params?.["responseFormat"]).toEqual(expected);
  expect(warnings.filter((one) => !one.includes("Vertex"))).toEqual([]);
});

test.each(["file://tools.js", "file://tools.py:make"])(
  "tools that %s makes are left out with the reason",
  async (tools) => {
    const providers = [{ id: "openai:gpt-4o", config: { tools: [tools] } }];
    const { benchmark, warnings } = await translatedConfig({
      prompts: ["{{q}}"],
      providers,
      tests: [{ vars: { q: "1" } }],
    });
    expect(JSON.stringify(benchmark["models"])).not.toContain("tools");
    expect(warnings.join()).toContain(`${tools} is code, which is not called: it is left out`);
  },
);
