import type { IStateDB } from "@jupyterlab/statedb";

const key = "semla-lab:open";
const kept = 8;

/** Models that were named in earlier dialogs, the last one first; none where the host keeps no state. */
export async function knownModels(state: IStateDB | null): Promise<string[]> {
  const found = await state?.fetch(key).catch(() => undefined);
  const models = found && typeof found === "object" && "models" in found ? found["models"] : [];
  return Array.isArray(models) ? models.filter((name): name is string => typeof name === "string") : [];
}

/** Puts a model first. */
export async function rememberModel(state: IStateDB | null, model: string): Promise<void> {
  if (!state) return;
  const others = (await knownModels(state)).filter((name) => name !== model);
  await state.save(key, { models: [model, ...others].slice(0, kept) });
}
