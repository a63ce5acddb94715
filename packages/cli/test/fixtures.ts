/** A benchmark of two prompts and two models on an endpoint of the test's own. */
export function capitalsYaml(baseUrl: string, extra = ""): string {
  return `name: capitals
seed: 123
repeats: 2
cases: ./cases.csv
prompts:
  - {id: direct, text: "Capital of {{country}}?"}
  - id: chat
    messages: [{role: system, content: "Answer with one word."}, {role: user, content: "Capital of {{country}}?"}]
models:
  - {id: small, model: "openai:small", baseUrl: "${baseUrl}", params: {temperature: 0.7}}
  - {id: large, model: "openai:large", baseUrl: "${baseUrl}", params: {temperature: 0.7, maxTokens: 20}}
scorers:
  - contains: {expected: "{{capital}}"}
${extra}`;
}

export const CAPITALS_CSV = `id,country,capital
fr,France,Paris
de,Germany,Berlin
it,Italy,Rome
jp,Japan,"Tokyo"
pe,Peru,Lima
`;

const CAPITALS: Readonly<Record<string, string>> = {
  France: "Paris",
  Germany: "Berlin",
  Italy: "Rome",
  Japan: "Tokyo",
  Peru: "Lima",
};

/** The large model knows every capital, the small one when the seed is even: a fixed function of the request. */
export function capitalAnswer({
  body,
}: {
  readonly body: { readonly model: string; readonly seed?: number; readonly messages: readonly { content: string }[] };
}): string {
  const country = /Capital of (\w+)/.exec(body.messages.at(-1)!.content)?.[1] ?? "";
  const knows = body.model === "large" || (body.seed ?? 1) % 2 === 0;
  return knows ? `It is ${CAPITALS[country]}.` : "I do not know.";
}
