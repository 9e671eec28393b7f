import type { ComponentChildren } from "preact";
import { Icon } from "../parts/icons";
import { SideBadge } from "../parts/side-badge";

interface Options {
  readonly name: string;
  readonly value: string;
  /** Fades the rest instead of removing rows. */
  readonly blue?: boolean;
  /** The letter of a group. */
  readonly side?: "a" | "b";
  readonly negated?: boolean;
  /** Turns the condition round. */
  readonly onNegate?: () => void;
  /** Why it cannot be turned round. */
  readonly fixed?: string;
  readonly action?: ComponentChildren;
  readonly onRemove: () => void;
}

/** A quiet key and its value. Where it can be negated the text is the switch; the cross takes it away. */
export function Chip(options: Options) {
  const { name, value, blue = false, side, negated = false, onNegate, fixed, action, onRemove } = options;
  const text = (
    <>
      {side && <SideBadge side={side} hidden />}
      {negated && <strong>not </strong>}
      {!side && <span class="jp-Semla-quiet">{name} </span>}
      {value}
    </>
  );
  const said = `${name} ${value}`;
  return (
    <span class="jp-Semla-chip" data-selection={blue} data-negated={negated}>
      {onNegate || fixed ? (
        <button
          type="button"
          class="jp-Semla-chipText"
          title={fixed ?? `${said}: click to show ${negated ? "these rows" : "the other rows"}`}
          aria-label={`Not: ${said}`}
          aria-pressed={negated}
          aria-disabled={fixed !== undefined}
          onClick={onNegate}
        >
          {text}
        </button>
      ) : (
        <span class="jp-Semla-chipText" title={said}>
          {text}
        </span>
      )}
      {action}
      <button
        type="button"
        class="jp-Semla-chipRemove"
        title={`Remove ${name}`}
        aria-label={`Remove ${negated ? "not " : ""}${said}`}
        onClick={onRemove}
      >
        <Icon name="cross" size={12} />
      </button>
    </span>
  );
}
