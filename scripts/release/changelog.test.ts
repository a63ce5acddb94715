import { expect, test } from "vitest";
import { summaryOf, withRelease } from "./changelog.ts";

test("a summary is the text below the front matter", () => {
  expect(summaryOf('---\n"sameseed": minor\n---\n\nOne line.\n\n--- and another\n')).toBe(
    "One line.\n\n--- and another",
  );
});

test("a release is put on top, and a paragraph stays in its bullet", () => {
  expect(withRelease("# Changelog\n\nAll changes.\n\n## 0.1.0\n\n- First.\n", "0.2.0", ["New.", "A\n\nB"])).toBe(
    "# Changelog\n\nAll changes.\n\n## 0.2.0\n\n- New.\n- A\n  \n  B\n\n## 0.1.0\n\n- First.\n",
  );
  expect(withRelease("# Changelog\n", "0.1.0", ["New."])).toBe("# Changelog\n\n## 0.1.0\n\n- New.\n");
});

test("a section that exists grows at its end", () => {
  const changelog = "# Changelog\n\n## 0.2.0\n\n- Old.\n\n## 0.1.0\n\n- First.\n";
  expect(withRelease(changelog, "0.2.0", ["New."])).toBe(
    "# Changelog\n\n## 0.2.0\n\n- Old.\n- New.\n\n## 0.1.0\n\n- First.\n",
  );
});
