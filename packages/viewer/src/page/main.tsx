import { render } from "preact";
import type { PageData } from "../data/page-data.ts";
import { App } from "./app.tsx";

const data = JSON.parse(document.getElementById("data")!.textContent) as PageData;
render(<App data={data} />, document.getElementById("app")!);
