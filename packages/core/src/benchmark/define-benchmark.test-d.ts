// Checked by tsc, never run: valid code compiles, and invalid code is an expected error.
import { defineBenchmark } from "./benchmark.ts";
import type { Dataset } from "../case/test-case.ts";

declare const typed: Dataset<{ question: string; user: { name: string } }>;
declare const untyped: Dataset;
const rest = { name: "b", models: ["tiny:1m"], scorers: [] } as const;

defineBenchmark({ ...rest, cases: typed, prompts: [{ id: "p", text: "{{question}} for {{ user.name }}" }] });
defineBenchmark({ ...rest, cases: untyped, prompts: [{ id: "p", text: "{{anything}}" }] });
defineBenchmark({ ...rest, cases: [{ id: "1", vars: { a: 1 } }], prompts: [{ id: "p", text: "{{a}}" }] });
defineBenchmark({ ...rest, cases: typed, prompts: [{ id: "f", render: ({ question }) => question.toUpperCase() }] });

// @ts-expect-error the cases have no variable "qestion"
defineBenchmark({ ...rest, cases: typed, prompts: [{ id: "p", text: "{{qestion}}" }] });
const message = { role: "user", content: "{{qestion}}" } as const;
// @ts-expect-error nor in a chat message
defineBenchmark({ ...rest, cases: typed, prompts: [{ id: "p", messages: [message] }] });
// @ts-expect-error nor in a function
defineBenchmark({ ...rest, cases: typed, prompts: [{ id: "f", render: ({ qestion }) => qestion }] });

const question = { type: "text", text: "{{question}}" } as const;
const picture = { type: "image_url", image_url: { url: "{{user.name}}.png" } } as const;
const call = { id: "1", type: "function", function: { name: "f", arguments: "{}" } } as const;
defineBenchmark({
  ...rest,
  cases: typed,
  prompts: [
    {
      id: "p",
      messages: [
        { role: "user", content: [question, picture] },
        { role: "assistant", content: null, tool_calls: [call] },
        { role: "tool", tool_call_id: "1", content: "{{question}}" },
      ],
    },
    { id: "turns", messages: ["{{user}}", { role: "user", content: "{{question}}" }] },
    { id: "all", messages: "{{user}}" },
    { id: "f", render: ({ question: text }) => [{ role: "user", content: [{ type: "text", text }] }] },
  ],
});
const misspelt = { type: "text", text: "{{qestion}}" } as const;
// @ts-expect-error nor in a part
defineBenchmark({ ...rest, cases: typed, prompts: [{ id: "p", messages: [{ role: "user", content: [misspelt] }] }] });
// @ts-expect-error nor as a conversation
defineBenchmark({ ...rest, cases: typed, prompts: [{ id: "p", messages: "{{trns}}" }] });
// @ts-expect-error the result of a call names the call
defineBenchmark({ ...rest, cases: typed, prompts: [{ id: "p", messages: [{ role: "tool", content: "x" }] }] });
