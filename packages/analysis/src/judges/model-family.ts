/** Names of a family's models, in ids and in the versions that services report. */
const FAMILIES: readonly (readonly [family: string, pattern: RegExp])[] = [
  ["gpt", /(?:^|[^a-z])(?:gpt|chatgpt|o[1-9](?=$|[-_:.]|\d|pro|mini)|davinci|codex)/],
  ["claude", /claude/],
  ["gemini", /gemini|gemma|palm/],
  ["llama", /llama|vicuna|alpaca/],
  ["qwen", /qwen|qwq/],
  ["mistral", /mistral|mixtral|ministral|magistral|codestral|pixtral|nemo(?!tron)/],
  ["deepseek", /deepseek/],
  ["grok", /grok/],
  ["command", /command-|cohere|aya/],
  ["phi", /(?:^|[^a-z])phi-?\d/],
  ["nova", /(?:^|[^a-z])nova-/],
  ["glm", /(?:chat)?glm/],
  ["kimi", /kimi|moonshot/],
  ["granite", /granite/],
  ["tiny", /^tiny:/],
];

/**
 * The family of a model by any of its names; null if no name identifies it. A distilled model belongs to the
 * family of the model that was trained.
 */
export function modelFamily(names: readonly (string | null | undefined)[]): string | null {
  for (const name of names) {
    if (name === null || name === undefined) continue;
    const lower = withoutProvider(name.toLowerCase());
    const found = FAMILIES.map(([family, pattern]) => ({ family, at: lower.search(pattern) }))
      .filter(({ at }) => at !== -1)
      .toSorted((left, right) => left.at - right.at)
      .at(0);
    if (found !== undefined) return found.family;
  }
  return null;
}

/** `ollama:qwen3` is not a llama: the provider serves the model and does not name its family. */
function withoutProvider(name: string): string {
  return name.startsWith("tiny:") ? name : name.replace(/^[a-z][a-z0-9-]*:/, "");
}
