import { expect, test } from "vitest";
import { translatedConfig as translated } from "./testing/translated-config.ts";

const base64 = Buffer.from("bytes").toString("base64");

test.each([
  ["a.bmp", `data:image/bmp;base64,${base64}`],
  ["a.TIFF", `data:image/tiff;base64,${base64}`],
  ["a.heic", `data:image/heic;base64,${base64}`],
  ["a.jpg", `data:image/jpeg;base64,${base64}`],
  ["a.m4a", base64],
  ["a.flac", base64],
  ["a.webm", base64],
  ["a.3gp", base64],
  ["a.txt", "bytes"],
  ["a.md", "bytes"],
  ["a.constructor", "bytes"],
])("the variable file://%s has the form that promptfoo gives it", async (name, value) => {
  const config = { prompts: ["{{v}}"], providers: ["echo"], tests: [{ vars: { v: `file://${name}` } }] };
  const { benchmark, warnings } = await translated(config, { [name]: "bytes" });
  expect(benchmark["cases"]).toMatchObject([{ vars: { v: value } }]);
  expect(warnings).toEqual([]);
});
