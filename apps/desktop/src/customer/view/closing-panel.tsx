/** @jsxImportSource preact */

interface ClosingPanelProps {
  /** Left out where the transcript has just said it. */
  words?: string;
  action: string;
  onAction: () => void;
}

/** Takes the composer's place when nothing can be sent. */
export function ClosingPanel({ words, action, onAction }: ClosingPanelProps) {
  return (
    <div class="closing">
      {words && <p role="alert">{words}</p>}
      <button type="button" class="primary" onClick={onAction}>
        {action}
      </button>
    </div>
  );
}
