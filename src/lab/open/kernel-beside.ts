import type { ServiceManager, Session } from "@jupyterlab/services";
import { pythonSpec, type Spec, unusedName } from "./notebook";

/** A session at the path of a notebook that is yet to be written. */
export interface Beside {
  readonly session: Session.ISessionConnection;
  readonly spec: Spec;
  /** Path of the notebook, from the file browser's root. */
  readonly notebook: string;
}

/** Starts one kernel for a file, and ends it unless it is kept. */
export interface KernelBeside {
  /** Null where the server has no Python kernel. */
  start(): Promise<Beside | null>;
  /** Lets go of the session; its kernel goes on only where it is to be kept. */
  end(keep: boolean): Promise<void>;
}

/** A kernel whose working folder is that of the file at `path`. The notebook takes its name, or a free one like it. */
export function kernelBeside(services: ServiceManager.IManager, path: string): KernelBeside {
  let starting: Promise<Beside | null> | null = null;

  const begin = async (): Promise<Beside | null> => {
    const { contents, sessions, kernelspecs } = services;
    await kernelspecs.ready;
    const spec = pythonSpec(kernelspecs.specs);
    if (!spec) return null;
    const at = Math.max(path.lastIndexOf("/"), path.indexOf(":")) + 1;
    const beside = await contents.get(path.slice(0, at), { content: true });
    const names = (beside.content as { name: string }[]).map((file) => file.name);
    const name = unusedName(path.slice(at, path.lastIndexOf(".")), names);
    const notebook = path.slice(0, at) + name;
    const session = await sessions.startNew(
      { path: contents.localPath(notebook), name, type: "notebook", kernel: { name: spec.name } },
      // what widgets send is for the notebook's own connection
      { kernelConnectionOptions: { handleComms: false } },
    );
    return { session, spec, notebook };
  };

  return {
    start: () => (starting ??= begin()),
    async end(keep) {
      const begun = await starting?.catch(() => null);
      if (!begun || begun.session.isDisposed) return;
      if (!keep) await begun.session.shutdown();
      begun.session.dispose();
    },
  };
}
