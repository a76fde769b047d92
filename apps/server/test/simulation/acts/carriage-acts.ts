/** What happens to connections of MSRP and to the servers behind a trunk. */
import type { MsrpStreams } from '../network/msrp-streams.ts';
import type { MsrpTexts } from '../peers/msrp-texts.ts';
import { PEER_ADDRESSES, type TrunkPeer } from '../peers/trunk-peer.ts';
import { type Act, actOf, type Stage } from './stage.ts';

export function listCarriageActs(
  stage: Stage,
  {
    streams,
    texts,
    peer,
  }: { readonly streams: MsrpStreams; readonly texts: readonly MsrpTexts[]; readonly peer: TrunkPeer },
): readonly Act[] {
  const cut = ({ connection }: MsrpTexts) => {
    if (connection === undefined) return undefined;
    streams.cut(connection);
    return connection.id;
  };
  return [
    { weight: 5, name: 'MSRP connection is cut', act: actOf(stage, texts, cut) },
    { weight: 2, name: 'server of the peer', act: actOf(stage, PEER_ADDRESSES, (address) => peer.toggle(address)) },
    { weight: 2, name: 'some stream is cut', act: actOf(stage, [stage.network], (network) => cutSome(stage, network)) },
  ];
}

/** That of the trunk among them. */
function cutSome({ random }: Stage, network: Stage['network']): string | undefined {
  const flowId = random.pick(network.openStreams);
  if (flowId !== undefined) network.cut(flowId);
  return flowId;
}
