import { expect, test } from "vitest";
import { settingKeys } from "./setting-keys.ts";

const CODE = "Zk3xQ9-abcdefghijklmnopqrstuvwx_yz012345==";
const KEY = "hunter2secret";

test.each<[string, unknown, string]>([
  ["a code of Azure Functions", `https://f.example/api/x?code=${CODE}&x=1`, CODE],
  ["a shared access signature", `https://s.example/x?sv=2024-01-01&sig=${KEY}`, KEY],
  ["a subscription key", `https://s.example/x?subscription-key=${KEY}`, KEY],
  ["a signed address", `https://s.example/x?X-Amz-Credential=${KEY}%2Fus`, `${KEY}%2Fus`],
  ["its token", `https://s.example/x?X-Amz-Security-Token=${KEY}`, KEY],
  ["an appid", `https://s.example/x?appid=${KEY}`, KEY],
  ["a client secret", `https://s.example/x?client_secret=${KEY}`, KEY],
  ["a header of Azure", { headers: { "Ocp-Apim-Subscription-Key": KEY } }, KEY],
  ["a header of one's own", { headers: { "X-Custom-Token": KEY } }, KEY],
  ["a cookie", { headers: { "x-my-cookie": `session=${KEY}` } }, `session=${KEY}`],
  ["a header with a secret's name", { headers: { "X-Secret-Thing": KEY } }, KEY],
  ["a connection string", { connection: `Server=x;Password=${KEY};Encrypt=yes` }, KEY],
  ["a storage account", `AccountName=x;AccountKey=${CODE};EndpointSuffix=core.example`, CODE],
  ["camel case", { config: { sessionToken: KEY } }, KEY],
  ["an application key", { appKey: KEY }, KEY],
  [
    "a webhook of Slack",
    "https://hooks.slack.com/services/T012ABC34/B056DEF78/abcDEF1234567",
    "T012ABC34/B056DEF78/abcDEF1234567",
  ],
  [
    "a bot of Telegram",
    "https://api.telegram.org/bot123456:ABC-DEF1234ghIkl-zyx57W2v/send",
    "123456:ABC-DEF1234ghIkl-zyx57W2v",
  ],
])("%s is found", (_, value, key) => {
  expect(settingKeys(value, () => false)).toEqual([key]);
});

test.each<[string, unknown]>([
  ["the code of a country", "https://x.example/x?code=en-US-2"],
  ["a code in a field", { code: "return output.length > 12345678" }],
  [
    "names of the environment",
    { "X-Custom-Token": "Bearer {{env.TOKEN_1}}", url: "https://x.example/x?code={{env.CODE_OF_FUNCTION_1}}" },
  ],
  ["short texts", { token: "abc1", password: "x1" }],
  ["words", { token: "abcdefghijk", signature: "Kind regards" }],
  ["counts of tokens", { "max-tokens": "100000000", max_tokens: "100000000" }],
  [
    "tokens of pages and of tokenizers",
    { page_token: "page-number-2", nextPageToken: "page-number-2", eos_token: "<|token-12|>" },
  ],
  ["other keys", { sort_key: "created-at-2", prompt_cache_key: "version-number-1", keyboard: "layout-105-keys" }],
  [
    "other headers",
    {
      headers: {
        "X-Author": "jane-doe-1234",
        "X-Trace-Id": KEY,
        "max-tokens": "100000000",
        "X-Pass-Rate": "0.12345678",
      },
    },
  ],
  ["a reference in a header", { headers: { "X-Secret-Thing": "{{env.SECRET_1}}" } }],
  ["a connection string without a key", { connection: "Server=db12345678;Password={{env.PASSWORD_1}}" }],
  ["code", { value: "if (password=output[12345678]) return 1" }],
  ["people", { author: "Jane Doe 1234", authority: "example.com:8443" }],
  [
    "other parameters",
    "https://x.example/x?author=jane-doe-1234&authority=abc12345&keyboard=de105abc&sort_key=created-2",
  ],
  ["what is data", { vars: { token: KEY } }],
])("%s is not a key", (_, value) => {
  expect(settingKeys(value, (name) => name === "vars")).toEqual([]);
});
