import { UserRound, X } from 'lucide-react';
import type { Interaction } from '../../stores/interactions/interactions-reducer.ts';
import type { SideTab } from '../../stores/view/view-reducer.ts';
import { changeView, useViewStore } from '../../stores/view/view-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { AttachedDataTab } from './attached-data-tab.tsx';
import { CustomerTab } from './customer-tab.tsx';
import { DecisionsTab } from './decisions-tab.tsx';

/** What is known about the customer and the chat in focus. */
export function SidePanel({ interaction }: { readonly interaction: Interaction | null }) {
  const sideTab = useViewStore((state) => state.sideTab);
  if (interaction === null)
    return (
      <EmptyState icon={UserRound} title="No chat is open">
        Open a chat to see its customer and data here.
      </EmptyState>
    );
  const { connID } = interaction;
  return (
    <Tabs<SideTab>
      label="About this chat"
      chosen={sideTab}
      onChoose={(chosen) => changeView((view) => ({ ...view, sideTab: chosen }))}
      tabs={[
        { id: 'customer', label: 'Customer', content: <CustomerTab key={connID} interaction={interaction} /> },
        { id: 'data', label: 'Data', content: <AttachedDataTab key={connID} interaction={interaction} /> },
        { id: 'why', label: 'Why', content: <DecisionsTab key={connID} connID={connID} /> },
      ]}
      end={
        <IconButton
          icon={X}
          size="small"
          label="Close the panel"
          shortcut="Alt+O"
          className="max-md:hidden xl:hidden"
          onClick={() => changeView((view) => ({ ...view, isDrawerOpen: false }))}
        />
      }
    />
  );
}
