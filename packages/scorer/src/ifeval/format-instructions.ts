import { type InstructionCheck, listOf, numberOf, stripped, textOf } from "./instruction.ts";

const CONSTRAINED = ["My answer is yes.", "My answer is no.", "My answer is maybe."];

/** Instructions on lists, sections, titles, paragraphs and JSON, after google-research/instruction_following_eval. */
export const FORMAT_INSTRUCTIONS: Readonly<Record<string, InstructionCheck>> = {
  "detectable_content:number_placeholders": (response, given) =>
    matches(response, /\[.*?\]/g) >= numberOf(given, "num_placeholders"),
  "detectable_content:postscript": (response, given) => {
    const marker = textOf(given, "postscript_marker").trim();
    const pattern =
      marker === "P.P.S"
        ? "p\\.\\s?p\\.\\s?s.*$"
        : marker === "P.S."
          ? "p\\.\\s?s\\..*$"
          : `${marker.toLowerCase()}.*$`;
    return new RegExp(pattern, "m").test(response.toLowerCase());
  },
  "detectable_format:number_bullet_lists": (response, given) =>
    matches(response, /^\s*\*[^*].*$/gm) + matches(response, /^\s*-.*$/gm) === numberOf(given, "num_bullets"),
  "detectable_format:constrained_response": (response, given) =>
    ("options" in given ? listOf(given, "options") : CONSTRAINED).some((option) => response.includes(option)),
  "detectable_format:number_highlighted_sections": (response, given) => {
    const single = [...response.matchAll(/\*[^\n*]*\*/g)].filter(([text]) => stripped(text, "*").trim() !== "");
    const double = [...response.matchAll(/\*\*[^\n*]*\*\*/g)].filter(([text]) => text.slice(2, -2).trim() !== "");
    return single.length + double.length >= numberOf(given, "num_highlights");
  },
  "detectable_format:multiple_sections": (response, given) => {
    const splitter = textOf(given, "section_spliter").trim();
    return matches(response, new RegExp(`\\s?${splitter}\\s?\\d+\\s?`, "g")) >= numberOf(given, "num_sections");
  },
  "detectable_format:json_format": (response) => isJson(withoutFences(response)),
  "detectable_format:title": (response) =>
    [...response.matchAll(/<<[^\n]+>>/g)].some(
      ([title]) => stripped(stripped(title, "<", "start"), ">", "end").trim() !== "",
    ),
  "length_constraints:number_paragraphs": (response, given) => {
    const paragraphs = response.split(/\s?\*\*\*\s?/u);
    const last = paragraphs.length - 1;
    if (paragraphs.some((text, index) => text.trim() === "" && index !== 0 && index !== last)) return false;
    return paragraphs.filter((text) => text.trim() !== "").length === numberOf(given, "num_paragraphs");
  },
  "length_constraints:nth_paragraph_first_word": (response, given) => {
    const paragraphs = response.split("\n\n");
    const count = paragraphs.filter((text) => text.trim() !== "").length;
    const nth = numberOf(given, "nth_paragraph");
    const paragraph = paragraphs[nth - 1]?.trim() ?? "";
    if (nth > count || paragraph === "") return false;
    const word = stripped(stripped(paragraph.split(/\s+/u)[0]!, "'", "start"), '"', "start");
    const first = /^[^.,?!'"]*/.exec(word)![0].toLowerCase();
    return count === numberOf(given, "num_paragraphs") && first === textOf(given, "first_word").toLowerCase();
  },
};

function matches(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

function withoutFences(response: string): string {
  let text = response.trim();
  for (const fence of ["```json", "```Json", "```JSON", "```"])
    if (text.startsWith(fence)) text = text.slice(fence.length);
  return (text.endsWith("```") ? text.slice(0, -3) : text).trim();
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
