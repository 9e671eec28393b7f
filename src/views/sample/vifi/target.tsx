import { labelText, share } from "../../parts/format";
import { type Explanation, rivalOf } from "../explanation";
import { mostProbable } from "../reading";

/** Which label is explained, and rather than which. */
export function TargetChoice({ explanation }: { explanation: Explanation }) {
  const { store, model, reading, prediction } = explanation;
  const names = store.columns.value.labelNames;
  const known = prediction.value && new Set(prediction.value.labelNames);
  const codes = (reading ? mostProbable(reading.probabilities, names.length) : [...names.keys()]).filter(
    (code) => !known || known.has(names[code] ?? ""),
  );
  const target = model.target.value;
  const against = model.against.value;
  const rival = reading ? rivalOf(store, reading, target) : -1;
  const explained = target ?? names[reading?.label ?? -1];
  const option = (code: number) => (
    <option key={code} value={`label ${names[code]}`}>
      {labelText(names[code] ?? "")}
      {reading ? ` ${share(reading.probabilities[code] ?? NaN)}` : ""}
    </option>
  );
  const labelIn = (value: string): string | null => (value.startsWith("label ") ? value.slice(6) : null);
  return (
    <div class="jp-Semla-choices">
      <label>
        why
        <select
          aria-label="Label to explain"
          value={target === null ? "" : `label ${target}`}
          onChange={({ currentTarget }) => {
            const label = labelIn(currentTarget.value);
            model.target.value = label;
            if (against !== "rival" && against?.label === label) model.against.value = null;
          }}
        >
          <option value="">the predicted label</option>
          {codes.map(option)}
        </select>
      </label>
      <label>
        rather than
        <select
          aria-label="Label to hold it against"
          value={against === null ? "" : against === "rival" ? "rival" : `label ${against.label}`}
          onChange={({ currentTarget: { value } }) => {
            const label = labelIn(value);
            model.against.value = label === null ? (value === "rival" ? "rival" : null) : { label };
          }}
        >
          <option value="">(nothing)</option>
          <option value="rival">its rival{rival >= 0 ? `, ${labelText(names[rival] ?? "")}` : ""}</option>
          {codes.filter((code) => names[code] !== explained).map(option)}
        </select>
      </label>
    </div>
  );
}
