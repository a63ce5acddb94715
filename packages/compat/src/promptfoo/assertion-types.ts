/** Every assertion of promptfoo 0.123, without `not-`: the names allowed in a table's cell. */
export const ASSERTION_TYPES: ReadonlySet<string> = new Set(
  (
    "agent-rubric answer-relevance bleu classifier contains contains-all contains-any contains-html contains-json contains-sql " +
    "contains-xml context-faithfulness context-recall context-relevance conversation-relevance cost equals factuality finish-reason " +
    "g-eval gleu guardrails icontains icontains-all icontains-any is-html is-json is-refusal is-sql is-valid-function-call " +
    "is-valid-openai-function-call is-valid-openai-tools-call is-xml javascript latency levenshtein llm-rubric max-score pi meteor " +
    "model-graded-closedqa model-graded-factuality moderation perplexity perplexity-score python regex rouge-n ruby similar " +
    "similar:cosine similar:dot similar:euclidean starts-with tool-call-f1 skill-used trajectory:goal-success " +
    "trajectory:tool-args-match trajectory:step-count trajectory:tool-sequence trajectory:tool-used trace-error-spans " +
    "trace-span-count trace-span-duration search-rubric webhook word-count"
  ).split(" "),
);

const TRACES = "requests have no trace; use latency, or tool-used for the tool calls of an answer";

/** Assertions without a counterpart, with their replacements. */
export const UNMAPPED: Readonly<Record<string, string>> = {
  "agent-rubric": "sameseed has no judges that are agents; use llm-rubric",
  guardrails: "sameseed does not read the results of guardrails",
  human: "use sameseed annotate to collect labels from people",
  pi: "sameseed does not support the Pi service",
  ruby: "use javascript or python",
  "search-rubric": "no judge searches the web here; use llm-rubric",
  "skill-used": "models answer without skills; use tool-used for tools",
  "trace-error-spans": TRACES,
  "trace-span-count": TRACES,
  "trace-span-duration": TRACES,
};
