import { expect, test } from "vitest";
import { ChatMessage } from "./message.ts";
import { withKnownParts } from "./message-dialects.ts";

const IMAGE = { type: "image_url", image_url: { url: "data:image/jpeg;base64,AAAA" } };

test.each<[string, object, object]>([
  ["Responses, text", { type: "input_text", text: "Hi" }, { type: "text", text: "Hi" }],
  [
    "Responses, image",
    { type: "input_image", image_url: "https://example.com/a.png", detail: "low" },
    { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
  ],
  ["Anthropic, image", { type: "image", source: { type: "base64", media_type: "image/jpeg", data: "AAAA" } }, IMAGE],
  [
    "Anthropic, address",
    { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
    { type: "image_url", image_url: { url: "https://example.com/a.png" } },
  ],
  ["Adaline, text", { modality: "text", value: "Hi" }, { type: "text", text: "Hi" }],
  [
    "Adaline, image",
    { modality: "image", detail: "auto", value: { type: "base64", media_type: "jpeg", base64: "AAAA" } },
    { type: "image_url", image_url: { url: "data:image/jpeg;base64,AAAA", detail: "auto" } },
  ],
  ["Bedrock, text", { text: "Hi" }, { type: "text", text: "Hi" }],
  ["Bedrock, image", { image: { format: "jpg", source: { bytes: "AAAA" } } }, IMAGE],
])("a part of %s is read", (_, part, known) => {
  const message = withKnownParts({ type: "message", role: "user", content: [part] });
  expect(message).toEqual({ role: "user", content: [known] });
  expect(ChatMessage.safeParse(message).success).toBe(true);
});

test.each<[string, unknown]>([
  ["of Chat Completions", { role: "user", content: [{ type: "text", text: "Hi" }, IMAGE] }],
  ["with text alone", { role: "user", content: "Hi" }],
  ["without data", { role: "user", content: [{ type: "image", source: { type: "base64", media_type: "image/png" } }] }],
  ["with unknown parts", { role: "user", content: [{ type: "hologram" }, 3, null] }],
  ["that is not a message", 3],
])("leaves a message %s unchanged", (_, message) => {
  expect(withKnownParts(message)).toEqual(message);
});
