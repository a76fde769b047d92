import type { AskedNoAnswer, NoAnswerAction } from '@cordboard/shared/routing/no-answer';
import type { Configuration } from '../configuration/configuration.ts';
import type { AgentSession } from './agent-session.ts';

/** What happens when an agent does not answer. */
export interface NoAnswer {
  /** 0 is never. */
  readonly timeoutSeconds: number;
  readonly action: NoAnswerAction;
  /** `recall`, `release` and DNs, in the order in which they are tried. */
  readonly overflow: readonly string[];
}

/** The nearest setting for each: the routing request's, the agent login's, the DN's, the tenant's. */
export function noAnswerOf(
  configuration: Configuration,
  { agentId, id }: Pick<AgentSession, 'agentId' | 'id'>,
  asked: AskedNoAnswer = {},
): NoAnswer {
  const login = configuration.findAgentLogin(agentId)?.options ?? {};
  const dn = configuration.findExtension(id)?.options;
  const tenant = configuration.tenant.options;
  const overflows = [
    asked.overflow,
    login['no-answer-overflow'],
    dn?.['no-answer-overflow'],
    tenant['no-answer-overflow'],
  ];
  return {
    timeoutSeconds:
      asked.timeoutSeconds ?? login['no-answer-timeout'] ?? dn?.['no-answer-timeout'] ?? tenant['no-answer-timeout'],
    action: asked.action ?? login['no-answer-action'] ?? dn?.['no-answer-action'] ?? tenant['no-answer-action'],
    overflow: overflowOf(overflows),
  };
}

/** Each list in its turn for as long as the one before ends with `none`; at last it is recalled. */
function overflowOf(lists: readonly (readonly string[] | undefined)[]): readonly string[] {
  const overflow: string[] = [];
  for (const list of lists) {
    if (list === undefined) continue;
    const none = list.indexOf('none');
    overflow.push(...(none === -1 ? list : list.slice(0, none)));
    if (none === -1) return overflow;
  }
  return overflow;
}
