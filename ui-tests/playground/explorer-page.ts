import "../../style/index.css";
import { mountExplorer } from "../../src/views/explorer";
import { openPlayground } from "./data";

const { playground, query } = openPlayground();
const root = document.getElementById("root") as HTMLElement;
if (query.has("width")) root.style.width = `${query.get("width")}px`;
if (query.has("height")) playground.store.setView({ height: Number(query.get("height")) });
mountExplorer(root, playground.store);
