/** @jsxImportSource preact */

interface ClosingPanelProps {
  words: string;
  action: string;
  onAction: () => void;
}

/** Takes the composer's place when nothing can be sent. */
export function ClosingPanel({ words, action, onAction }: ClosingPanelProps) {
  return (
    <div class="closing">
      <p role="alert">{words}</p>
      <button type="button" class="primary" onClick={onAction}>
        {action}
      </button>
    </div>
  );
}
