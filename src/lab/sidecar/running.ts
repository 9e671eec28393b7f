import type { IRunningSessionManagers, IRunningSessions } from "@jupyterlab/running";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { IDisposable } from "@lumino/disposable";
import { semlaIcon } from "../icon";
import type { Sidecar, SidecarMonitor } from "./monitor";

/** Lists the sidecars in the Running panel, each with its shutdown. */
export function listSidecars(
  managers: IRunningSessionManagers,
  monitor: SidecarMonitor,
  text: TranslationBundle,
  stop: (id: string) => void,
): IDisposable {
  const item = ({ id, name, status, busy }: Sidecar): IRunningSessions.IRunningItem => ({
    icon: () => semlaIcon,
    label: () => name,
    labelTitle: () => text.__("Sidecar of %1, run by %2", name, status.node ?? "Node"),
    detail: () => {
      const state = busy ? text.__("busy") : text.__("idle");
      return status.memory === null
        ? state
        : text.__("%1, %2 MB", state, Math.round(status.memory).toLocaleString());
    },
    shutdown: () => stop(id),
  });
  return managers.add({
    name: text.__("SemLa sidecars"),
    running: () => monitor.list().map(item),
    shutdownAll: () => monitor.list().forEach(({ id }) => stop(id)),
    refreshRunning: () => void monitor.refresh(),
    runningChanged: monitor.changed,
    shutdownLabel: text.__("Stop"),
    shutdownAllLabel: text.__("Stop all"),
    shutdownAllConfirmationText: text.__(
      "Stop all SemLa sidecars? What is computed stays; the next question starts one again.",
    ),
  });
}
