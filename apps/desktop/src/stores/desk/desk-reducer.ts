import type {
  DeskAgent,
  DeskChanges,
  DeskGroup,
  DeskHelpRequest,
  DeskMonitoring,
  DeskQueue,
  DeskRoutingPoint,
  DeskView,
} from '@cordboard/shared/desk/desk-view';
import type { DeskFeedStatus } from '../../gateway/desk-feed.ts';

/** What goes on around the own DNs, as the desk channel last said. A row that has not changed is the same object. */
export interface DeskState {
  readonly status: DeskFeedStatus;
  /** Server time of the last view or change. */
  readonly time: number;
  /** By DN. */
  readonly agents: ReadonlyMap<string, DeskAgent>;
  /** By name. */
  readonly groups: ReadonlyMap<string, DeskGroup>;
  /** By name. */
  readonly queues: ReadonlyMap<string, DeskQueue>;
  /** By number. */
  readonly routingPoints: ReadonlyMap<string, DeskRoutingPoint>;
  readonly helpRequests: readonly DeskHelpRequest[];
  readonly monitorings: readonly DeskMonitoring[];
}

export const initialDeskState: DeskState = {
  status: 'closed',
  time: 0,
  agents: new Map(),
  groups: new Map(),
  queues: new Map(),
  routingPoints: new Map(),
  helpRequests: [],
  monitorings: [],
};

const agentKey = (agent: DeskAgent): string => agent.dn;
const groupKey = (group: DeskGroup): string => group.name;
const queueKey = (queue: DeskQueue): string => queue.name;
const routingPointKey = (point: DeskRoutingPoint): string => point.number;

function withRows<Row>(
  known: ReadonlyMap<string, Row>,
  rows: readonly Row[] | undefined,
  keyOf: (row: Row) => string,
): ReadonlyMap<string, Row> {
  if (rows === undefined || rows.length === 0) return known;
  const next = new Map(known);
  for (const row of rows) next.set(keyOf(row), row);
  return next;
}

/** The whole picture takes the place of everything known. */
export function applyView(state: DeskState, view: DeskView): DeskState {
  return {
    status: state.status,
    time: view.time,
    agents: withRows(new Map(), view.agents, agentKey),
    groups: withRows(new Map(), view.groups, groupKey),
    queues: withRows(new Map(), view.queues, queueKey),
    routingPoints: withRows(new Map(), view.routingPoints, routingPointKey),
    helpRequests: view.helpRequests,
    monitorings: view.monitorings,
  };
}

/** Rows come whole, lists come whole; what is not named stays. */
export function applyChanges(state: DeskState, changes: DeskChanges): DeskState {
  return {
    status: state.status,
    time: changes.time,
    agents: withRows(state.agents, changes.agents, agentKey),
    groups: withRows(state.groups, changes.groups, groupKey),
    queues: withRows(state.queues, changes.queues, queueKey),
    routingPoints: withRows(state.routingPoints, changes.routingPoints, routingPointKey),
    helpRequests: changes.helpRequests ?? state.helpRequests,
    monitorings: changes.monitorings ?? state.monitorings,
  };
}

/** While the connection is lost the last picture stays, marked as old. */
export function applyFeedStatus(state: DeskState, status: DeskFeedStatus): DeskState {
  return status === 'closed' ? initialDeskState : { ...state, status };
}
