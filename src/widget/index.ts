/** The anywidget front end: `render` mounts an explorer on the traits of `semla.Explorer`. */
import type { AnyModel, Render } from "@anywidget/types";
import { announce, openSession } from "../client";
import { followTheme, mountExplorer } from "../views/explorer";
import { modelHost } from "./host";
import { liveExplorer } from "./live";
import type { Message, Traits } from "./traits";

const render: Render<Traits> = ({ model, el }: { model: AnyModel<Traits>; el: HTMLElement }) => {
  const host = modelHost(model);
  const session = openSession(host);
  const theme = followTheme((value) => session.store.setTheme(value));
  const explorer = mountExplorer(el, session.store);
  const retire = announce(
    liveExplorer(host.state().token, el, session.store, () => model.send({ type: "kept" } satisfies Message)),
  );
  return () => {
    retire();
    explorer.dispose();
    theme.dispose();
    session.dispose();
    host.dispose();
  };
};

export default { render };
