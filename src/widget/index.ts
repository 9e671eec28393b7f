/** The anywidget front end: `render` mounts an explorer on the traits of `semla.Explorer`. */
import type { AnyModel, Render } from "@anywidget/types";
import { announce, openSession } from "../client";
import { mountExplorer } from "../views/explorer";
import { modelHost } from "./host";
import type { Traits } from "./traits";
import { followTheme } from "./theme";

const render: Render<Traits> = ({ model, el }: { model: AnyModel<Traits>; el: HTMLElement }) => {
  const host = modelHost(model);
  const session = openSession(host);
  const theme = followTheme((value) => session.store.setTheme(value));
  const explorer = mountExplorer(el, session.store);
  const retire = announce(session.store);
  return () => {
    retire();
    explorer.dispose();
    theme.dispose();
    session.dispose();
    host.dispose();
  };
};

export default { render };
