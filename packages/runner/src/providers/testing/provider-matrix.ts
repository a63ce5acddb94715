import { hasBatches } from "../../batch-apis/batch-services.ts";
import { PARAMETERS } from "../parameter-uses.ts";
import type { ProviderProfile } from "../profiles/provider-profile.ts";
import { PROVIDERS } from "../provider-profiles.ts";

/** The contract suite's checks of each provider, in the order of the table. */
const CHECKS = [
  "answer, usage in parts",
  "request, seed, key",
  "parameters",
  "refused parameters",
  "stream",
  "broken stream",
  "truncation",
  "filter, refusal",
  "tools",
  "structured output",
  "reasoning text",
  "images",
  "errors",
  "malformed answers",
  "missing key",
] as const;
export type CheckName = (typeof CHECKS)[number];

/** Undefined for a check that passed. */
// oxlint-disable-next-line typescript/no-invalid-void-type -- a test's body has no value
export type CheckResult = "not offered" | void;

/** The contract suite's results so far. A class because it has state. */
export class SuiteResults {
  registered = 0;
  started = 0;
  readonly #cells = new Map<string, { passed: number; notOffered: number }>();

  add(provider: string, check: CheckName, result: CheckResult): void {
    const key = `${provider}|${check}`;
    const { passed, notOffered } = this.#cells.get(key) ?? { passed: 0, notOffered: 0 };
    const isPassed = result === undefined;
    this.#cells.set(key, { passed: passed + Number(isPassed), notOffered: notOffered + Number(!isPassed) });
  }

  /** A check that failed has no result. */
  cell(provider: string, check: CheckName): string {
    const found = this.#cells.get(`${provider}|${check}`);
    if (found === undefined) return "**failed**";
    if (found.notOffered > 0) return "–";
    return found.passed === 1 ? "✓" : `✓ ${found.passed}`;
  }
}

/** `docs/provider-matrix.md`, from the profiles that build requests and from the contract suite's results. */
export function providerMatrix(contracted: readonly ProviderProfile[], results: SuiteResults): string {
  return [
    "# Provider matrix",
    "",
    "This page is generated from the provider profiles in `packages/runner/src/providers/profiles`, from which sameseed builds its requests, and from the results of the contract suite, `packages/runner/src/models/providers.test.ts`. The suite fails if the page is out of date; `vitest -u` updates it. [Providers](providers.md) explains how to use providers.",
    "",
    "## Seeds, keys and limits",
    "",
    ...accessTable(),
    "",
    "## Parameters",
    "",
    "The request field of each parameter. `–` means that the provider has no such parameter, so sameseed refuses it before the run.",
    "",
    ...parameterTable(),
    "",
    "## Exceptions by model and value",
    "",
    ...ruleTable(),
    "",
    "## Other data in responses",
    "",
    ...toldTable(),
    "",
    "## Contract suite",
    "",
    "Tests that each adapter passes against local servers, which are written from the services' public references. A number counts the cases of a check, such as error statuses. `–` means that the provider does not offer the feature. No live service was used.",
    "",
    ...suiteTable(contracted, results),
    "",
  ].join("\n");
}

function accessTable(): string[] {
  return table(
    ["provider", "seed", "key", "base URL", "source of rate limits", "structured output", "batch API"],
    PROVIDERS.map((profile) => [
      `\`${profile.id}:\``,
      profile.fields.seed === undefined ? "none" : `\`${profile.fields.seed}\``,
      keyText(profile),
      profile.baseUrlEnv.map((name) => `\`${name}\``).join(", "),
      profile.limits,
      profile.structured,
      hasBatches(profile.id) ? "yes" : "no",
    ]),
  );
}

function keyText({ isLocal, keyEnv, signingEnv }: ProviderProfile): string {
  if (isLocal) return "not needed";
  const signed = signingEnv === undefined ? "" : `; or signed with ${namesIn(signingEnv)}`;
  return `${namesIn(keyEnv)}${signed}`;
}

function namesIn(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function parameterTable(): string[] {
  const shown = PARAMETERS.filter((name) => name !== "stream");
  return table(
    ["provider", ...shown],
    PROVIDERS.map(({ id, fields }) => [
      `\`${id}:\``,
      ...shown.map((name) => (fields[name] === undefined ? "–" : `\`${fields[name]}\``)),
    ]),
  );
}

function ruleTable(): string[] {
  return table(
    ["provider", "parameters", "handling", "reason and remedy"],
    PROVIDERS.flatMap(({ id, rules }) =>
      rules.map(({ parameters, fate, when, reason }) => [
        `\`${id}:\``,
        parameters.join(", "),
        when === undefined ? fate : `${fate} for some models or values`,
        reason,
      ]),
    ),
  );
}

function toldTable(): string[] {
  return table(
    ["provider", "data", "source"],
    PROVIDERS.map(({ id, tells, source }) => [`\`${id}:\``, tells.join(", "), source]),
  );
}

function suiteTable(contracted: readonly ProviderProfile[], results: SuiteResults): string[] {
  return table(
    ["provider", ...CHECKS],
    contracted.map(({ id }) => [`\`${id}:\``, ...CHECKS.map((check) => results.cell(id, check))]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}
