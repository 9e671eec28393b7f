interface Options<T extends string> {
  readonly tabs: readonly { readonly tab: T; readonly name: string }[];
  readonly current: T;
  readonly onOpen: (tab: T) => void;
}

/** A tab list: one tab stop, arrow keys, Home and End open. */
export function TabList<T extends string>({ tabs, current, onOpen }: Options<T>) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ tab }) => tab === current);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    const target = next === undefined ? undefined : tabs.at(next % tabs.length);
    if (!target) return;
    onOpen(target.tab);
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`[data-tab="${target.tab}"]`)?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div role="tablist" aria-label="Views" onKeyDown={onKeyDown}>
      {tabs.map(({ tab, name }) => (
        <button
          key={tab}
          type="button"
          role="tab"
          data-tab={tab}
          aria-selected={tab === current}
          tabIndex={tab === current ? 0 : -1}
          onClick={() => onOpen(tab)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
