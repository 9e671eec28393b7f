/** The script of a report: a page that holds one saved explorer and fills the window with it. */
import { sentenceOf } from "../client";
import { openSnapshot } from "../client/snapshot";
import { bytesOfBase64, decodeSnapshot } from "../snapshot";
import { followTheme, mountExplorer } from "../views/explorer";

/** Elements of the page that Python writes. */
const DATA = "semla-snapshot";
const PLACE = "semla-report";

const SAVED = "Saved report; what needs the model is computed in a notebook";

async function open(place: HTMLElement): Promise<void> {
  const snapshot = await decodeSnapshot(bytesOfBase64(document.getElementById(DATA)?.textContent ?? ""));
  const { store } = openSnapshot(snapshot);
  const message = snapshot.texts ? SAVED : `${SAVED}; texts are not in this report`;
  store.setStatus({ ...store.status.value, message });
  followTheme((theme) => {
    document.documentElement.dataset["theme"] = theme;
    store.setTheme(theme);
  });
  mountExplorer(place, store, { fill: true });
}

const place = document.getElementById(PLACE);
if (place) open(place).catch((error: unknown) => (place.textContent = sentenceOf(error)));
