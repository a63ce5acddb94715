import { expect, test } from "vitest";
import { licencesOf, refusedLicences } from "./licences.ts";

const SBOM = {
  components: [
    { name: "yaml", version: "2.0.0", licenses: [{ license: { id: "ISC" } }] },
    { group: "@scope", name: "one", version: "1.0.0", licenses: [{ expression: "(GPL-3.0 OR MIT)" }] },
    { name: "copyleft", version: "1.0.0", licenses: [{ license: { id: "GPL-3.0" } }] },
    { name: "silent", version: "1.0.0" },
  ],
};

test("licences are listed by licence and name", () => {
  expect(licencesOf(SBOM).map(({ name, licence }) => `${licence} ${name}`)).toEqual([
    " silent@1.0.0",
    "(GPL-3.0 OR MIT) @scope/one@1.0.0",
    "GPL-3.0 copyleft@1.0.0",
    "ISC yaml@2.0.0",
  ]);
});

test("a licence that is missing or not allowed is a problem; one of several by choice is enough", () => {
  expect(refusedLicences(licencesOf(SBOM))).toEqual([
    "silent@1.0.0 names no licence.",
    "copyleft@1.0.0: the licence GPL-3.0 is not on the list of allowed ones.",
  ]);
  expect(refusedLicences([{ name: "both@1", licence: "MIT AND GPL-2.0" }])).toHaveLength(1);
});
