/** What an agent writes to the address of his own DN: whether he takes chats. Rules: docs/spec/sip-agents.md, SE19. */
import type { Dn } from '@cordboard/shared/ids';
import { WorkMode } from '@cordboard/shared/tlib/agent-states';
import { changeAgentState } from '../../../domain/agents/agent-operations.ts';
import { parseUri } from '../../../protocols/sip/grammar/header-fields/parse-uri.ts';
import { userOf } from '../../../protocols/sip/message/uri.ts';
import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import { logInByClient } from '../../parties/endpoint-presence.ts';
import { routeWaiting } from '../../router/router.ts';
import type { Decision } from '../../switch/decision.ts';
import { hasSipChat } from '../../switch/endpoints-of.ts';
import { provesToBe } from '../../trunks/external-agents.ts';
import { readContent } from '../bodies/read-content.ts';
import type { MessagingContext } from '../network/messaging-context.ts';

const READY_COMMAND = '/ready';
const NOT_READY_COMMAND = /^\/notready(?:\s+(.{1,128}))?$/s;

/** Whether a MESSAGE goes from the client of a DN to that DN itself. */
export function isForOwnDn(context: MessagingContext, received: ReceivedRequest): boolean {
  return ownDnOf(context, received) !== undefined;
}

/** The DN to which a client of its own writes. */
function ownDnOf({ decision, network }: MessagingContext, received: ReceivedRequest): Dn | undefined {
  if (received.identity.kind === 'nobody') return undefined;
  const target = parseUri(received.request.requestUri);
  const dn = target.ok && network.own.isOwnUri(target.value) ? (userOf(target.value) as Dn | undefined) : undefined;
  return dn !== undefined && hasSipChat(decision.state, dn) && provesToBe(decision, dn, received) ? dn : undefined;
}

/** The SIP status of its answer; nothing has changed when that is no 2xx. */
export function receiveOwnState(context: MessagingContext, received: ReceivedRequest): number {
  const { decision } = context;
  const content = readContent(received.request);
  if (!content.ok) return content.failure.status;
  const dn = ownDnOf(context, received);
  if (content.value.kind !== 'text' || dn === undefined) return 200;
  const text = content.value.text.trim();
  const notReady = NOT_READY_COMMAND.exec(text);
  if (text === READY_COMMAND) return becomeReady(decision, dn);
  return notReady === null ? 403 : becomeNotReady(decision, dn, notReady[1]);
}

/** As TAgentSetReady; who is logged out logs in where his client may do that. */
function becomeReady(decision: Decision, dn: Dn): number {
  const session = decision.agentSessions.get(dn);
  if (session?.logoutPending === true) return 480;
  if (session === undefined && !(decision.hasEndpoint(dn) && logInByClient(decision, dn))) return 480;
  if (session !== undefined) changeAgentState(decision, dn, { name: 'readyAsked', workMode: WorkMode.ManualIn });
  routeWaiting(decision);
  return 200;
}

/** As TAgentSetNotReady. */
function becomeNotReady(decision: Decision, dn: Dn, reason: string | undefined): number {
  if (decision.agentSessions.get(dn) === undefined) return 480;
  const reasons = reason === undefined ? {} : { ReasonCode: reason.toWellFormed() };
  changeAgentState(decision, dn, { name: 'notReadyAsked', workMode: WorkMode.AuxWork, reasons });
  return 200;
}
