import type { Dn } from '@cordboard/shared/ids';
import type { DnEvent, UnnumberedEvent } from '@cordboard/shared/tlib/events';
import type { Table } from '../../base/table.ts';
import type { Occupancy } from '../capacity/occupancy.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { AgentSession } from './agent-session.ts';

/** What one decision on agents may read and change. Of calls it knows only how many the agents hold. */
export interface AgentModel {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly configuration: Configuration;
  readonly agentSessions: Table<AgentSession>;
  /** DNs of the place of this DN, itself included. */
  dnsOfSamePlace(dn: Dn): readonly Dn[];
  /** Whether a SIP client is registered for the DN and gets its texts. */
  hasEndpoint(dn: Dn): boolean;
  /** Interactions that the DN holds, per medium: ringing ones too, observed ones not. */
  interactionsOn(dn: Dn): Occupancy;
  /** Numbers and records an event; it is distributed once stored. */
  publish(event: UnnumberedEvent): DnEvent;
  cancelDeadline(kind: 'wrapUp' | 'agentAbsence', dn: Dn): void;
}
