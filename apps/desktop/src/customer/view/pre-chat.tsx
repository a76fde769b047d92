/** @jsxImportSource preact */

interface PreChatProps {
  name: string;
  onName: (name: string) => void;
  onStart: () => void;
}

export const NAME_LENGTH_MAX = 60;

export function PreChat({ name, onName, onStart }: PreChatProps) {
  return (
    <form
      class="pre-chat"
      onSubmit={(event) => {
        event.preventDefault();
        onStart();
      }}
    >
      <h2>How can we help?</h2>
      <p>Write your question below, or start the chat and we will greet you.</p>
      <label for="customer-name">Your name (optional)</label>
      <input
        id="customer-name"
        type="text"
        autocomplete="name"
        maxLength={NAME_LENGTH_MAX}
        value={name}
        onInput={(event) => onName(event.currentTarget.value)}
      />
      <button type="submit" class="primary">
        Start chat
      </button>
    </form>
  );
}
