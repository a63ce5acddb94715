import { type OptionName, withOptionNames } from "@sameseed/core";
import type { KeyState } from "../../import-report.ts";

/** The import's result for one key or assertion. */
export interface KeyRow {
  readonly key: string;
  /** How it is written, where that decides. */
  readonly form?: string | undefined;
  readonly state: KeyState;
  /** The import's message; for a kept key, the conditions of its effect. */
  readonly what: string;
}

export interface PlaceRows {
  readonly place: string;
  readonly rows: readonly KeyRow[];
}

const TITLES: Readonly<Record<string, string>> = {
  config: "the configuration",
  test: "a test",
  defaultTest: "`defaultTest`",
  options: "`options` of a test",
  assertion: "an assertion",
  evaluateOptions: "`evaluateOptions`",
  commandLineOptions: "`commandLineOptions`",
  provider: "a provider",
  "provider config": "`config` of a provider",
  prompt: "a prompt",
};

/** `docs/promptfoo-keys.md`: the import's result for each key of a config, and for each assertion. */
export function keyTable(places: readonly PlaceRows[], assertions: readonly KeyRow[]): string {
  return [
    "# Each key of promptfoo",
    "",
    "A test generates this page: it imports configurations with one key or one assertion each and records the results. The test fails if the page is out of date; `vitest -u` updates it. [How promptfoo configurations are converted](promptfoo-conversion.md) explains the differences.",
    "",
    "- **kept**: sameseed uses it. A few assertions then give [different results](promptfoo-conversion.md#different-results). Some keys have an effect only together with others, which the notes name.",
    "- **changed**: it has another effect, or sameseed adds something that the tested configuration lacks, such as the judge of `llm-rubric`. The text is the warning of the import.",
    "- **left out**: it has no effect. The text is the warning of the import.",
    "",
    ...summary(places, assertions),
    ...places.flatMap(({ place, rows }) => [`## Keys of ${TITLES[place] ?? place}`, "", ...table("key", rows), ""]),
    "## Assertions",
    "",
    "Each assertion can have the prefix `not-`.",
    "",
    ...table("assertion", assertions),
    "",
  ].join("\n");
}

function summary(places: readonly PlaceRows[], assertions: readonly KeyRow[]): string[] {
  const line = (what: string, rows: readonly KeyRow[]): string => {
    const count = (state: KeyState): number => rows.filter((row) => row.state === state).length;
    return `| ${what} | ${rows.length} | ${count("kept")} | ${count("changed")} | ${count("left out")} |`;
  };
  return [
    "| what | tested | kept | changed | left out |",
    "| --- | --- | --- | --- | --- |",
    line(
      "keys",
      places.flatMap(({ rows }) => rows),
    ),
    line("assertions", assertions),
    "",
  ];
}

function table(title: string, rows: readonly KeyRow[]): string[] {
  return [
    `| ${title} | in sameseed | notes |`,
    "| --- | --- | --- |",
    ...rows.map(
      ({ key, form, state, what }) =>
        `| \`${key}\`${form === undefined ? "" : `, ${form}`} | ${state} | ${cell(what)} |`,
    ),
  ];
}

/** The flags of `sameseed run`, as the command line names options in a warning. */
const FLAGS: Partial<Record<OptionName, string>> = {
  maxRequestsPerMinute: "--max-rpm",
  maxRetries: "--max-retries",
  prices: "--prices",
  timeoutMs: "--timeout",
};

/** A sentence without characters that would end the cell or be a tag. */
function cell(text: string): string {
  return withOptionNames(text, (name) => `\`${FLAGS[name] ?? name}\``)
    .replaceAll("|", "\\|")
    .replaceAll("{{", "\\{{")
    .replaceAll("<", "&lt;");
}
