import type { DeskAgent, DeskGroup, DeskQueue, DeskRoutingPoint } from '@cordboard/shared/desk/desk-view';
import { plural } from '../../lib/plural.ts';
import type { DeskState } from '../../stores/desk/desk-reducer.ts';
import type { DirectoryAction } from '../../stores/view/view-reducer.ts';

export type DestinationKind = 'agent' | 'group' | 'queue' | 'routingPoint' | 'customer';

/** One row of the directory. */
export interface Destination {
  /** `agent 1002`: for favourites and recent ones. */
  readonly key: string;
  readonly kind: DestinationKind;
  /** What goes into `otherDN`. */
  readonly otherDN: string;
  readonly name: string;
  readonly detail: string;
  readonly agent: DeskAgent | null;
  /** Why it cannot be chosen now; null when it can. */
  readonly refusal: string | null;
  /** What one should know before choosing it. */
  readonly warning: string | null;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Destination[];
  /** Rows left out; a search finds them. */
  readonly more: number;
}

/** Who asks, and for what. */
export interface Occasion {
  readonly action: DirectoryAction;
  readonly ownDns: ReadonlySet<string>;
  /** DNs that are in the chat already. */
  readonly inChat: ReadonlySet<string>;
  /** Somebody else talks to the customer too: then the chat stays with agents. */
  readonly isConference: boolean;
}

/** Rows of one section that are drawn; a directory of a thousand is searched, not scrolled. */
const SECTION_ROWS_MAX = 60;

function agentRow(agent: DeskAgent, { action, ownDns, inChat }: Occasion): Destination {
  const { dn, name, chats, chatMax, state, reason, skills } = agent;
  const free = Math.max(0, chatMax - chats);
  const known = Object.entries(skills).map(([skill, level]) => `${skill} ${level}`);
  const refusal = ownDns.has(dn)
    ? 'This is you'
    : inChat.has(dn)
      ? 'Is in this chat already'
      : state === 'loggedOut'
        ? 'Logged out'
        : null;
  const anyway = action === 'transfer' ? 'rings there anyway' : 'rings anyway';
  const warning =
    state === 'reconnecting'
      ? 'Has lost the connection'
      : free === 0
        ? `No free slot: ${anyway}`
        : state === 'notReady' || state === 'afterCallWork'
          ? `Not ready${reason === null ? '' : ` (${reason})`}: ${anyway}`
          : null;
  return {
    key: `agent ${dn}`,
    kind: 'agent',
    otherDN: dn,
    name,
    detail: [dn, ...known].join(' · '),
    agent,
    refusal,
    warning: refusal === null ? warning : null,
  };
}

function groupRow({ name, members, loggedIn, ready }: DeskGroup): Destination {
  const refusal = loggedIn === 0 ? 'Nobody is logged in' : ready === 0 ? 'Nobody is ready' : null;
  const detail = `${ready} ready of ${loggedIn} logged in, ${plural(members, 'member')}`;
  return { key: `group ${name}`, kind: 'group', otherDN: name, name, detail, agent: null, refusal, warning: null };
}

/** Why a queue or a routing point is not for this. */
function routedRefusal({ action, isConference }: Occasion): string | null {
  return action === 'transfer' && isConference ? 'Only while nobody else talks to the customer' : null;
}

function queueRow({ name, waiting, ready }: DeskQueue, occasion: Occasion): Destination {
  const refusal = routedRefusal(occasion);
  return {
    key: `queue ${name}`,
    kind: 'queue',
    otherDN: name,
    name,
    detail: `${waiting} waiting${ready === null ? '' : ` · ${ready} ready`}`,
    agent: null,
    refusal,
    warning: refusal === null && ready === 0 ? 'Nobody is ready: the customer waits' : null,
  };
}

function routingPointRow({ number, strategy, isEnabled }: DeskRoutingPoint, occasion: Occasion): Destination {
  const off = !isEnabled ? 'Is switched off' : strategy === null ? 'Has no active strategy' : null;
  return {
    key: `routingPoint ${number}`,
    kind: 'routingPoint',
    otherDN: number,
    name: strategy ?? number,
    detail: number,
    agent: null,
    refusal: routedRefusal(occasion) ?? off,
    warning: null,
  };
}

/** All rows there are for the occasion, by name. */
export function destinations(desk: DeskState, occasion: Occasion): readonly Destination[] {
  const byName = (left: Destination, right: Destination): number => left.name.localeCompare(right.name);
  return [
    ...[...desk.agents.values()].map((agent) => agentRow(agent, occasion)).sort(byName),
    ...[...desk.groups.values()].map(groupRow).sort(byName),
    ...[...desk.queues.values()].map((queue) => queueRow(queue, occasion)).sort(byName),
    ...[...desk.routingPoints.values()].map((point) => routingPointRow(point, occasion)).sort(byName),
  ];
}

/** Every word that was typed begins a word of the row. */
function matches({ name, detail, otherDN }: Destination, typed: string): boolean {
  const words = `${name} ${detail} ${otherDN}`.toLowerCase().split(/[\s·,_]+/);
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)) || otherDN.toLowerCase().startsWith(part));
}

export type Tab = 'all' | 'agent' | 'group' | 'queue' | 'routingPoint';

export const tabWords: Readonly<Record<Tab, string>> = {
  all: 'All',
  agent: 'Agents',
  group: 'Groups',
  queue: 'Queues',
  routingPoint: 'Routing points',
};

interface Wish {
  readonly typed: string;
  readonly tab: Tab;
  readonly favourites: readonly string[];
  readonly recent: readonly string[];
  readonly action: DirectoryAction;
}

/** A customer's address or account, as typed: for a chat that begins here. */
function customerRow(typed: string): Destination {
  const detail = typed.includes('@') ? `sip:${typed}` : `account ${typed}`;
  const base = { key: `customer ${typed}`, kind: 'customer', otherDN: typed, agent: null, warning: null } as const;
  const isAddress = /^[^\s@]+(@[^\s@]+)?$/.test(typed) && !/^\d+$/.test(typed);
  return { ...base, name: `Write to ${typed}`, detail, refusal: isAddress ? null : 'This is no address of a customer' };
}

function section(title: string, rows: readonly Destination[]): Section {
  return { title, rows: rows.slice(0, SECTION_ROWS_MAX), more: Math.max(0, rows.length - SECTION_ROWS_MAX) };
}

/** Favourites and recent ones first, then by kind; each row once. A search looks through everything of the tab. */
export function sectionsOf(all: readonly Destination[], { typed, tab, favourites, recent, action }: Wish): Section[] {
  const wanted = typed.trim();
  const shown = all.filter((row) => (tab === 'all' || row.kind === tab) && (wanted === '' || matches(row, wanted)));
  const byKey = new Map(shown.map((row) => [row.key, row]));
  const pick = (keys: readonly string[]): Destination[] => keys.flatMap((key) => byKey.get(key) ?? []);
  const starred = pick(favourites);
  const late = pick(recent.filter((key) => !favourites.includes(key)));
  const isAbove = new Set([...starred, ...late].map(({ key }) => key));
  const rest = shown.filter(({ key }) => !isAbove.has(key));
  const kinds = (['agent', 'group', 'queue', 'routingPoint'] as const).map((kind) =>
    section(
      tabWords[kind],
      rest.filter((row) => row.kind === kind),
    ),
  );
  const customer = action === 'chat' && wanted !== '' && tab === 'all' ? [customerRow(wanted)] : [];
  return [section('Favourites', starred), section('Recent', late), ...kinds, section('Customer', customer)].filter(
    ({ rows }) => rows.length > 0,
  );
}
