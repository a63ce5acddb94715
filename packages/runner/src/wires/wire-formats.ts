import type { WireName } from "../providers/profiles/provider-profile.ts";
import { chatWire } from "./chat-wire.ts";
import { converseWire } from "./converse-wire.ts";
import { generateContentWire } from "./generate-content-wire.ts";
import { messagesWire } from "./messages-wire.ts";
import { ollamaWire } from "./ollama-wire.ts";
import { responsesWire } from "./responses-wire.ts";
import type { WireFormat } from "./wire.ts";

export const WIRES: Readonly<Record<WireName, WireFormat>> = {
  chat: chatWire,
  responses: responsesWire,
  messages: messagesWire,
  converse: converseWire,
  "generate-content": generateContentWire,
  ollama: ollamaWire,
};
