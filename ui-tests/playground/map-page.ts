import "../../style/index.css";
import { mountMap } from "../../src/views/map";
import { openPlayground } from "./data";

const { playground, query } = openPlayground();
const root = document.getElementById("root") as HTMLElement;
root.className = "jp-Semla";
root.dataset["theme"] = playground.store.theme.value;
root.style.width = query.has("width") ? `${query.get("width")}px` : "100vw";
root.style.height = query.has("height") ? `${query.get("height")}px` : "100vh";
mountMap(root, playground.store);
playground.mountMap = mountMap;
