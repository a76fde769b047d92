import { customerAddress } from '../../lib/customer-name.ts';
import { formatFull } from '../../lib/format-time.ts';
import { plural } from '../../lib/plural.ts';
import { useChatStore } from '../../stores/chat/chat-store.ts';
import { kindOf } from '../../stores/interactions/interaction.ts';
import { nameOf, subjectOf } from '../../stores/interactions/interaction-name.ts';
import type { Interaction } from '../../stores/interactions/interactions-reducer.ts';
import { useInteractionsStore } from '../../stores/interactions/interactions-store.ts';

const callTypes = ['Unknown', 'Internal', 'Inbound', 'Outbound', 'Consult'];

/** Name, address, and what this desk has had with the same customer. */
export function CustomerTab({ interaction }: { readonly interaction: Interaction }) {
  const { connID, customer, routingPoint, queue, callType, startedAt } = interaction;
  const interactions = useInteractionsStore((state) => state.interactions);
  const lines = useChatStore((state) => state.chats[connID]?.lines);
  const kind = kindOf(interaction);
  const about = subjectOf(interaction);
  const others = Object.values(interactions).filter((each) => each.customer === customer && each.connID !== connID);
  const texts = lines?.filter((line) => line.kind === 'text').length ?? 0;
  const firstTime = Math.min(startedAt, lines?.[0]?.time ?? startedAt);
  const facts: readonly (readonly [string, string])[] = [
    ['Name', nameOf(interaction)],
    kind === 'customer' ? ['Address', customerAddress(customer)] : ['Colleague', customer],
    ...(about === null ? [] : [['About', about] as const]),
    [
      'Contacts',
      others.length === 0 ? 'No other chat on this desk' : `${plural(others.length, 'other chat')} on this desk`,
    ],
    ...(routingPoint === null ? [] : [['Wrote to', routingPoint] as const]),
    ...(queue !== null && queue !== routingPoint ? [['Queue', queue] as const] : []),
    ['Kind', `${callTypes[callType] ?? 'Unknown'} IM`],
    ['Began', formatFull(firstTime)],
    ['Texts', String(texts)],
    ['Connection ID', connID],
  ];
  return (
    <dl className="num grid grid-cols-[104px_1fr] gap-x-2 gap-y-1.5 text-xs">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
