import type { ErrorCode, ErrorKind } from "../../packages/core/src/index.ts";

/** The guide for a reader who met an error. Markdown. */
export interface Guide {
  readonly meaning: string;
  /** An example of the printed error. */
  readonly example: string;
  /** The remedies, one per entry. */
  readonly remedies: readonly string[];
}

/** Mistakes that stop a command before or during a run. The type requires every code. */
export const ERROR_CODES: Readonly<Record<ErrorCode, Guide>> = {
  BAD_ARGUMENT: {
    meaning: "An option has a wrong value, or two options exclude each other.",
    example: '-n, --limit <n>: expected an integer ≥ 1, got "x".',
    remedies: [
      "Correct the option. `sameseed <command> --help` lists the options and their values; so does the [command-line reference](cli.md).",
    ],
  },
  BAD_BENCHMARK: {
    meaning:
      "The benchmark file cannot be read, has an unknown key or a wrong value, or combines keys that exclude each other.",
    example: 'b.yaml:5:1: unknown key "scorer" in the file.',
    remedies: [
      "Go to the line and column in the message. For an unknown key, the message names the nearest known one.",
      "Look the key up in the [configuration reference](configuration.md).",
      "Check again without sending anything: `sameseed validate benchmark.yaml`.",
    ],
  },
  BAD_DATASET: {
    meaning:
      "A file with cases, answers or labels cannot be read: broken JSON or CSV, an unknown column, a value of the wrong type.",
    example: "cases.jsonl:17: not valid JSON.",
    remedies: [
      "Open the file at the line in the message.",
      "If sameseed does not find one of your fields, map it: `cases: {file: …, id: …, vars: {…}}`. [Datasets](datasets.md) has examples.",
    ],
  },
  BAD_RUN: {
    meaning:
      "A stored run cannot be used in this way: its files are damaged, another version wrote them, or two runs have different scorers, seeds or repeats.",
    example: "2026-01-05-capitals has no rows.jsonl.",
    remedies: [
      "Run `sameseed verify <run>`: it says which file is damaged.",
      "Two runs with different scorers, seeds or repeats are compared only with `--force`; the report then lists the differences.",
      "A run resumes only with the benchmark that started it. Undo your change of the benchmark, or start a new run.",
    ],
  },
  DUPLICATE_ID: {
    meaning: "Two cases, prompts, models or scorers have the same id. Their rows would be indistinguishable.",
    example: 'Two models have the id "openai:gpt-6-luna".',
    remedies: [
      "Give one of them a different id: `{id: brief, model: openai:gpt-6-luna, params: {maxTokens: 100}}`.",
      "For cases, map `id` to a column whose values are unique.",
    ],
  },
  EMPTY_DATASET: {
    meaning: "No case is left to run: the file is empty, or a filter matches nothing.",
    example: "cases.csv has no cases.",
    remedies: ["Check the file, `where:` in the benchmark, and the options `--limit` and `--filter-…`."],
  },
  MISSING_KEY: {
    meaning: "A provider needs an API key, a region or an address, and its environment variable is not set.",
    example: "openai:gpt-6-sol needs a key, and OPENAI_API_KEY is not set.",
    remedies: [
      "Set the variable that the message names, in the shell, in `.env`, or in a file given with `--env-file`.",
      "For your own server, set `baseUrl`; no key is needed. [Providers](providers.md) lists the variables.",
    ],
  },
  MODEL_UNREACHABLE: {
    meaning:
      "No model of the run gave an answer; or a judge cannot be used; or `sameseed probe` or `sameseed worker` cannot use its model. Unlike the other mistakes, this one is found by sending requests. If only some models of a run cannot be used, the run continues with the others, and the exit code is 1.",
    example: 'Model "ollama:qwen3" cannot be used: connect ECONNREFUSED 127.0.0.1:11434',
    remedies: [
      "Check the address, the network, the key, and whether the local server is running.",
      "Answers that arrived before are stored. Continue with `sameseed run <benchmark> --resume`. See [when a service goes away](models.md#when-a-service-goes-away).",
    ],
  },
  NOT_FOUND: {
    meaning: "A file, a folder or a run does not exist.",
    example: "There is no file cases.csv.",
    remedies: [
      "Paths in a benchmark file are relative to that file, not to the current folder.",
      "`sameseed list` names the runs. A run is named by its id, a part of the id, its folder, or `latest`.",
    ],
  },
  PROMPT: {
    meaning:
      "A prompt fails for every case, for example because its function throws. If it fails for some cases only, `validate` warns, and their trials fail with the kind [`bad_request`](#bad_request).",
    example: 'Prompt "q", case "a": the function throws: country is not defined',
    remedies: ["Correct the function or the case that the message names, then run `sameseed validate`."],
  },
  TEMPLATE: {
    meaning:
      "A template uses a variable that the case does not have, or syntax that the template language does not know.",
    example: 'Prompt "q", case "a": the variable "question" is missing.',
    remedies: [
      "The message lists the variables of the case. Correct the name, or map the column under `vars`.",
      "Plain templates know `{{name}}`, `{{name.field}}` and `{{name[0]}}`. Filters, loops and conditions need `engine: nunjucks`; see [prompts](prompts.md).",
    ],
  },
  UNKNOWN_ID: {
    meaning: "An option or a key names a variant, prompt, model, scorer or run that does not exist.",
    example: 'There is no variant "terse/gpt-6-sol".',
    remedies: [
      "A variant's id is `<prompt id>/<model id>`, and a model's id contains its provider unless you set another id: `terse/openai:gpt-6-sol`. The message lists the ids that exist.",
    ],
  },
  UNKNOWN_MODEL: {
    meaning: "The provider before the colon, or the embedded model after it, is not known.",
    example: '"gpt-6-sol" is not a model id.',
    remedies: ["Write `provider:model`, for example `openai:gpt-6-sol`. `sameseed models` lists the providers."],
  },
};

/** Why a trial failed. The run continues, and the row keeps the reason. The type requires every kind. */
export const FAILURE_KINDS: Readonly<Record<ErrorKind, Guide>> = {
  aborted: {
    meaning: "The run was stopped while the request was in flight. Such a request gets no row.",
    example: "aborted: The run was stopped.",
    remedies: ["Continue with `--resume`, which sends the request again."],
  },
  authentication: {
    meaning:
      "The service refused the key (HTTP 401 or 403). If the model has not answered yet, sameseed sends it no further request after the first such error; otherwise after five in a row.",
    example: "authentication: 401 Incorrect API key provided",
    remedies: [
      "Correct the key or its permissions. Run again with `--resume` for requests that were not sent, then with `--retry-errors` for those that failed.",
    ],
  },
  bad_request: {
    meaning:
      "The service refused the request with another status of HTTP 4xx: an unsupported parameter, a prompt that is too long, or moderated content. Or a prompt failed for this case, so no request was sent.",
    example: "bad_request: 400 Unsupported parameter: 'temperature'",
    remedies: [
      "Read the service's text in the row. `dropUnsupported: true` omits parameters that the service is known to refuse.",
      "The [provider matrix](provider-matrix.md) lists the parameters of each provider.",
    ],
  },
  connection: {
    meaning: "The connection broke before the answer was complete. Retried.",
    example: "connection: the connection was reset",
    remedies: ["Check the network or the server's log if it persists after the retries."],
  },
  insufficient_quota: {
    meaning:
      "The account has no credit left, or its daily quota is spent. Unlike `rate_limited`, waiting for seconds does not help. sameseed sends no further request to this model, as for `authentication`.",
    example: "insufficient_quota: 429 You exceeded your current quota",
    remedies: [
      "Add credit or wait for the quota to renew. Run again with `--resume` for requests that were not sent, then with `--retry-errors` for those that failed.",
    ],
  },
  invalid_response: {
    meaning: "The response is not a completion: broken JSON, no `choices`, or an empty body. Retried.",
    example: "invalid_response: The service's answer is not JSON.",
    remedies: [
      "Check that the base URL points to the API and not to a web page.",
      "For `model: http`, check the path in `output`.",
    ],
  },
  no_record: {
    meaning: "A file of recorded answers has no answer for this case or repeat.",
    example: 'no_record: there is no record of case "pe"',
    remedies: ["Add the record, or map `case` and `repeat` of the model to the right fields."],
  },
  not_found: {
    meaning:
      "The service does not know the model or the URL (HTTP 404), or it redirects to another URL. Redirects are not followed, because the API key would go with them.",
    example: "not_found: 404 The model `gpt-5o` does not exist",
    remedies: ["Correct the model's name or `baseUrl`."],
  },
  rate_limited: {
    meaning: "The service rejected the request because of its rate limit (HTTP 429), and all retries too. Retried.",
    example: "rate_limited: 429 Rate limit reached for requests",
    remedies: [
      "Set or lower `--max-rpm`, `--max-tpm` or `--max-concurrency`, or set `--max-retries` above 20; then run again with `--retry-errors`.",
    ],
  },
  server: {
    meaning: "The service failed (HTTP 5xx). Retried.",
    example: "server: 503 The model is overloaded",
    remedies: ["Run again later with `--retry-errors`."],
  },
  timeout: {
    meaning:
      "No answer within `--timeout` per attempt, or within `--trial-timeout` per trial. Retried within `--trial-timeout`.",
    example: "timeout: no answer within 120 s",
    remedies: ["Raise `--timeout`, or lower `maxTokens` so that answers end sooner."],
  },
  unreachable: {
    meaning:
      "The service could not be reached: unknown host, refused connection, or an `exec:` program that does not exist. Retried if the service has answered before in this run. If no model ever answered, the run stops with `MODEL_UNREACHABLE`.",
    example: "unreachable: connect ECONNREFUSED 127.0.0.1:11434",
    remedies: ["Check `baseUrl` and whether the server is running."],
  },
  worker_lost: {
    meaning: "In a run on several machines, too many workers ended while they processed this trial.",
    example: "worker_lost: every worker that ran this trial's chunk ended before it answered",
    remedies: [
      "Look at the workers' logs; see [more than one machine](scale.md). Then run again with `--retry-errors`.",
    ],
  },
  other: {
    meaning:
      "An error without one of these kinds, usually of your own model (a script or function) or of an imported run.",
    example: "other: TypeError: fetch failed",
    remedies: ["Read the message in the row's column `error`."],
  },
};
