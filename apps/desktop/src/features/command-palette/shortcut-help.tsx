import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';

interface ShortcutHelpProps {
  readonly shortcuts: readonly { readonly keys: string; readonly words: string }[];
  readonly onClose: () => void;
}

/** Every key of the desk on one card. */
export function ShortcutHelp({ shortcuts, onClose }: ShortcutHelpProps) {
  return (
    <Dialog label="Keyboard shortcuts" onClose={onClose} className="p-5">
      <h2 className="text-[15px] font-bold">Keyboard shortcuts</h2>
      <dl className="mt-3 grid gap-x-8 gap-y-2 sm:grid-cols-2">
        {shortcuts.map(({ keys, words }) => (
          <div key={keys} className="flex items-center justify-between gap-3 text-[13px]">
            <dt>{words}</dt>
            <dd>
              <Kbd>{keys}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
      <Button className="mt-4" onClick={onClose} data-autofocus>
        Close
      </Button>
    </Dialog>
  );
}
