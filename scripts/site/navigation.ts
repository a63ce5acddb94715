/** A group of the site's sidebar: pages by their path in the repository. */
export interface NavigationGroup {
  readonly title: string;
  readonly pages: readonly string[];
}

const docs = (...names: readonly string[]): readonly string[] => names.map((name) => `docs/${name}.md`);

/** The sidebar: every page of the site once. Decisions, benchmarks and the API have an index page each. */
export const NAVIGATION: readonly NavigationGroup[] = [
  { title: "Start", pages: ["README.md", ...docs("getting-started", "concepts", "glossary", "faq", "alternatives")] },
  {
    title: "Come from another tool",
    pages: docs("from-promptfoo", "from-openai-evals", "import", "recipes"),
  },
  { title: "Write a benchmark", pages: docs("benchmark-file", "datasets", "prompts", "seeds") },
  {
    title: "Send requests",
    pages: docs("models", "own-models", "providers", "costs", "resume", "scale", "watch", "latency"),
  },
  {
    title: "Score answers",
    pages: docs("scorers", "code-scorers", "answer-reading", "judges", "judge-audit", "human-labels"),
  },
  { title: "Decide", pages: docs("comparisons", "statistics", "ci") },
  { title: "Read results", pages: docs("results", "viewer", "spreadsheets", "pandas-duckdb") },
  {
    title: "Reference",
    pages: docs(
      "cli",
      "configuration",
      "library",
      "errors",
      "provider-matrix",
      "promptfoo-conversion",
      "promptfoo-keys",
      "performance",
      "proof",
    ),
  },
  {
    title: "Project",
    pages: ["ARCHITECTURE.md", "CONTRIBUTING.md", "docs/decisions/README.md", "SECURITY.md", "CHANGELOG.md"],
  },
];
