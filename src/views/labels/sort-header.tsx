import { turned, type Order } from "./order";

interface Options<Key extends string> {
  readonly name: Key;
  readonly keys: Readonly<
    Record<
      Key,
      { readonly name: string; readonly short?: string; readonly hint: string; readonly descending: boolean }
    >
  >;
  readonly order: Order<Key>;
  readonly onSort: (order: Order<Key>) => void;
  /** In place of the key's name. */
  readonly title?: string;
}

/** Header of a column that sorts; of the current one, the other way round. */
export function SortHeader<Key extends string>(options: Options<Key>) {
  const { name, keys, order } = options;
  return (
    <th
      scope="col"
      data-column={name}
      data-current={order.by === name}
      aria-sort={order.by === name ? direction(keys[name].descending, order) : "none"}
    >
      <SortButton {...options} />
    </th>
  );
}

export function SortButton<Key extends string>({ name, keys, order, onSort, title }: Options<Key>) {
  const key = keys[name];
  return (
    <button
      type="button"
      title={`Sort by ${key.name}${key.hint === key.name ? "" : `: ${key.hint}`}`}
      onClick={() => onSort(turned(order, name))}
    >
      {title ?? key.short ?? key.name}
    </button>
  );
}

/** In the words of `aria-sort`. */
export function direction(descending: boolean, { reversed }: Order<string>): "ascending" | "descending" {
  return descending === reversed ? "ascending" : "descending";
}
