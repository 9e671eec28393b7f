import { Icon } from "./icons";

/** In the place of what could not be had: why, and another try. */
export function Failed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <p class="jp-Semla-error" role="alert">
      <Icon name="cross" size={12} />
      <span>{message}</span>
      <button type="button" class="jp-Semla-link" onClick={onRetry}>
        Retry
      </button>
    </p>
  );
}
