import type { Store } from "../../client";
import { Icon, type IconName } from "../parts/icons";
import { Menu } from "../parts/menu";
import { type Versioned, versioned, versionedPair } from "./versioned";

/** The data set's name; with splits, a menu that shows one of them or all. */
export function DatasetTitle({ store }: { store: Store }) {
  const { dataset } = store.title.value;
  const splits = store.dataset.value?.split?.names ?? [];
  if (splits.length < 2) return <Title icon="database" title={dataset} />;
  const { split } = store.filter.value;
  const choice = (name: string, chosen: readonly string[] | undefined) => ({
    name,
    checked: split?.join("\n") === chosen?.join("\n"),
    onSelect: () => store.refine({ split: chosen }),
  });
  return (
    <Menu
      name={`Data set ${dataset}: choose a split`}
      className="jp-Semla-titleButton"
      align="start"
      items={[choice("all splits", undefined), ...splits.map((name) => choice(name, [name]))]}
    >
      <Title icon="database" title={dataset} />
      <Icon name="caretDown" size={12} />
    </Menu>
  );
}

/** The model's name, of two that are compared both; absent where only arrays were given. */
export function ModelTitle({ store }: { store: Store }) {
  const { model } = store.title.value;
  const other = store.view.value.compare ? store.second.value?.model : undefined;
  if (model && other)
    return <Title icon="model" title={`${model}, ${other}`} parts={versionedPair(model, other)} />;
  return model ? <Title icon="model" title={model} /> : null;
}

interface TitleOptions {
  readonly icon: IconName;
  readonly title: string;
  readonly parts?: Versioned;
}

function Title({ icon, title, parts: { name, version } = versioned(title) }: TitleOptions) {
  return (
    <span class="jp-Semla-title" title={title}>
      <Icon name={icon} />
      <span>
        <strong>{name}</strong> {version}
      </span>
    </span>
  );
}
