export { historyText } from "./history-text.ts";
export { readHistory } from "./read-history.ts";
export { writeHistoryWorkbook } from "@sameseed/reporter";
