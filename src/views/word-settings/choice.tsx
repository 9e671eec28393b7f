interface Options<T extends string | number> {
  readonly name: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly name: string; readonly title?: string }[];
  readonly onChange: (value: T) => void;
}

/** A few choices beside each other, as radio buttons. */
export function Choice<T extends string | number>({ name, value, choices, onChange }: Options<T>) {
  return (
    <fieldset class="jp-Semla-choice">
      <legend>{name}</legend>
      <span>
        {choices.map((choice) => (
          <label key={choice.value} title={choice.title} data-on={choice.value === value}>
            <input
              type="radio"
              name={`semla ${name}`}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            {choice.name}
          </label>
        ))}
      </span>
    </fieldset>
  );
}
