import { useMemo } from 'react';
import { AssistDialog } from '../../features/assist/assist-dialog.tsx';
import { DirectoryDialog } from '../../features/directory/directory-dialog.tsx';
import { useInteractionsStore } from '../../stores/interactions/interactions-store.ts';
import { useSessionStore } from '../../stores/session/session-store.ts';
import { showDialog, useViewStore } from '../../stores/view/view-store.ts';

function closeDialog(): void {
  showDialog(null);
}

/** The form that is open over the desk. What it is about may end meanwhile: then it closes. */
export function DeskDialogs() {
  const dialog = useViewStore((state) => state.dialog);
  const place = useSessionStore((state) => state.place);
  const connID = dialog === null || dialog.kind === 'newChat' ? null : dialog.connID;
  const interaction = useInteractionsStore((state) => (connID === null ? undefined : state.interactions[connID]));
  const ownDns = useMemo(() => place?.directoryNumbers.map(({ number }) => number) ?? [], [place]);
  const imDn = place?.directoryNumbers.find(({ im }) => im)?.number;
  if (dialog === null) return null;
  if (dialog.kind === 'newChat')
    return imDn === undefined ? null : (
      <DirectoryDialog interaction={null} dn={imDn} ownDns={ownDns} action="chat" onClose={closeDialog} />
    );
  if (interaction?.phase !== 'active') return null;
  if (dialog.kind === 'assist') return <AssistDialog interaction={interaction} onClose={closeDialog} />;
  return (
    <DirectoryDialog
      interaction={interaction}
      dn={interaction.dn}
      ownDns={ownDns}
      action={dialog.action}
      onClose={closeDialog}
    />
  );
}
