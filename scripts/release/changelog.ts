/** The text of a changeset below its front matter. */
export function summaryOf(changeset: string): string {
  return changeset.replace(/^---\n[\s\S]*?\n---\n/, "").trim();
}

/** The changelog with a section for the version on top: one bullet a summary. Where the section exists, it grows. */
export function withRelease(changelog: string, version: string, summaries: readonly string[]): string {
  const bullets = summaries.map((summary) => `- ${summary.replaceAll("\n", "\n  ")}\n`).join("");
  const heading = `## ${version}\n`;
  const at = changelog.indexOf(`\n${heading}`);
  if (at >= 0) {
    const next = changelog.indexOf("\n## ", at + 1);
    const end = next < 0 ? changelog.length : next;
    return `${changelog.slice(0, end).trimEnd()}\n${bullets}${changelog.slice(end)}`;
  }
  const first = changelog.indexOf("\n## ");
  const head = first < 0 ? changelog.trimEnd() : changelog.slice(0, first).trimEnd();
  const rest = first < 0 ? "" : changelog.slice(first);
  return `${head}\n\n${heading}\n${bullets}${rest}`;
}
