import type { Kernel } from "@jupyterlab/services";
import type { IStateDB } from "@jupyterlab/statedb";
import type { TranslationBundle } from "@jupyterlab/translation";
import { askFrames, askModel, type FramesReply } from "./ask";
import { freeName, variableCode } from "./code";
import { askChoice } from "./dialog";
import { knownModels, rememberModel } from "./memory";
import type { Place } from "./place";
import { modelSentence, noSemla, noText } from "./sentences";

/**
 * Asks for a data frame of the kernel of a notebook or console, its columns and a model, and runs the code that shows
 * it below the active cell. Without a place it says where to go first.
 */
export async function openVariable(
  place: Place | null,
  state: IStateDB | null,
  text: TranslationBundle,
): Promise<void> {
  const kernel = place?.kernel;
  const busy = text.__("The kernel is busy. Its data frames are listed when it has finished.");
  let taken: readonly string[] = [];
  const frames = async (
    asked: Kernel.IKernelConnection,
    signal: AbortSignal,
  ): Promise<FramesReply | string> => {
    const { language_info } = await asked.info;
    return language_info.name.toLowerCase() === "python"
      ? askFrames(asked, signal)
      : text.__("The kernel runs %1, and SemLa needs Python.", language_info.name);
  };
  const chosen = await askChoice(
    {
      title: text.__("Open a data frame in SemLa"),
      waiting: kernel?.status === "busy" ? busy : text.__("Asking the kernel for its data frames…"),
      async load(form, signal) {
        if (!place) return text.__("Go to a notebook or a console first: its data frames are listed here.");
        if (!kernel) return text.__("%1 has no kernel. Start one and make a data frame.", place.title);
        // the status of a kernel may say idle while a cell runs: other channels set it, too
        const slow = setTimeout(() => form.wait(busy), 700);
        const reply = await frames(kernel, signal).finally(() => clearTimeout(slow));
        if (typeof reply === "string") return reply;
        ({ taken } = reply);
        if (!reply.semla) return noSemla(text);
        if (reply.frames.length === 0)
          return text.__(
            "There is no data frame in the kernel of %1. Run the cell that makes one.",
            place.title,
          );
        const [only] = reply.frames;
        const useless = reply.frames.length === 1 && only ? noText(only.columns, only.name, text) : null;
        return useless ?? { tables: reply.frames, models: await knownModels(state) };
      },
      async judge({ choice }, signal) {
        if (!kernel) return text.__("The kernel has ended.");
        return modelSentence(await askModel(kernel, choice.model, signal), choice.model, text);
      },
    },
    text,
  );
  if (!chosen || !place) return;
  await rememberModel(state, chosen.choice.model);
  await place.run(variableCode(chosen.table.name, freeName(taken), chosen.choice));
}
